package timesessions.account;

import static timesessions.jooq.Tables.USER;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import timesessions.database.Database;
import timesessions.testing.TestDatabase;

/** The accounts of a test, with what it takes to use them. An e-mail is used once, since the database outlives a run. */
final class Accounts {
    static final String PASSWORD = "correct horse battery";
    static final Logins.Origin ORIGIN = new Logins.Origin("192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final Passwords PASSWORDS = new Passwords(64);
    private static final String HASH = PASSWORDS.hash(PASSWORD);

    final Database database = TestDatabase.shared();
    final TrailQueries trail;
    final Logins logins;
    final SignIns signIns;
    final AccountQueries accounts;
    final TeamQueries teams;
    final CompanyQueries companies;

    Accounts(Clock clock) {
        trail = new TrailQueries(database, clock);
        logins = new Logins(database, clock, Duration.ofHours(12));
        signIns = new SignIns(database, clock, PASSWORDS, logins);
        accounts = new AccountQueries(database, clock);
        teams = new TeamQueries(database, clock);
        companies = new CompanyQueries(database, clock);
    }

    static Email newEmail(String name) {
        return new Email("%s-%s-%d@example.com".formatted(name, RUN, NUMBER.incrementAndGet()));
    }

    Account create(long company, Role role, Long... teamIds) {
        var details = new AccountQueries.Details(newEmail(role.parameter()), role.label(), role, Set.of(teamIds));
        long id = accounts.create(Actor.commandLine(company), company, details, HASH);
        return new Account(id, company, details.email().address(), details.name(), role);
    }

    Team team(long company, String name, Long... people) {
        Team team = teams.create(Actor.commandLine(company), company, name);
        teams.add(Actor.commandLine(company), company, team.id(), Set.of(people));
        return team;
    }

    void person(long company, long id, String name) {
        database.writing(db -> db.insertInto(USER, USER.COMPANY_ID, USER.ID, USER.FULL_NAME, USER.NAMED_AT)
                .values(company, id, name, Instant.EPOCH)
                .execute());
    }

    Token signIn(Account account) {
        return ((SignIns.Outcome.Welcome) signIns.signIn(account.email(), PASSWORD, ORIGIN, null)).login();
    }

    SignedIn signedIn(Token login) {
        return logins.find(login, ORIGIN).orElseThrow().signedIn();
    }
}
