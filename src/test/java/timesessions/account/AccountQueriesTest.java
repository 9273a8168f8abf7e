package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.account.AccountQueries.Details;
import timesessions.account.AccountQueries.Listed;
import timesessions.account.AccountQueries.State;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;

class AccountQueriesTest {
    private final TestClock clock = new TestClock("2026-03-02T09:00:00Z");
    private final Accounts all = new Accounts(clock);
    private long company;
    private Actor actor = Actor.commandLine(0);

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        actor = Actor.commandLine(company);
    }

    @Test
    void anEmailIsOfOneAccountHoweverItIsTypedAndWhateverTheCompany() {
        Email email = Accounts.newEmail("grace");
        all.accounts.invite(actor, company, details(email, Role.PAYROLL));
        long other = TestDatabase.company("London");

        assertThatThrownBy(() -> all.accounts.invite(actor, other, details(email, Role.ADMIN)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("already");
    }

    @Test
    void theListTellsHowFarEachAccountIs() {
        Account active = all.create(company, Role.ADMIN);
        Account disabled = all.create(company, Role.PAYROLL);
        all.accounts.disable(actor, company, disabled.id());
        Email invited = Accounts.newEmail("invited");
        all.accounts.invite(actor, company, details(invited, Role.PAYROLL));

        assertThat(stateOf(active.email())).isEqualTo(State.ACTIVE);
        assertThat(stateOf(disabled.email())).isEqualTo(State.DISABLED);
        assertThat(stateOf(invited.address())).isEqualTo(State.INVITED);
        clock.advance(AccountQueries.LINK_LASTS);
        assertThat(stateOf(invited.address())).isEqualTo(State.LINK_EXPIRED);
    }

    @Test
    void theLastAdminWhoCanSignInStaysAnAdmin() {
        Account admin = all.create(company, Role.ADMIN);
        all.accounts.invite(actor, company, details(Accounts.newEmail("next"), Role.ADMIN));

        assertThatThrownBy(() -> all.accounts.disable(actor, company, admin.id()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> all.accounts.change(
                        actor, company, admin.id(), details(new Email(admin.email()), Role.PAYROLL)))
                .isInstanceOf(Refused.class);

        all.create(company, Role.ADMIN);
        all.accounts.disable(actor, company, admin.id());
        assertThat(stateOf(admin.email())).isEqualTo(State.DISABLED);
    }

    @Test
    void twoAdminsWhoDisableEachOtherAtTheSameTimeLeaveOne() throws Exception {
        for (int round = 0; round < 10; round++) {
            newCompany();
            Account one = all.create(company, Role.ADMIN);
            Account other = all.create(company, Role.ADMIN);
            try (var threads = Executors.newFixedThreadPool(2)) {
                threads.invokeAll(List.<Callable<Boolean>>of(() -> disable(one), () -> disable(other)));
            }

            assertThat(List.of(stateOf(one.email()), stateOf(other.email())))
                    .containsExactlyInAnyOrder(State.ACTIVE, State.DISABLED);
        }
    }

    @Test
    void anInvitationThatIsWithdrawnFreesTheEmailAndAnAccountInUseIsNotWithdrawn() {
        Email email = Accounts.newEmail("wrong");
        Token link = all.accounts.invite(actor, company, details(email, Role.PAYROLL));
        long invited = listed(email.address()).account().id();
        Account used = all.create(company, Role.ADMIN);

        all.accounts.withdraw(actor, company, invited);
        all.accounts.withdraw(actor, company, used.id());

        assertThat(all.signIns.invitation(link)).isEmpty();
        assertThat(all.accounts.find(company, invited)).isEmpty();
        assertThat(all.accounts.find(company, used.id())).isPresent();
        all.accounts.invite(actor, company, details(email, Role.PAYROLL));
    }

    @Test
    void nobodyChangesAnAccountOfAnotherCompany() {
        Account account = all.create(company, Role.PAYROLL);
        long other = TestDatabase.company("London");

        assertThat(all.accounts.find(other, account.id())).isEmpty();
        assertThatThrownBy(() -> all.accounts.disable(actor, other, account.id()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> all.accounts.newLink(actor, other, account.id()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> all.accounts.change(
                        actor, other, account.id(), details(new Email(account.email()), Role.ADMIN)))
                .isInstanceOf(Refused.class);
        assertThat(stateOf(account.email())).isEqualTo(State.ACTIVE);
    }

    @Test
    void aTeamOfAnotherCompanyCannotBeManaged() {
        long other = TestDatabase.company("London");
        Team team = all.team(other, "West", 1L);
        var details = new Details(Accounts.newEmail("grace"), "Grace", Role.MANAGER, Set.of(team.id()));

        assertThatThrownBy(() -> all.accounts.invite(actor, company, details)).isInstanceOf(Refused.class);
    }

    @Test
    void theTrailTellsWhatIsNew() {
        Team west = all.team(company, "West");
        Account account = all.create(company, Role.PAYROLL);
        all.accounts.change(
                actor,
                company,
                account.id(),
                new Details(new Email(account.email()), "Grace", Role.MANAGER, Set.of(west.id())));

        assertThat(all.trail.read(
                        company,
                        new TrailQueries.Filter(null, null, null, TrailAction.ACCOUNT_CHANGED, null),
                        ZoneOffset.UTC,
                        10))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.subject()).isEqualTo(account.email());
                    assertThat(line.detail())
                            .isEqualTo("name from Payroll to Grace; role from Payroll to Manager;"
                                    + " teams from none to West");
                });
    }

    private boolean disable(Account account) {
        try {
            all.accounts.disable(actor, company, account.id());
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    private static Details details(Email email, Role role) {
        return new Details(email, "Grace", role, Set.of());
    }

    private State stateOf(String email) {
        return listed(email).state();
    }

    private Listed listed(String email) {
        return all.accounts.list(company, email, 1).items().getFirst();
    }
}
