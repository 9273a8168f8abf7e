package timesessions.account;

import static timesessions.jooq.Tables.ACCOUNT;
import static timesessions.jooq.Tables.INVITATION;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import timesessions.account.Logins.Origin;
import timesessions.database.Database;

/** Signing in and out, and passwords: one's own, and the first one by an invitation. */
final class SignIns {
    private final Database database;
    private final Clock clock;
    private final Passwords passwords;
    private final Logins logins;
    private final KnownBrowsers browsers;
    private final SignInThrottle throttle;
    private final TrailQueries trail;

    /** What becomes of a sign-in. */
    sealed interface Outcome {

        /**
         * The browser is signed in.
         *
         * @param login what it sends with each request
         * @param browser what it is known by at its next sign-in
         */
        record Welcome(Token login, Token browser) implements Outcome {}

        /** E-mail and password do not go together, whichever of the two is at fault. */
        record Wrong() implements Outcome {}

        /** Too many attempts; the next one may be made after that time. */
        record TooMany(Duration pause) implements Outcome {}
    }

    /** An invitation that can be accepted, or a link to a new password for one who has been here. */
    record Invitation(long accountId, Email email, String name, boolean first) {}

    private record Known(Account account, @Nullable String passwordHash, boolean disabled) {}

    SignIns(Database database, Clock clock, Passwords passwords, Logins logins) {
        this.database = database;
        this.clock = clock;
        this.passwords = passwords;
        this.logins = logins;
        this.browsers = new KnownBrowsers(database, clock);
        this.throttle = new SignInThrottle(clock);
        this.trail = new TrailQueries(database, clock);
    }

    /**
     * Signs a browser in. An e-mail of nobody takes the same steps as a wrong password, so that neither the answer nor its
     * time tells who has an account.
     *
     * @param browser what the browser says it is known by
     */
    Outcome signIn(String typedEmail, String password, Origin origin, @Nullable Token browser) {
        String email = Email.parse(typedEmail).map(Email::address).orElse("");
        boolean comesBack = browsers.knows(browser, email);
        var attempt = throttle.take(origin.address(), email, comesBack && browser != null ? browser.text() : null);
        Optional<Known> known = database.read(db -> byEmail(db, email));
        if (attempt.pause().isPresent()) {
            return new Outcome.TooMany(attempt.pause().get());
        }
        boolean right = passwords.matches(
                password,
                known.filter(found -> !found.disabled).map(Known::passwordHash).orElse(null),
                comesBack ? Passwords.From.KNOWN_BROWSER : Passwords.From.STRANGER);
        if (!right || known.isEmpty()) {
            trail.add(failed(known, origin), TrailAction.SIGN_IN_FAILED, "", "");
            return new Outcome.Wrong();
        }
        attempt.succeeded();
        return database.<Outcome>write(db ->
                isStillSo(db, known.get()) ? welcome(db, known.get().account, origin, browser) : new Outcome.Wrong());
    }

    /** Signs out the browser that asks. */
    void signOut(SignedIn who, String address) {
        database.writing(db -> {
            logins.end(db, who.account().id(), who.loginId());
            trail.add(db, Actor.of(who.account(), address), TrailAction.SIGNED_OUT, "", "");
        });
    }

    /** Signs out one of the account's other browsers; does nothing where it is of another account. */
    void signOutOther(SignedIn who, String address, long loginId) {
        database.writing(db -> {
            if (logins.end(db, who.account().id(), loginId)) {
                trail.add(
                        db, Actor.of(who.account(), address), TrailAction.SIGNED_OUT_ELSEWHERE, "", "1 other browser");
            }
        });
    }

    void signOutOthers(SignedIn who, String address) {
        database.writing(db -> {
            int ended = logins.endOthers(db, who.account().id(), who.loginId());
            trail.add(
                    db,
                    Actor.of(who.account(), address),
                    TrailAction.SIGNED_OUT_ELSEWHERE,
                    "",
                    ended == 1 ? "1 other browser" : ended + " other browsers");
        });
    }

    /** Changes one's own password: the browser goes on with new tokens, and all others are signed out. */
    Outcome changePassword(SignedIn who, String current, String chosen, Origin origin) {
        Account account = who.account();
        var attempt = throttle.take(origin.address(), account.email(), "login " + who.loginId());
        if (attempt.pause().isPresent()) {
            return new Outcome.TooMany(attempt.pause().get());
        }
        Optional<Known> known = database.read(db -> byEmail(db, account.email()));
        if (!passwords.matches(current, known.map(Known::passwordHash).orElse(null), Passwords.From.KNOWN_BROWSER)) {
            return new Outcome.Wrong();
        }
        attempt.succeeded();
        String hash = passwords.hash(chosen);
        Token browser = Token.random();
        return database.write(db -> {
            setPassword(db, account.id(), hash);
            logins.endOthers(db, account.id(), who.loginId());
            browsers.forget(db, account.id());
            browsers.remember(db, browser, account.id());
            trail.add(db, Actor.of(account, origin.address()), TrailAction.PASSWORD_CHANGED, "", "");
            return new Outcome.Welcome(logins.replace(db, who.loginId()), browser);
        });
    }

    /** What a link leads to, while it is good. */
    Optional<Invitation> invitation(Token token) {
        return database.read(db -> db.select(ACCOUNT.ID, ACCOUNT.EMAIL, ACCOUNT.NAME, ACCOUNT.PASSWORD_HASH)
                .from(INVITATION)
                .join(ACCOUNT)
                .on(ACCOUNT.ID.eq(INVITATION.ACCOUNT_ID))
                .where(leadsSomewhere(token))
                .fetchOptional(row ->
                        new Invitation(row.value1(), new Email(row.value2()), row.value3(), row.value4() == null)));
    }

    /**
     * Sets the password by a link, which is used up by it, and signs the browser in.
     *
     * @return empty where the link is no longer good
     */
    Optional<Outcome.Welcome> accept(Token token, String chosen, Origin origin, @Nullable Token browser) {
        if (invitation(token).isEmpty()) {
            return Optional.empty();
        }
        String hash = passwords.hash(chosen);
        return database.write(db -> takeInvitation(db, token).map(invited -> {
            setPassword(db, invited.id(), hash);
            Logins.endAll(db, invited.id());
            browsers.forget(db, invited.id());
            trail.add(db, Actor.of(invited, origin.address()), TrailAction.PASSWORD_SET, "", "");
            return welcome(db, invited, origin, browser);
        }));
    }

    private Outcome.Welcome welcome(DSLContext db, Account account, Origin origin, @Nullable Token known) {
        Token browser = known == null ? Token.random() : known;
        db.update(ACCOUNT)
                .set(ACCOUNT.SIGNED_IN_AT, clock.instant())
                .where(ACCOUNT.ID.eq(account.id()))
                .execute();
        browsers.remember(db, browser, account.id());
        trail.add(
                db,
                Actor.of(account, origin.address()),
                TrailAction.SIGNED_IN,
                "",
                UserAgent.describe(origin.userAgent()));
        return new Outcome.Welcome(logins.start(db, account.id(), origin), browser);
    }

    /** Between the check of the password and now the account may have been disabled, or its password changed. */
    private static boolean isStillSo(DSLContext db, Known known) {
        return db.select(ACCOUNT.ID)
                .from(ACCOUNT)
                .where(
                        ACCOUNT.ID.eq(known.account.id()),
                        ACCOUNT.PASSWORD_HASH.eq(known.passwordHash),
                        ACCOUNT.DISABLED_AT.isNull())
                .forUpdate()
                .fetchOptional()
                .isPresent();
    }

    /** What a stranger typed as an e-mail may be a password, so it is not kept. */
    private static Actor failed(Optional<Known> known, Origin origin) {
        return known.map(found -> new Actor(
                        found.account.companyId(), found.account.id(), found.account.email(), origin.address()))
                .orElseGet(() -> new Actor(null, null, "", origin.address()));
    }

    private static void setPassword(DSLContext db, long accountId, String hash) {
        db.update(ACCOUNT)
                .set(ACCOUNT.PASSWORD_HASH, hash)
                .where(ACCOUNT.ID.eq(accountId))
                .execute();
    }

    /** Of an invitation joined with its account: that the link is this one, and still good. */
    private Condition leadsSomewhere(Token token) {
        return INVITATION
                .TOKEN_HASH
                .eq(token.hash())
                .and(INVITATION.EXPIRES_AT.gt(clock.instant()))
                .and(ACCOUNT.DISABLED_AT.isNull());
    }

    private Optional<Account> takeInvitation(DSLContext db, Token token) {
        Optional<Account> account = db.select(AccountQueries.FIELDS)
                .from(INVITATION)
                .join(ACCOUNT)
                .on(ACCOUNT.ID.eq(INVITATION.ACCOUNT_ID))
                .where(leadsSomewhere(token))
                .forUpdate()
                .fetchOptional(AccountQueries::account);
        account.ifPresent(invited -> db.deleteFrom(INVITATION)
                .where(INVITATION.ACCOUNT_ID.eq(invited.id()))
                .execute());
        return account;
    }

    private static Optional<Known> byEmail(DSLContext db, String email) {
        return db.select(AccountQueries.FIELDS)
                .select(ACCOUNT.PASSWORD_HASH, ACCOUNT.DISABLED_AT)
                .from(ACCOUNT)
                .where(ACCOUNT.EMAIL.eq(email))
                .fetchOptional(row -> new Known(
                        AccountQueries.account(row),
                        row.get(ACCOUNT.PASSWORD_HASH),
                        row.<@Nullable Instant>get(ACCOUNT.DISABLED_AT) != null));
    }
}
