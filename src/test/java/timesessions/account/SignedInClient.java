package timesessions.account;

import timesessions.testing.TestClock;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

/** Browsers that are signed in, for tests of other features. */
public final class SignedInClient {
    private SignedInClient() {}

    /** The browser of a new admin of the company. */
    public static WebClient admin(TestServer server, TestClock clock, long company) {
        return new WebClient(server).withCookie("time_sessions_login", adminToken(clock, company));
    }

    /** What the cookie of a new admin holds. */
    public static String adminToken(TestClock clock, long company) {
        var accounts = new Accounts(clock);
        return accounts.signIn(accounts.create(company, Role.ADMIN)).text();
    }
}
