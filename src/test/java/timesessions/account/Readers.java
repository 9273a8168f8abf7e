package timesessions.account;

import timesessions.testing.TestClock;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

/** Signed-in browsers, for tests that are not about signing in. */
public final class Readers {
    private final Accounts all;
    private final TestServer server;
    private final long company;

    public Readers(TestServer server, TestClock clock, long company) {
        this.all = new Accounts(clock);
        this.server = server;
        this.company = company;
    }

    public WebClient admin() {
        return of(all.create(company, Role.ADMIN));
    }

    public WebClient payroll() {
        return of(all.create(company, Role.PAYROLL));
    }

    /** Who manages one team, of these people. */
    public WebClient managerOf(String team, Long... people) {
        return of(all.create(
                company, Role.MANAGER, all.team(company, team, people).id()));
    }

    private WebClient of(Account account) {
        return new WebClient(server)
                .withCookie("time_sessions_login", all.signIn(account).text());
    }
}
