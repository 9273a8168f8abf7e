package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import timesessions.account.AccountCreation;
import timesessions.account.Role;
import timesessions.testing.Browser;
import timesessions.testing.Browser.Scheme;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The list of sessions in a real browser: with scripts, without, by keyboard alone, on a phone. */
class SessionPagesIT {
    private static final String PASSWORD = "a few words in a row";
    private static final int SESSIONS = 60;
    private static final Browser SCRIPTS = Browser.start();
    private static final Browser NO_SCRIPTS = Browser.withoutJavaScript();

    private final TestClock clock = new TestClock("2026-03-10T18:00:00Z");
    private final TestServer server = TestServer.start(clock);
    private final long company = TestDatabase.company("Pacific Time (US & Canada)");
    private final String email = "payroll-%d@example.com".formatted(company);

    @BeforeEach
    void fill() {
        new AccountCreation(TestDatabase.shared(), Clock.systemUTC())
                .create(company, email, "Grace Hopper", Role.PAYROLL, Optional.empty(), PASSWORD);
        var sessions = new ArrayList<SessionBuilder>();
        for (int i = 1; i <= SESSIONS; i++) {
            SessionBuilder session = session(i)
                    .by(i % 3 + 1)
                    .at(Instant.parse("2026-03-10T15:00:00Z")
                            .minus(Duration.ofHours(7L * (i - 1)))
                            .toString())
                    .description(i % 2 == 0 ? "Mounted the rack" : "Pulled cable");
            sessions.add(i % 4 == 0 ? session.of(1) : session.on(i % 4));
        }
        sessions.add(session(100).by(1).at("2026-03-10T16:30:00Z").onBreakSince("2026-03-10T17:30:00Z"));
        SessionBuilder.write(company, sessions.toArray(SessionBuilder[]::new));
    }

    @AfterEach
    void stop() {
        server.close();
        for (Browser browser : List.of(SCRIPTS, NO_SCRIPTS)) {
            browser.forget();
            browser.system(Scheme.LIGHT).width(1280).complaints();
        }
    }

    @AfterAll
    static void closeBrowsers() {
        SCRIPTS.close();
        NO_SCRIPTS.close();
    }

    @Test
    void choicesChangeTheListAsOneMakesThemAndTheAddressRemembers() {
        Browser browser = signedIn(SCRIPTS, "/sessions?range=all");
        assertThat(browser.find(".pager-summary").getText()).isEqualTo("1–25 of 61");

        browser.click("[data-picker=project_id] > summary");
        browser.find("#choices-project_id [data-find]", "");
        browser.type("#choices-project_id [data-find]", "ject 2");
        browser.until(
                page -> browser.page().select("#choice-list-project_id .choice").size() == 1);
        browser.click("#choice-list-project_id .choice");
        browser.find(".pager-summary", "1–15 of 15");
        assertThat(path(browser)).isEqualTo("/sessions?range=all&project_id=2");
        assertThat(browser.find("#count-project_id").getText()).isEqualTo("1");
        browser.press(Keys.ESCAPE);

        browser.type("#q", "rack");
        browser.until(page -> path(browser).equals("/sessions?range=all&project_id=2&q=rack"));
        browser.find(".pager-summary", "1–15 of 15");
        assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("q");
        assertThat(browser.page().select(".chip").eachText()).containsExactly("Project: Project 2 ×", "Words: rack ×");

        browser.click(".chip:nth-child(1) a");
        browser.find(".pager-summary", "1–25 of 30");
        assertThat(browser.page().select("#announce").text()).isEqualTo("1–25 of 30");
        browser.click("[data-picker=project_id] > summary");
        browser.until(
                page -> browser.page().select("#choice-list-project_id .choice").size() == 4);
        assertThat(browser.evaluate("document.querySelectorAll('#filter [type=checkbox]:checked').length"))
                .isEqualTo(0L);

        browser.back();
        browser.find(".pager-summary", "1–15 of 15");
        browser.back();
        browser.find(".chip");
        browser.evaluate("history.forward()");
        browser.until(page -> path(browser).equals("/sessions?range=all&project_id=2&q=rack"));
        browser.find(".pager-summary", "1–15 of 15");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void presetsDatesAndArrowsMoveTheDays() {
        Browser browser = signedIn(SCRIPTS, "/sessions");
        browser.click("#days-before");
        browser.until(page -> path(browser).equals("/sessions?range=last_week"));
        assertThat(browser.find("#filter-range summary").getText()).contains("Last week", "2 – 8 Mar");
        browser.click("#filter-range summary").click(".presets a:nth-child(8)");
        browser.until(page -> path(browser).equals("/sessions?range=last_month"));
        browser.press("[");
        browser.until(page -> path(browser).equals("/sessions?from=2026-01-01&to=2026-01-31"));
        browser.find(".empty-title", "No sessions here");
        browser.find(".wider a", "All time: 61 sessions");
        browser.click(".wider a");
        browser.find(".pager-summary", "1–25 of 61");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void rowsOpenByMouseAndByKeys() {
        Browser browser = signedIn(SCRIPTS, "/sessions?range=all");
        browser.click("#session-100 .c-project");
        browser.find("#session-100 .entries-table");
        browser.press("j");
        browser.press(Keys.ENTER);
        browser.find("#session-1 .row-entries");
        browser.until(page -> path(browser).equals("/sessions?range=all&open=1&open=100"));
        browser.press("k").press(" ");
        browser.until(page -> !browser.shows("#session-100 .row-entries"));
        assertThat(path(browser)).isEqualTo("/sessions?range=all&open=1");
        assertThat(browser.evaluate("document.activeElement.closest('tbody').id"))
                .isEqualTo("session-100");

        browser.open(browser.address());
        browser.find("#session-1 .row-entries");
        browser.press("?");
        browser.find("#keys h2", "Keys");
        browser.press(Keys.ESCAPE);
        browser.until(page -> Boolean.TRUE.equals(browser.evaluate("document.activeElement === document.body")));
        browser.press("/");
        assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("q");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aClockThatRunsIsSeenToRun() {
        Browser browser = signedIn(SCRIPTS, "/sessions?running=true");
        String first = browser.find("#session-100 .c-total [data-running]").getText();
        assertThat(first).startsWith("1:30:0");
        browser.until(page ->
                !browser.find("#session-100 .c-total [data-running]").getText().equals(first));
        assertThat(browser.find("#session-100 .running").getText()).isEqualTo("on break");
    }

    @Test
    void pagesFollowEachOther() {
        Browser browser = signedIn(SCRIPTS, "/sessions?range=all");
        browser.click(".pager a[rel=next]");
        browser.find(".pager-summary", "26–50 of 61");
        browser.type("#page", Keys.chord(Keys.CONTROL, "a"), "3", Keys.ENTER);
        browser.find(".pager-summary", "51–61 of 61");
        assertThat(path(browser)).isEqualTo("/sessions?range=all&page=3");
        browser.back();
        browser.find(".pager-summary", "26–50 of 61");
        browser.click(".sizes a:nth-of-type(3)");
        browser.find(".pager-summary", "1–61 of 61");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void allOfItWorksWithoutScripts() {
        Browser browser = signedIn(NO_SCRIPTS, "/sessions?range=all");
        browser.click("[data-picker=user_id] > summary").click("#choices-user_id .picker-more");
        browser.type("#find", "2", Keys.ENTER);
        browser.click(".choice-list input").click("main form .btn-primary");
        browser.find(".pager-summary", "1–20 of 20");
        assertThat(path(browser)).isEqualTo("/sessions?range=all&user_id=2");

        browser.type("#q", "rack").click(".filter > .filter-apply");
        browser.find(".pager-summary", "1–10 of 10");
        assertThat(path(browser)).isEqualTo("/sessions?range=all&user_id=2&q=rack");
        browser.click(".toggle");
        browser.find(".row-entries");
        browser.click(".entries-foot a");
        assertThat(browser.find("h1").getText()).isEqualTo("Person 2");
        browser.click("a[rel=prev]");
        assertThat(path(browser)).matches("/sessions/\\d+");
        browser.back().back().click(".chips li:last-child a");
        browser.find(".pager-summary", "1–25 of 61");
        browser.click(".pager a[rel=next]");
        browser.find(".pager-summary", "26–50 of 61");
        browser.click("#filter-range summary").click(".presets a:nth-child(4)");
        assertThat(path(browser)).isEqualTo("/sessions?range=last_week");
        browser.click(".columns-menu summary")
                .click(".columns-form [value=description]")
                .click(".columns-form .btn");
        browser.until(page -> !browser.page().select("thead").text().contains("Description"));
    }

    @Test
    void theListIsStillThereWhenTheServerIsNot() {
        Browser browser = signedIn(SCRIPTS, "/sessions?range=all");
        server.close();
        browser.click(".pager a[rel=next]");
        assertThat(browser.find("#failed").getText()).contains("did not answer", "Try again");
        assertThat(browser.page().select("tbody.session")).hasSize(25);
    }

    @Test
    void whoIsSignedOutMeanwhileComesBackToTheSameList() {
        Browser browser = signedIn(SCRIPTS, "/sessions?range=all");
        clock.advance(Duration.ofDays(8));
        browser.click(".pager a[rel=next]");
        browser.find("#password");
        assertThat(path(browser)).isEqualTo("/sign-in?next=%2Fsessions%3Frange%3Dall");
    }

    @ParameterizedTest
    @CsvSource({"320", "390", "1280"})
    void nothingIsCutOffAtAnyWidth(int width) {
        Browser browser = signedIn(SCRIPTS, "/sessions");
        for (String address : List.of(
                "/sessions?range=all&project_id=1&user_id=1&user_id=2&q=cable",
                "/sessions?range=all&open=100&per_page=100",
                "/sessions/100",
                "/sessions/choices/user_id")) {
            browser.width(width).open(server.url(address));
            assertThat(browser.overflow()).as("%s at %d", address, width).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStateCanBeUsedByEveryone(Scheme scheme) {
        Browser browser = signedIn(SCRIPTS.system(scheme), "/sessions");
        for (String address : List.of(
                "/sessions",
                "/sessions?range=all&project_id=1&open=100&open=1&q=cable",
                "/sessions?sort=-duration&range=all",
                "/sessions?from=2026-13-01&running=maybe&sort=colour&q=%21",
                "/sessions?q=nowhere",
                "/sessions/100",
                "/sessions/choices/user_id")) {
            for (int width : new int[] {1280, 360}) {
                browser.width(width).open(server.url(address));
                assertThat(browser.accessibilityFindings())
                        .as("%s at %d", address, width)
                        .isEmpty();
            }
        }
        browser.width(1280).open(server.url("/sessions"));
        browser.click("[data-picker=user_id] > summary");
        browser.find("#choices-user_id [data-find]");
        assertThat(browser.accessibilityFindings()).isEmpty();
    }

    @Test
    void paperShowsTheFilterAndTheZone() {
        Browser browser = signedIn(SCRIPTS, "/sessions?range=all&project_id=1");
        browser.asPrinted();
        assertThat(browser.find(".print-only").getText())
                .contains("All time", "the company's is Pacific Time (US & Canada)");
        assertThat(browser.find(".chip").getText()).contains("Project 1");
        assertThat(browser.shows("#filter")).isFalse();
    }

    private Browser signedIn(Browser browser, String address) {
        browser.open(server.url("/sign-in"));
        browser.type("#email", email).type("#password", PASSWORD, Keys.ENTER);
        browser.find("#results");
        return browser.open(server.url(address));
    }

    private String path(Browser browser) {
        return browser.address().substring(server.url("").length());
    }
}
