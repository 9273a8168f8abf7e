package timesessions.report;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.account.Readers;
import timesessions.session.GroupBy;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

class ReportPagesTest {
    private static final TestClock CLOCK = new TestClock("2026-03-06T18:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final long COMPANY = TestDatabase.company("Pacific Time (US & Canada)");
    private static final Readers READERS = new Readers(SERVER, CLOCK, COMPANY);
    private static final WebClient PAYROLL = READERS.payroll();

    @BeforeAll
    static void writeSessions() {
        SessionBuilder.write(
                COMPANY,
                // An hour each: Monday to Friday of the week of 2 March, and one the week before.
                session(1).by(1).on(5).at("2026-03-02T17:00:00Z").entry(11, "2026-03-02T17:00:00Z", 3L),
                session(2).by(1).on(6).at("2026-03-03T17:00:00Z").description("racks"),
                session(3).by(2).on(5).at("2026-03-03T18:00:00Z").entry(31, "2026-03-03T18:00:00Z", 4L),
                session(4).by(2).of(7).at("2026-03-04T17:00:00Z"),
                session(5).by(3).on(5).at("2026-03-06T17:00:00Z").running(),
                session(6).by(1).on(5).at("2026-02-24T17:00:00Z"));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyDayOfTheRangeHasARowAlsoWithoutSessions() {
        var page = PAYROLL.get("/reports").html();

        assertThat(page.select(".report-table tbody th").eachText())
                .containsExactly(
                        "Mon 2 Mar", "Tue 3 Mar", "Wed 4 Mar", "Thu 5 Mar", "Fri 6 Mar", "Sat 7 Mar", "Sun 8 Mar");
        assertThat(page.select(".report-table tbody td:nth-child(4)").eachText())
                .containsExactly("1:00", "2:00", "1:00", "0:00", "1:00", "0:00", "0:00");
        assertThat(total(page)).containsExactly("5:00", "0:00", "5:00", "5", "100.0 %", "1:00", "+400.0 %");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&by=person",
                "&by=project",
                "&by=category",
                "&by=labor_type",
                "&by=person&by=project",
                "&by=week&by=labor_type",
                "&by=labor_type&by=person"
            })
    void everyNumberLeadsToTheSessionsBehindIt(String by) {
        var page = PAYROLL.get("/reports?range=all&measure=sessions" + by).html();

        boolean isPair = by.split("&by=", -1).length == 3;
        var links = page.select(isPair ? ".report-table td a" : ".report-table td.is-current a");
        assertThat(links).isNotEmpty();
        for (Element link : links) {
            var list = PAYROLL.get(link.attr("href")).html();
            assertThat(list.select(".tile:has(dt:matches(^sessions?$)) .tile-value")
                            .text())
                    .as("%s at %s", by, link.attr("href"))
                    .isEqualTo(link.text());
        }
    }

    @Test
    void sharesAreOfTheWholeAndRanked() {
        var page = PAYROLL.get("/reports?by=person").html();

        assertThat(page.select(".report-table tbody th").eachText())
                .containsExactly("Person 1", "Person 2", "Person 3");
        assertThat(page.select(".report-table tbody td:nth-child(6)").eachText())
                .containsExactly("40.0 %", "40.0 %", "20.0 %");
        assertThat(page.select(".report-table tbody td:nth-child(7)").eachText())
                .containsExactly("1:00", "0:00", "0:00");
    }

    @Test
    void roundsWhatIsShownAndNeverWhatIsAdded() {
        long company = TestDatabase.company("London");
        SessionBuilder.write(
                company,
                session(1).lasting(1_200).at("2026-03-02T10:00:00Z"),
                session(2).lasting(1_200).at("2026-03-03T10:00:00Z"),
                session(3).lasting(1_200).at("2026-03-04T10:00:00Z"));
        WebClient admin = new Readers(SERVER, CLOCK, company).admin();

        assertThat(total(admin.get("/reports").html())).contains("1:00");

        admin.post("/sessions", "/sessions/columns", "hours", "decimal", "next", "/sessions");
        var decimal = admin.get("/reports").html();
        assertThat(decimal.select(".report-table tbody td:nth-child(4)").eachText())
                .startsWith("0.33", "0.33", "0.33");
        assertThat(total(decimal)).contains("1.00");
    }

    @Test
    void twoGroupingsHaveSumsOnBothSides() {
        var page = PAYROLL.get("/reports?by=person&by=project").html();

        assertThat(page.select(".report-table thead th").eachText())
                .containsExactly("Person", "Project 5", "No project", "Project 6", "All");
        assertThat(page.select(".report-table tbody tr:has(th:contains(Person 1)) td")
                        .eachText())
                .containsExactly("1:00", "1:00", "2:00");
        assertThat(total(page)).containsExactly("3:00", "1:00", "1:00", "5:00");
    }

    @Test
    void aManagerSeesTheHoursOfTheirPeopleOnly() {
        WebClient manager = READERS.managerOf("North", 2L);

        assertThat(total(manager.get("/reports?by=project").html())).startsWith("2:00", "0:00", "2:00", "2");
        assertThat(manager.get("/reports?by=person")
                        .html()
                        .select(".report-table tbody th")
                        .eachText())
                .containsExactly("Person 2");
        assertThat(manager.get("/reports?by=person&user_id=1").html().text()).contains("No sessions here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by=hour",
                "by=person&by=person",
                "by=day&by=week",
                "by=day&by=person&by=project",
                "measure=money"
            })
    void whatCannotBeReadIsSaidAndLeftOut(String query) {
        var page = PAYROLL.get("/reports?" + query);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html().select("#results > .problem").text())
                .contains("“%s”".formatted(query.substring(0, query.indexOf('='))), "It is left out.");
    }

    @Test
    void moreColumnsThanCanBeReadAreRefused() {
        assertThat(PAYROLL.get("/reports?range=this_year&by=person&by=day")
                        .html()
                        .select(".problem")
                        .text())
                .contains("more columns than anybody could read");
    }

    @Test
    void theChartHasABarForEachRowWithItsWordsAndItsLink() {
        var page = PAYROLL.get("/reports").html();

        assertThat(page.select(".chart-bar title").eachText())
                .hasSize(7)
                .contains(
                        "Tue 3 Mar: 2:00 work, 0:00 break, 2 sessions", "Thu 5 Mar: 0:00 work, 0:00 break, 0 sessions");
        assertThat(page.select("a.chart-bar").eachAttr("href"))
                .hasSize(4)
                .contains("/sessions?from=2026-03-03&to=2026-03-03");
    }

    @Test
    void anEmptyRangeAndADayAtTheEndOfTimeAreShown() {
        assertThat(PAYROLL.get("/reports?from=1000-01-01&to=9999-12-31&by=week").status())
                .isEqualTo(200);
        assertThat(PAYROLL.get("/reports?from=9999-12-30&to=9999-12-31&by=month")
                        .status())
                .isEqualTo(200);
        assertThat(PAYROLL.get("/reports?range=all&q=nowhere").html().text()).contains("No sessions here");
    }

    @Test
    void theFilesSayWhatThePageSays() throws IOException {
        for (GroupBy by : GroupBy.values()) {
            List<CSVRecord> rows = csv("/exports/reports.csv?by=" + by.parameter());
            assertThat(rows.stream()
                            .mapToLong(row -> Long.parseLong(row.get("total_seconds")))
                            .sum())
                    .as(by.parameter())
                    .isEqualTo(5 * 3_600);
        }
        assertThat(csv("/exports/reports.csv?by=person&by=pay_period")
                        .getFirst()
                        .toMap()
                        .keySet())
                .containsExactlyInAnyOrder(
                        "person_id",
                        "person",
                        "pay_period_from",
                        "pay_period_to",
                        "sessions",
                        "work_seconds",
                        "work_hours",
                        "work",
                        "break_seconds",
                        "break_hours",
                        "break",
                        "total_seconds",
                        "total_hours",
                        "total");
    }

    @Test
    void aSwapOfTheResultsIsWhatThePageHas() {
        String path = "/reports?by=person&by=week&range=all";

        String whole = PAYROLL.get(path).html().select("#results").outerHtml();
        String swapped = PAYROLL.get(path, "HX-Request", "true", "HX-Target", "results")
                .html()
                .select("#results")
                .outerHtml();

        assertThat(swapped).contains("report-table").isEqualTo(whole);
    }

    private static List<String> total(Element page) {
        return page.select(".report-table tfoot td").eachText();
    }

    private static List<CSVRecord> csv(String path) throws IOException {
        String text = new String(PAYROLL.download(path).body(), StandardCharsets.UTF_8);
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text.substring(1)))
                .getRecords();
    }
}
