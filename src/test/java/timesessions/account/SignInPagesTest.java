package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.account.Accounts.PASSWORD;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

class SignInPagesTest {
    private static final TestClock CLOCK = new TestClock("2026-03-02T18:00:00Z");
    private static final Accounts ALL = new Accounts(CLOCK);
    private static final TestServer SERVER = TestServer.start(CLOCK);

    private long company;
    private Account account = new Account(0, 0, "", "", Role.ADMIN);
    private WebClient browser = new WebClient(SERVER);

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void newAccount() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        account = ALL.create(company, Role.ADMIN);
        browser = new WebClient(SERVER);
        // Attempts of one test do not slow down the next, which comes from the same address.
        CLOCK.advance(Duration.ofMinutes(30));
    }

    @Test
    void whoIsNotSignedInLandsOnThePageThatTheyAskedForAfterwards() {
        var asked = browser.get("/settings/teams?q=a%26b&page=2");
        assertThat(asked.status()).isEqualTo(303);
        assertThat(asked.location()).isEqualTo("/sign-in?next=%2Fsettings%2Fteams%3Fq%3Da%2526b%26page%3D2");

        var form = browser.follow(asked);
        assertThat(form.html().select("input[name=next]").val()).isEqualTo("/settings/teams?q=a%26b&page=2");
        var entered = browser.post(
                asked.location(),
                "/sign-in",
                "email",
                account.email(),
                "password",
                PASSWORD,
                "next",
                "/settings/teams?q=a%26b&page=2");

        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.location()).isEqualTo("/settings/teams?q=a%26b&page=2");
        assertThat(browser.follow(entered).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "\\\\evil.example/",
                "/\t/evil.example/",
                "/\r\nSet-Cookie: time_sessions_login=stolen",
                "/sessions\r\nX-Split: 1",
                "javascript:alert(1)",
                "/../\\evil.example",
                "///evil.example",
                " //evil.example",
                "http:evil.example",
                "/sessions%0d%0aX-Split:%201 \u2028",
                "/sign-in?next=/sign-in"
            })
    void nobodyIsSentAwayFromThisSite(String next) {
        var entered =
                browser.post("/sign-in", "/sign-in", "email", account.email(), "password", PASSWORD, "next", next);

        assertThat(entered.status()).isEqualTo(303);
        assertThat(browser.follow(entered).location()).isEqualTo("/sessions");
        assertThat(entered.header("X-Split")).isEmpty();
    }

    @Test
    void theSignedInAreNotAskedAgain() {
        signIn();

        assertThat(browser.get("/sign-in").location()).isEqualTo("/");
        assertThat(browser.get("/sign-in?next=/account").location()).isEqualTo("/account");
        assertThat(browser.get("/sign-in?next=//evil.example").location()).isEqualTo("/");
    }

    @Test
    void wrongPasswordAndUnknownEmailAreToldAlike() {
        var wrong = browser.post("/sign-in", "/sign-in", "email", account.email(), "password", "not the password");
        var unknown =
                browser.post("/sign-in", "/sign-in", "email", "nobody@example.com", "password", "not the password");

        assertThat(List.of(wrong.status(), unknown.status())).containsOnly(422);
        assertThat(wrong.problemOf("sign-in"))
                .isEqualTo("This e-mail address and password do not go together.")
                .isEqualTo(unknown.problemOf("sign-in"));
        assertThat(wrong.value("email")).isEqualTo(account.email());
        assertThat(wrong.value("password")).isEmpty();
        assertThat(wrong.body()).doesNotContain("not the password");
    }

    @Test
    void tooManyAttemptsAreToldHowLongToWait() {
        WebClient.Page last = browser.get("/sign-in");
        for (int i = 0; i < 25 && last.status() != 429; i++) {
            last = browser.post("/sign-in", "/sign-in", "email", account.email(), "password", "guess number " + i);
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(last.problemOf("sign-in")).contains("Try again in");
    }

    @Test
    void theCookieIsOnlyForTheServerAndIsNewAtEachSignIn() {
        browser.withCookie("time_sessions_login", "A".repeat(43));
        var entered = signIn();
        String first = browser.cookie("time_sessions_login");

        assertThat(entered.header("Set-Cookie").lines().filter(line -> line.startsWith("time_sessions_login=")))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .contains("HttpOnly", "SameSite=Lax", "Path=/")
                        .doesNotContain("Secure", "Domain"));
        assertThat(first).isNotEqualTo("A".repeat(43)).hasSize(43);

        browser.post("/account", "/sign-out");
        signIn();
        assertThat(browser.cookie("time_sessions_login")).isNotEqualTo(first);
    }

    @Test
    void underHttpsTheCookiesNeverLeaveItAndBrowsersAreToldToStay() {
        try (var secure = TestServer.start(CLOCK, Map.of("BASE_URL", "https://hours.example.com"))) {
            var client = new WebClient(secure);
            var entered = client.post("/sign-in", "/sign-in", "email", account.email(), "password", PASSWORD);

            assertThat(entered.header("Set-Cookie").lines())
                    .isNotEmpty()
                    .allMatch(cookie -> cookie.startsWith("__Host-time_sessions_") && cookie.contains("Secure"));
            assertThat(entered.header("Strict-Transport-Security")).startsWith("max-age=31536000");
            assertThat(client.get("/sessions").status()).isEqualTo(200);
        }
    }

    @Test
    void signingOutEndsTheSignInAndNotOnlyTheCookie() {
        signIn();
        String token = browser.cookie("time_sessions_login");
        var left = browser.post("/account", "/sign-out");

        assertThat(left.location()).isEqualTo("/sign-in");
        assertThat(browser.follow(left).body()).contains("You are signed out.");
        assertThat(browser.get("/sign-in").body()).doesNotContain("You are signed out.");
        assertThat(new WebClient(SERVER)
                        .withCookie("time_sessions_login", token)
                        .get("/sessions")
                        .status())
                .isEqualTo(303);
    }

    @Test
    void aPartOfAPageIsNotAnsweredByTheSignInPage() {
        var part = browser.get(
                "/sessions?page=2", "HX-Request", "true", "HX-Current-URL", SERVER.url("/sessions?q=rack#results"));

        assertThat(part.status()).isEqualTo(401);
        assertThat(part.header("HX-Redirect")).isEqualTo("/sign-in?next=%2Fsessions%3Fq%3Drack");
        assertThat(part.body()).isEmpty();
        assertThat(browser.get("/sessions", "HX-Request", "true", "HX-Current-URL", "https://evil.example/x")
                        .header("HX-Redirect"))
                .isEqualTo("/sign-in");
    }

    @Test
    void aFormFromElsewhereDoesNothing() {
        signIn();
        String token = token("/account");
        String[][] foreign = {
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Sec-Fetch-Site", "cross-site", "Origin", SERVER.url("")},
        };
        for (String[] headers : foreign) {
            assertThat(browser.postWith(headers, token, "/sign-out").status())
                    .as(String.join(" ", headers))
                    .isEqualTo(403);
        }
        assertThat(browser.postAs("", "/sign-out").status()).isEqualTo(403);
        assertThat(browser.postAs("AAAA", "/sign-out").status()).isEqualTo(403);
        assertThat(browser.postAs("A".repeat(86), "/sign-out").status()).isEqualTo(403);
        assertThat(browser.get("/sessions").status()).isEqualTo(200);

        String[] own = {"Sec-Fetch-Site", "same-origin", "Origin", SERVER.url("")};
        assertThat(browser.postWith(own, token, "/sign-out").status()).isEqualTo(303);
    }

    @Test
    void theTokenOfOneSignInIsOfNoUseInAnother() {
        signIn();
        String token = token("/account");
        var other = new WebClient(SERVER);
        Account victim = ALL.create(company, Role.ADMIN);
        other.withCookie("time_sessions_login", ALL.signIn(victim).text());

        assertThat(other.postAs(token, "/sign-out").status()).isEqualTo(403);
        assertThat(other.get("/sessions").status()).isEqualTo(200);
    }

    @Test
    void signingInNeedsAFormOfOursToo() {
        String foreign = token("/sign-in");

        assertThat(new WebClient(SERVER)
                        .postAs(foreign, "/sign-in", "email", account.email(), "password", PASSWORD)
                        .status())
                .isEqualTo(403);
        assertThat(browser.postWith(
                                new String[] {"Origin", "https://evil.example"},
                                foreign,
                                "/sign-in",
                                "email",
                                account.email(),
                                "password",
                                PASSWORD)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theTokenOfAFormLooksDifferentEachTime() {
        signIn();

        assertThat(token("/account")).isNotEqualTo(token("/account"));
    }

    @Test
    void pagesBehindTheSignInAreKeptByNobody() {
        signIn();

        for (String path : List.of("/sessions", "/account", "/settings/accounts")) {
            assertThat(browser.get(path).header("Cache-Control")).isEqualTo("private, no-store");
        }
    }

    @Test
    void everyAnswerTellsTheBrowserWhatNotToDo() {
        for (String path :
                List.of("/sign-in", "/sessions", "/healthz", "/nothing-here", "/api/time_sessions", "/%%%")) {
            var page = new RawRequest(SERVER.port()).get(path);

            assertThat(page)
                    .as(path)
                    .containsIgnoringCase("content-security-policy: default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .containsIgnoringCase("x-content-type-options: nosniff")
                    .containsIgnoringCase("referrer-policy: same-origin")
                    .containsIgnoringCase("permissions-policy: ")
                    .doesNotContain("unsafe-")
                    .doesNotContainIgnoringCase("\nserver:");
        }
    }

    @Test
    void noPageHasScriptsOrStylesOfItsOwn() {
        signIn();
        for (String path : List.of("/account", "/settings/accounts", "/settings/company", "/settings/tokens")) {
            var html = browser.get(path).html();

            assertThat(html.select("[style], style, script:not([src])"))
                    .as(path)
                    .isEmpty();
            assertThat(html.getAllElements().stream()
                            .flatMap(element -> element.attributes().asList().stream())
                            .filter(attribute -> attribute.getKey().startsWith("on")))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void anInvitationSetsThePasswordAndSignsIn() {
        Email email = Accounts.newEmail("grace");
        Token link = ALL.accounts.invite(
                Actor.commandLine(company),
                company,
                new AccountQueries.Details(email, "Grace", Role.PAYROLL, Set.of()));
        String path = SignInPages.invitationPath(link);

        var form = browser.get(path);
        assertThat(form.html().text()).contains("Welcome, Grace", email.address());
        var tooShort =
                browser.post(path, "/invitation", "token", link.text(), "password", "short", "repeated", "other");
        assertThat(tooShort.status()).isEqualTo(422);
        assertThat(tooShort.problemOf("password")).contains("at least 10 characters");
        assertThat(tooShort.problemOf("repeated")).contains("not the same");

        var accepted = browser.post(
                path,
                "/invitation",
                "token",
                link.text(),
                "password",
                "my very own words",
                "repeated",
                "my very own words");
        assertThat(accepted.location()).isEqualTo("/");
        assertThat(browser.get("/account").html().text()).contains(email.address());
        assertThat(new WebClient(SERVER).get(path).html().text()).contains("not valid any more");
    }

    @Test
    void aLinkThatIsNoneIsToldLikeOneThatHasExpired() {
        Token link = ALL.accounts.newLink(Actor.commandLine(company), company, account.id());
        CLOCK.advance(AccountQueries.LINK_LASTS);

        var expired = browser.get(SignInPages.invitationPath(link));
        var none = browser.get("/invitation?token=" + "x".repeat(43));
        var garbage = browser.get("/invitation?token=%27%20OR%201=1--");

        assertThat(List.of(expired.status(), none.status(), garbage.status())).containsOnly(404);
        assertThat(expired.body()).isEqualTo(none.body()).isEqualTo(garbage.body());
    }

    @Test
    void aNewPasswordIsChangedOnOnesOwnPage() {
        signIn();
        String before = browser.cookie("time_sessions_login");
        var wrong = browser.post(
                "/account",
                "/account/password",
                "current",
                "not the password",
                "password",
                "my very own words",
                "repeated",
                "my very own words");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.problemOf("current")).isNotEmpty();

        var changed = browser.post(
                "/account",
                "/account/password",
                "current",
                PASSWORD,
                "password",
                "my very own words",
                "repeated",
                "my very own words");

        assertThat(changed.location()).isEqualTo("/account");
        assertThat(browser.cookie("time_sessions_login")).isNotEqualTo(before);
        assertThat(browser.follow(changed).body()).contains("Your password is changed");
    }

    @Test
    void oneSeesAndEndsOnesOtherBrowsers() {
        signIn();
        Token elsewhere = ALL.signIn(account);
        Token third = ALL.signIn(account);
        var page = browser.get("/account");
        assertThat(page.html().select(".rows li")).hasSize(3);
        assertThat(page.html().text()).contains("Firefox on Linux", "192.0.2.7");

        String one = page.html().select(".rows form").attr("action");
        browser.post("/account", one);
        browser.post("/account", "/account/sign-out-others");

        assertThat(ALL.logins.find(elsewhere, Accounts.ORIGIN)).isEmpty();
        assertThat(ALL.logins.find(third, Accounts.ORIGIN)).isEmpty();
        assertThat(browser.get("/account").status()).isEqualTo(200);
    }

    @Test
    void anotherAccountsBrowserIsNotOnesOwnToEnd() {
        signIn();
        Account other = ALL.create(company, Role.PAYROLL);
        Token login = ALL.signIn(other);
        long id = ALL.signedIn(login).loginId();

        browser.post("/account", "/account/browsers/" + id + "/sign-out");

        assertThat(ALL.logins.find(login, Accounts.ORIGIN)).isPresent();
    }

    @Test
    void whatWasTypedCannotBecomeMarkup() {
        var page = browser.post(
                "/sign-in",
                "/sign-in",
                "email",
                "\"><script>alert(1)</script>",
                "password",
                "x",
                "next",
                "\"><script>alert(2)</script>");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html().select("script:not([src])")).isEmpty();
        assertThat(page.value("email")).isEqualTo("\"><script>alert(1)</script>");
    }

    @Test
    void aPoisonedHostIsInNoAnswer() {
        String answer = new RawRequest(SERVER.port()).get("/sessions", "Host: evil.example");
        assertThat(answer).startsWith("HTTP/1.1 303").doesNotContain("evil.example");

        String forwarded = new RawRequest(SERVER.port())
                .get(
                        "/sign-in",
                        "Host: hours.example.com",
                        "X-Forwarded-Host: evil.example",
                        "X-Forwarded-Proto: https");
        assertThat(forwarded)
                .startsWith("HTTP/1.1 200")
                .doesNotContain("evil.example")
                .doesNotContain("Secure");
    }

    private WebClient.Page signIn() {
        var entered = browser.post("/sign-in", "/sign-in", "email", account.email(), "password", PASSWORD);
        assertThat(entered.status()).isEqualTo(303);
        return entered;
    }

    private String token(String page) {
        return browser.get(page).html().select("input[name=csrf_token]").val();
    }
}
