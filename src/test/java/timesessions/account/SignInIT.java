package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.account.Accounts.PASSWORD;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import timesessions.testing.Browser;
import timesessions.testing.Browser.Scheme;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The way in, in a real browser, with scripts and without. */
class SignInIT {
    private static final TestClock CLOCK = new TestClock("2026-03-02T18:00:00Z");
    private static final Accounts ALL = new Accounts(CLOCK);
    private static final TestServer SERVER = TestServer.start(CLOCK);

    private long company;
    private Account admin = new Account(0, 0, "", "", Role.ADMIN);

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void newAccount() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        admin = ALL.create(company, Role.ADMIN);
        CLOCK.advance(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsInOnThePageAskedForAndOutAgain(boolean scripts) {
        try (var browser = start(scripts)) {
            open(browser, "/settings/company");
            assertThat(path(browser)).startsWith("/sign-in?next=");

            browser.type("#email", admin.email()).type("#password", PASSWORD);
            press(browser, "Sign in");
            assertThat(path(browser)).isEqualTo("/settings/company");
            assertThat(browser.page().text()).contains("First day of the week");

            browser.click("details.menu summary");
            press(browser, "Sign out");
            assertThat(path(browser)).isEqualTo("/sign-in");
            assertThat(browser.find(".notice").getText()).isEqualTo("You are signed out.");
            open(browser, "/settings/company");
            assertThat(path(browser)).startsWith("/sign-in");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWrongPasswordIsToldAndTheEmailKept(boolean scripts) {
        try (var browser = start(scripts)) {
            open(browser, "/sign-in");
            browser.type("#email", admin.email()).type("#password", "not the password");
            press(browser, "Sign in");

            assertThat(browser.find("[role=alert]").getText()).contains("do not go together");
            assertThat(value(browser, "#email")).isEqualTo(admin.email());
            browser.type("#password", PASSWORD);
            press(browser, "Sign in");
            assertThat(path(browser)).isEqualTo("/sessions");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInvitationIsMadePassedOnAndAccepted(boolean scripts) {
        Email email = Accounts.newEmail("grace");
        String link;
        try (var browser = start(scripts)) {
            signIn(browser);
            open(browser, "/settings/accounts/new");
            browser.type("#name", "Grace Hopper").type("#email", "grace");
            press(browser, "Make the link");
            assertThat(browser.find("#email-problem").getText()).contains("Give an e-mail address");
            assertThat(value(browser, "#name")).isEqualTo("Grace Hopper");

            browser.type("#email", Keys.chord(Keys.CONTROL, "a"), email.address());
            press(browser, "Make the link");
            link = value(browser, "#link");
            assertThat(browser.shows("[data-copy]")).isEqualTo(scripts);
        }
        try (var theirs = start(scripts)) {
            theirs.open(link).type("#password", "my very own words").type("#repeated", "my very own words");
            press(theirs, "Set password and sign in");

            assertThat(path(theirs)).isEqualTo("/sessions");
            assertThat(theirs.find("main").getText()).contains("You manage no team yet");
            theirs.open(link);
            assertThat(theirs.find("h1").getText()).contains("not valid any more");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSignInThatIsNotUsedExpires(boolean scripts) {
        try (var browser = start(scripts)) {
            signIn(browser);
            CLOCK.advance(Duration.ofHours(13));

            open(browser, "/account");

            assertThat(path(browser)).isEqualTo("/sign-in?next=%2Faccount");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTeamIsFilled(boolean scripts) {
        ALL.person(company, 1, "Marta Ruiz");
        ALL.person(company, 2, "Theo Okafor");
        try (var browser = start(scripts)) {
            signIn(browser);
            open(browser, "/settings/teams");
            browser.type("#name", "West");
            press(browser, "Create team");
            open(browser, path(browser) + "/add");
            if (scripts) {
                browser.click("[data-choose-all] input");
            } else {
                browser.click("[name=people][value='1']").click("[name=people][value='2']");
            }
            press(browser, "Add those chosen");

            assertThat(browser.find(".notice").getText()).isEqualTo("2 people are added to the team.");
        }
        assertThat(ALL.teams.list(company))
                .extracting(TeamQueries.Listed::people)
                .isEqualTo(List.of(2));
    }

    @ParameterizedTest
    @EnumSource
    void thePagesCanBeUsedByEveryone(Scheme scheme) {
        ALL.person(company, 1, "Marta Ruiz");
        Team west = ALL.team(company, "West", 1L);
        Account manager = ALL.create(company, Role.MANAGER, west.id());
        try (var browser = Browser.start()) {
            browser.system(scheme);
            List<String> visited = new ArrayList<>(List.of("/sign-in", "/invitation?token=none"));
            visited.forEach(path -> look(browser, path));
            signIn(browser);
            for (String path : List.of(
                    "/sessions",
                    "/account",
                    "/settings/accounts",
                    "/settings/accounts/new",
                    "/settings/accounts/" + manager.id(),
                    "/settings/accounts/" + manager.id() + "/disable",
                    "/settings/teams",
                    "/settings/teams/" + west.id(),
                    "/settings/teams/" + west.id() + "/add",
                    "/settings/teams/" + west.id() + "/delete",
                    "/settings/tokens",
                    "/settings/company",
                    "/settings/trail")) {
                look(browser, path);
            }
            open(browser, "/settings/accounts/new");
            press(browser, "Make the link");
            assertThat(browser.accessibilityFindings()).isEmpty();
            open(browser, "/settings/tokens");
            browser.type("#label", "Payroll export");
            press(browser, "Create key");
            assertThat(browser.accessibilityFindings()).isEmpty();
            assertThat(browser.complaints())
                    .allMatch(complaint -> complaint.contains("404") || complaint.contains("422"));
        }
    }

    private static void look(Browser browser, String path) {
        for (int width : new int[] {1280, 320}) {
            open(browser.width(width), path);
            assertThat(browser.overflow()).as("%s at %d", path, width).isZero();
            assertThat(browser.accessibilityFindings())
                    .as("%s at %d", path, width)
                    .isEmpty();
        }
    }

    private void signIn(Browser browser) {
        open(browser, "/sign-in");
        browser.type("#email", admin.email()).type("#password", PASSWORD);
        press(browser, "Sign in");
        assertThat(path(browser)).isEqualTo("/sessions");
    }

    private static Browser start(boolean scripts) {
        return scripts ? Browser.start() : Browser.withoutJavaScript();
    }

    private static void open(Browser browser, String path) {
        browser.open(SERVER.url(path));
    }

    private static String path(Browser browser) {
        return browser.address().substring(SERVER.url("").length());
    }

    private static String value(Browser browser, String css) {
        return String.valueOf(browser.find(css).getDomProperty("value"));
    }

    /** Presses the button with that label, and waits for the page after. */
    private static void press(Browser browser, String label) {
        WebElement page = browser.find("html");
        browser.find("button", label).sendKeys(Keys.ENTER);
        browser.until(any -> isGone(page));
    }

    /** Between two pages the driver may fail in other ways than by saying that the element is stale. */
    private static boolean isGone(WebElement element) {
        try {
            element.getTagName();
            return false;
        } catch (WebDriverException e) {
            return true;
        }
    }
}
