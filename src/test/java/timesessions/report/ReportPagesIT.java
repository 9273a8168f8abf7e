package timesessions.report;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.account.SignedInClient;
import timesessions.testing.Browser;
import timesessions.testing.Browser.Scheme;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

/** Reports, people, projects and views in a real browser: with scripts, without, on a phone, on paper. */
class ReportPagesIT {
    private static final TestClock CLOCK = new TestClock("2026-03-10T18:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final long COMPANY = TestDatabase.company("Pacific Time (US & Canada)");
    private static final String LOGIN = SignedInClient.adminToken(CLOCK, COMPANY);
    private static final Browser BROWSER = signedIn(Browser.start());

    @BeforeAll
    static void fill() {
        var sessions = new ArrayList<SessionBuilder>();
        for (int i = 1; i <= 60; i++) {
            SessionBuilder session = session(i)
                    .by(i % 3 + 1)
                    .at(Instant.parse("2026-03-10T15:00:00Z")
                            .minus(Duration.ofHours(7L * (i - 1)))
                            .toString());
            sessions.add(i % 4 == 0 ? session.of(1) : session.on(i % 4));
        }
        // Over midnight, in another zone, and on the clock.
        sessions.add(session(61).by(1).on(1).at("2026-03-10T05:00:00Z").lasting("8:00"));
        sessions.add(session(62).by(1).on(1).in("Hawaii").at("2026-03-10T06:00:00Z"));
        sessions.add(session(63).by(1).on(1).at("2026-03-10T16:30:00Z").onBreakSince("2026-03-10T17:30:00Z"));
        SessionBuilder.write(COMPANY, sessions.toArray(SessionBuilder[]::new));
        new WebClient(SERVER)
                .withCookie("time_sessions_login", LOGIN)
                .post(
                        "/views",
                        "/views",
                        "name",
                        "Last month by person",
                        "address",
                        "/reports?range=last_month&by=person");
    }

    @AfterEach
    void asBefore() {
        BROWSER.system(Scheme.LIGHT).width(1280);
    }

    @AfterAll
    static void stop() {
        BROWSER.close();
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reports",
                "/reports?range=all&by=person&project_id=1",
                "/reports?range=all&by=project&by=week&measure=work",
                "/people",
                "/people/1",
                "/projects",
                "/projects/1",
                "/views"
            })
    void everyoneCanUseThePageAtAnyWidth(String address) {
        for (Scheme scheme : Scheme.values()) {
            BROWSER.system(scheme).width(1280).open(SERVER.url(address));
            BROWSER.find("main");
            for (int width : new int[] {1280, 360}) {
                assertThat(BROWSER.width(width).accessibilityFindings())
                        .as("%s at %d, %s", address, width, scheme)
                        .isEmpty();
            }
        }
        BROWSER.width(320).open(SERVER.url(address));
        assertThat(BROWSER.overflow()).as("%s at 320", address).isZero();
        assertThat(BROWSER.complaints()).as(address).isEmpty();
    }

    @Test
    void aChoiceOfGroupingChangesChartAndTable() {
        BROWSER.open(SERVER.url("/reports?range=all"));
        assertThat(BROWSER.find(".chart-title").getText()).containsIgnoringCase("day");
        assertThat(BROWSER.find(".report-table thead th").getText()).isEqualTo("Day");

        BROWSER.click("#by-rows [value=person]");
        BROWSER.find(".report-table thead th", "Person");
        assertThat(path(BROWSER)).isEqualTo("/reports?range=all&by=person");
        assertThat(BROWSER.find(".chart-title").getText()).containsIgnoringCase("person");
        assertThat(BROWSER.page().select(".chart-ranking .chart-name").eachText())
                .containsExactlyElementsOf(rows(BROWSER))
                .containsExactlyInAnyOrder("Person 1", "Person 2", "Person 3");

        BROWSER.click("#by-columns [value=project]");
        BROWSER.until(page -> path(BROWSER).equals("/reports?range=all&by=person&by=project"));
        BROWSER.find(".report-table thead th:nth-child(2)");
        assertThat(BROWSER.page().select(".report-table thead th").eachText())
                .contains("Project 1", "Project 2", "Project 3");

        BROWSER.back();
        BROWSER.until(page -> path(BROWSER).equals("/reports?range=all&by=person"));
        BROWSER.until(page ->
                !BROWSER.page().select(".report-table thead th").eachText().contains("Project 1"));
        assertThat(BROWSER.complaints()).isEmpty();
    }

    @Test
    void allOfItWorksWithoutScripts() {
        try (var browser = signedIn(Browser.withoutJavaScript())) {
            browser.open(SERVER.url("/reports?range=all"));
            browser.click("#by-rows [value=person]").click(".report-form .filter-apply");
            browser.find(".report-table thead th", "Person");
            browser.click("#by-columns [value=month]").click("#measure [value=sessions]");
            browser.click(".report-form .filter-apply");
            assertThat(browser.find(".report-table thead th").getText()).isEqualTo("Person");
            assertThat(browser.page().select(".report-table thead th").eachText())
                    .contains("Feb 2026", "Mar 2026");
            assertThat(browser.shows(".chart rect")).isTrue();

            String first = browser.find(".report-table tbody td a").getText();
            browser.click(".report-table tbody td a");
            assertThat(path(browser)).startsWith("/sessions?");
            assertThat(browser.find(".pager-summary").getText()).endsWith(" of " + first);

            browser.open(SERVER.url("/people")).click("tbody a[href='/people/2']");
            assertThat(browser.find("h1").getText()).isEqualTo("Person 2");
            browser.click(".week-nav [rel=prev]");
            assertThat(browser.find(".week-label").getText()).isEqualTo("2 – 8 Mar");
            assertThat(browser.shows(".week rect")).isTrue();

            browser.open(SERVER.url("/projects"));
            browser.type(".search-row [name=q]", "ect 3").click(".search-row .btn");
            browser.click("tbody a[href='/projects/3']");
            assertThat(browser.find("h1").getText()).isEqualTo("Project 3");
            browser.click("[aria-labelledby=by-person] p a");
            assertThat(rows(browser)).contains("Person 1", "Person 2", "Person 3");

            browser.open(SERVER.url("/views")).click(".views-list a");
            assertThat(path(browser)).isEqualTo("/reports?range=last_month&by=person");
        }
    }

    @Test
    void paperShowsTheFilterAndTheZone() {
        BROWSER.open(SERVER.url("/reports?range=all&by=person&project_id=1")).asPrinted();

        assertThat(BROWSER.find(".print-only").getText())
                .contains("All time", "the company's is Pacific Time (US & Canada)");
        assertThat(BROWSER.find(".chip").getText()).contains("Project 1");
        assertThat(BROWSER.shows(".report-table")).isTrue();
        assertThat(List.of("#filter", ".report-form", ".top-nav", ".pager-links"))
                .noneMatch(BROWSER::shows);
    }

    private static List<String> rows(Browser browser) {
        return browser.page().select(".report-table tbody th").eachText();
    }

    private static Browser signedIn(Browser browser) {
        return browser.open(SERVER.url("/sign-in")).cookie("time_sessions_login", LOGIN);
    }

    private static String path(Browser browser) {
        return browser.address().substring(SERVER.url("").length());
    }
}
