package timesessions.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static timesessions.account.Accounts.ORIGIN;
import static timesessions.account.Accounts.PASSWORD;
import static timesessions.jooq.Tables.TRAIL;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.account.Logins.Origin;
import timesessions.account.SignIns.Outcome;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;

class SignInsTest {
    private static final Origin STRANGER = new Origin("198.51.100.66", "curl/8");

    private final TestClock clock = new TestClock("2026-03-02T09:00:00Z");
    private final Accounts all = new Accounts(clock);
    private long company;
    private Account account = new Account(0, 0, "", "", Role.ADMIN);

    @BeforeEach
    void newAccount() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        account = all.create(company, Role.PAYROLL);
    }

    @Test
    void theRightPasswordSignsIn() {
        Token login = all.signIn(account);

        assertThat(all.signedIn(login).account()).isEqualTo(account);
        assertThat(all.signedIn(login).visibility()).isEqualTo(new Visibility(company));
    }

    @Test
    void theEmailMayBeTypedInAnyCase() {
        assertThat(all.signIns.signIn(" " + account.email().toUpperCase(Locale.ROOT), PASSWORD, ORIGIN, null))
                .isInstanceOf(Outcome.Welcome.class);
    }

    @Test
    void theSamePasswordTypedOnAnotherKeyboardIsTheSame() {
        Token login = all.signIn(account);
        all.signIns.changePassword(all.signedIn(login), PASSWORD, "caf\u00e9 au lait", ORIGIN);

        assertThat(all.signIns.signIn(account.email(), "cafe\u0301 au lait", ORIGIN, null))
                .isInstanceOf(Outcome.Welcome.class);
    }

    @Test
    void aWrongPasswordAnUnknownEmailAndADisabledAccountGetTheSameAnswer() {
        Account disabled = all.create(company, Role.PAYROLL);
        all.accounts.disable(Actor.commandLine(company), company, disabled.id());

        assertThat(List.of(
                        all.signIns.signIn(account.email(), "not the password", ORIGIN, null),
                        all.signIns.signIn("nobody@example.com", PASSWORD, ORIGIN, null),
                        all.signIns.signIn("not an address", PASSWORD, ORIGIN, null),
                        all.signIns.signIn(disabled.email(), PASSWORD, ORIGIN, null)))
                .allMatch(new Outcome.Wrong()::equals);
    }

    @Test
    void aThousandWrongPasswordsAreTurnedAwayAndDoNotLockTheOwnerOut() {
        int tried = 0;
        for (int i = 0; i < 1_000; i++) {
            if (all.signIns.signIn(account.email(), "guess number " + i, STRANGER, null) instanceof Outcome.Wrong) {
                tried++;
            }
        }

        assertThat(tried).isEqualTo(20);
        assertThat(all.signIns.signIn(account.email(), PASSWORD, STRANGER, null))
                .isInstanceOf(Outcome.TooMany.class);
        assertThat(all.signIns.signIn(account.email(), PASSWORD, ORIGIN, null)).isInstanceOf(Outcome.Welcome.class);
    }

    @Test
    void guessesFromManyAddressesAreSlowedDownToo() {
        long tried = 0;
        for (int i = 0; i < 100; i++) {
            var origin = new Origin("198.51.100." + i, "curl/8");
            if (all.signIns.signIn(account.email(), "guess number " + i, origin, null) instanceof Outcome.Wrong) {
                tried++;
            }
        }

        assertThat(tried).isEqualTo(30);
    }

    @Test
    void guessesFromManyAddressesDoNotKeepOutABrowserThatWasHereBefore() {
        var welcome = (Outcome.Welcome) all.signIns.signIn(account.email(), PASSWORD, ORIGIN, null);
        for (int i = 0; i < 40; i++) {
            all.signIns.signIn(account.email(), "guess number " + i, new Origin("198.51.100." + i, "curl/8"), null);
        }

        assertThat(all.signIns.signIn(account.email(), PASSWORD, ORIGIN, null)).isInstanceOf(Outcome.TooMany.class);
        assertThat(all.signIns.signIn(account.email(), PASSWORD, ORIGIN, welcome.browser()))
                .isInstanceOf(Outcome.Welcome.class);
    }

    @Test
    void aBrowserThatIsKnownByOneAccountGuessesNoFasterAtAnother() {
        Account other = all.create(company, Role.PAYROLL);
        var welcome = (Outcome.Welcome) all.signIns.signIn(account.email(), PASSWORD, STRANGER, null);
        int tried = 0;
        for (int i = 0; i < 60; i++) {
            if (all.signIns.signIn(other.email(), "guess number " + i, STRANGER, welcome.browser())
                    instanceof Outcome.Wrong) {
                tried++;
            }
        }

        assertThat(tried).isEqualTo(20);
    }

    @Test
    void oneCanTryAgainAfterThePauseThatIsTold() {
        Outcome last = new Outcome.Wrong();
        while (!(last instanceof Outcome.TooMany)) {
            last = all.signIns.signIn(account.email(), "not the password", STRANGER, null);
        }

        clock.advance(((Outcome.TooMany) last).pause());

        assertThat(all.signIns.signIn(account.email(), PASSWORD, STRANGER, null))
                .isInstanceOf(Outcome.Welcome.class);
    }

    @Test
    void rightPasswordsCostNothing() {
        for (int i = 0; i < 50; i++) {
            assertThat(all.signIns.signIn(account.email(), PASSWORD, ORIGIN, null))
                    .isInstanceOf(Outcome.Welcome.class);
        }
    }

    @Test
    void aNewPasswordSignsOutEveryOtherBrowserAndReplacesTheToken() {
        Token here = all.signIn(account);
        Token elsewhere = all.signIn(account);

        var changed = (Outcome.Welcome)
                all.signIns.changePassword(all.signedIn(here), PASSWORD, "another good password", ORIGIN);

        assertThat(all.logins.find(here, ORIGIN)).isEmpty();
        assertThat(all.logins.find(elsewhere, ORIGIN)).isEmpty();
        assertThat(all.signedIn(changed.login()).account()).isEqualTo(account);
        assertThat(all.signIns.signIn(account.email(), PASSWORD, ORIGIN, null)).isEqualTo(new Outcome.Wrong());
    }

    @Test
    void aNewPasswordNeedsTheOneBefore() {
        Token here = all.signIn(account);

        assertThat(all.signIns.changePassword(all.signedIn(here), "a guess at it", "another good password", ORIGIN))
                .isEqualTo(new Outcome.Wrong());
        assertThat(all.signedIn(here).account()).isEqualTo(account);
    }

    @Test
    void anInvitationIsGoodForOnePassword() {
        Email email = Accounts.newEmail("invited");
        Token link = all.accounts.invite(
                Actor.commandLine(company),
                company,
                new AccountQueries.Details(email, "Grace", Role.PAYROLL, Set.of()));

        assertThat(all.signIns.signIn(email.address(), "", ORIGIN, null)).isEqualTo(new Outcome.Wrong());
        Token login = all.signIns
                .accept(link, "a password of my own", ORIGIN, null)
                .orElseThrow()
                .login();

        assertThat(all.signedIn(login).account().email()).isEqualTo(email.address());
        assertThat(all.signIns.accept(link, "a password of another", ORIGIN, null))
                .isEmpty();
        assertThat(all.signIns.invitation(link)).isEmpty();
    }

    @Test
    void anInvitationEndsWithTimeAndWithANewerOne() {
        Token link = all.accounts.newLink(Actor.commandLine(company), company, account.id());
        Token newer = all.accounts.newLink(Actor.commandLine(company), company, account.id());

        assertThat(all.signIns.invitation(link)).isEmpty();
        assertThat(all.signIns.invitation(newer)).isPresent();

        clock.advance(AccountQueries.LINK_LASTS);

        assertThat(all.signIns.invitation(newer)).isEmpty();
        assertThat(all.signIns.accept(newer, "a password of my own", ORIGIN, null))
                .isEmpty();
    }

    @Test
    void theTrailTellsOfSignInsAndFailuresButNotWhatStrangersTyped() {
        all.signIns.signIn(account.email(), "not the password", STRANGER, null);
        all.signIn(account);
        all.signIns.signIn("my password is hunter2 oops", "x", STRANGER, null);

        assertThat(all.trail.read(
                        company, new TrailQueries.Filter(null, null, account.id(), null, null), ZoneOffset.UTC, 10))
                .extracting(TrailQueries.Line::action, TrailQueries.Line::who, TrailQueries.Line::address)
                .containsExactlyInAnyOrder(
                        tuple(TrailAction.SIGN_IN_FAILED, account.email(), "198.51.100.66"),
                        tuple(TrailAction.SIGNED_IN, account.email(), "192.0.2.7"));
        int kept = all.database.read(db -> db.fetchCount(TRAIL, TRAIL.WHO.contains("hunter2")));
        assertThat(kept).isZero();
    }

    @Test
    void aBrowserThatIsNotUsedIsSignedOut() {
        Token login = all.signIn(account);
        clock.advance(Duration.ofHours(11));
        assertThat(all.logins.find(login, ORIGIN)).isPresent();
        clock.advance(Duration.ofHours(11));
        assertThat(all.logins.find(login, ORIGIN)).isPresent();
        clock.advance(Duration.ofHours(12));

        assertThat(all.logins.find(login, ORIGIN)).isEmpty();
    }

    @Test
    void aBrowserIsSignedOutAfterAWeekHoweverMuchItIsUsed() {
        Token login = all.signIn(account);
        for (int hours = 0; hours < 7 * 24 - 6; hours += 6) {
            clock.advance(Duration.ofHours(6));
            assertThat(all.logins.find(login, ORIGIN)).isPresent();
        }
        clock.advance(Duration.ofHours(6));

        assertThat(all.logins.find(login, ORIGIN)).isEmpty();
    }

    @Test
    void aNewRoleHoldsAtOnceAndRenewsTheToken() {
        Token login = all.signIn(account);
        all.accounts.change(
                Actor.commandLine(company),
                company,
                account.id(),
                new AccountQueries.Details(new Email(account.email()), "Grace", Role.MANAGER, Set.of()));

        var next = all.logins.find(login, ORIGIN).orElseThrow();

        assertThat(next.signedIn().account().role()).isEqualTo(Role.MANAGER);
        assertThat(next.signedIn().visibility()).isEqualTo(new Visibility(company, Set.of()));
        Token renewed = next.renewed();
        assertThat(renewed).isNotNull();
        assertThat(all.logins.find(login, ORIGIN))
                .as("a request under way with the old token")
                .hasValueSatisfying(found -> assertThat(found.renewed()).isNull());
        clock.advance(Duration.ofMinutes(1));
        assertThat(all.logins.find(login, ORIGIN)).isEmpty();
        assertThat(renewed)
                .satisfies(token -> assertThat(
                                all.signedIn(requireNonNull(token)).account().id())
                        .isEqualTo(account.id()));
    }

    @Test
    void aDisabledAccountIsOutAtOnceAndStaysOutWhenItIsEnabledAgain() {
        Token login = all.signIn(account);
        all.accounts.disable(Actor.commandLine(company), company, account.id());
        assertThat(all.logins.find(login, ORIGIN)).isEmpty();

        all.accounts.enable(Actor.commandLine(company), company, account.id());

        assertThat(all.logins.find(login, ORIGIN)).isEmpty();
        assertThat(all.signedIn(all.signIn(account)).account()).isEqualTo(account);
    }
}
