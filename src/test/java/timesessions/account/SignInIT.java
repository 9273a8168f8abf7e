package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.account.Accounts.PASSWORD;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import timesessions.testing.Chromium;
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
            browser.open("/settings/company");
            assertThat(browser.path()).startsWith("/sign-in?next=");

            browser.type("email", admin.email()).type("password", PASSWORD).press("Sign in");
            assertThat(browser.path()).isEqualTo("/settings/company");
            assertThat(browser.text()).contains("Company", "Time zone");

            browser.driver().findElement(By.cssSelector("details.menu summary")).click();
            browser.press("Sign out");
            assertThat(browser.path()).isEqualTo("/sign-in");
            assertThat(browser.text()).contains("You are signed out.");
            browser.open("/settings/company");
            assertThat(browser.path()).startsWith("/sign-in");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWrongPasswordIsToldAndTheEmailKept(boolean scripts) {
        try (var browser = start(scripts)) {
            browser.open("/sign-in")
                    .type("email", admin.email())
                    .type("password", "not the password")
                    .press("Sign in");

            assertThat(browser.text()).contains("do not go together");
            assertThat(browser.field("email").getAttribute("value")).isEqualTo(admin.email());
            browser.type("password", PASSWORD).press("Sign in");
            assertThat(browser.path()).isEqualTo("/sessions");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInvitationIsMadePassedOnAndAccepted(boolean scripts) {
        Email email = Accounts.newEmail("grace");
        String link;
        try (var browser = start(scripts)) {
            signIn(browser);
            browser.open("/settings/accounts").follow("Invite someone");
            browser.type("name", "Grace Hopper").type("email", "grace").press("Make the link");
            assertThat(browser.text()).contains("Give an e-mail address");
            assertThat(browser.field("name").getAttribute("value")).isEqualTo("Grace Hopper");

            browser.type("email", email.address()).press("Make the link");
            link = browser.field("link").getAttribute("value");
            WebElement copy = browser.driver().findElement(By.cssSelector("[data-copy]"));
            assertThat(copy.isDisplayed()).isEqualTo(scripts);
        }
        try (var theirs = start(scripts)) {
            theirs.open(link)
                    .type("password", "my very own words")
                    .type("repeated", "my very own words")
                    .press("Set password and sign in");

            assertThat(theirs.path()).isEqualTo("/sessions");
            assertThat(theirs.text()).contains("You manage no team yet");
            theirs.open(link);
            assertThat(theirs.text()).contains("not valid any more");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSignInThatIsNotUsedExpires(boolean scripts) {
        try (var browser = start(scripts)) {
            signIn(browser);
            CLOCK.advance(Duration.ofHours(13));

            browser.open("/account");

            assertThat(browser.path()).isEqualTo("/sign-in?next=%2Faccount");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTeamIsFilled(boolean scripts) {
        ALL.person(company, 1, "Marta Ruiz");
        ALL.person(company, 2, "Theo Okafor");
        try (var browser = start(scripts)) {
            signIn(browser);
            browser.open("/settings/teams").type("name", "West").press("Create team");
            browser.follow("Add people");
            browser.driver().findElements(By.name("people")).forEach(WebElement::click);
            browser.press("Add those chosen");

            assertThat(browser.text()).contains("2 people are added to the team.", "nobody left to add");
        }
        assertThat(ALL.teams.list(company))
                .extracting(TeamQueries.Listed::people)
                .isEqualTo(List.of(2));
    }

    private void signIn(Chromium browser) {
        browser.open("/sign-in")
                .type("email", admin.email())
                .type("password", PASSWORD)
                .press("Sign in");
        assertThat(Set.of("/sessions")).contains(browser.path());
    }

    private static Chromium start(boolean scripts) {
        return scripts ? Chromium.start(SERVER) : Chromium.withoutScripts(SERVER);
    }
}
