package timesessions.report;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import timesessions.account.Readers;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

class DirectoryPagesTest {
    private static final TestClock CLOCK = new TestClock("2026-03-06T18:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final long COMPANY = TestDatabase.company("Pacific Time (US & Canada)");
    private static final Readers READERS = new Readers(SERVER, CLOCK, COMPANY);
    private static final WebClient PAYROLL = READERS.payroll();

    @BeforeAll
    static void writeSessions() {
        SessionBuilder.write(
                COMPANY,
                // From 22:00 on Tuesday to 6:00 on Wednesday, Pacific time.
                session(1).by(1).on(5).lasting(8 * 3_600).at("2026-03-04T06:00:00Z"),
                session(2).by(1).on(6).at("2026-03-05T17:00:00Z"),
                session(3).by(2).on(6).at("2026-02-25T17:00:00Z"),
                session(4).by(2).on(6).at("2026-03-05T17:30:00Z"),
                session(5).by(2).on(6).at("2026-03-05T18:00:00Z"));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aNightShiftStandsOnTheDayOnWhichItBeganAndIsDrawnPastMidnight() {
        var page = PAYROLL.get("/people/1").html();

        assertThat(page.select(".week-total").eachText()).containsExactly("–", "8:00", "–", "1:00", "–", "–", "–");
        assertThat(page.select(".week-hours text").eachText()).containsExactly("0", "6", "12", "18", "0", "6");
        var night = page.select(".week-day").get(1).select("a rect");
        assertThat(night.eachAttr("y")).containsExactly("73.3%");
        assertThat(night.eachAttr("height")).containsExactly("26.7%");
    }

    @Test
    void sessionsAtTheSameTimeStandSideBySide() {
        var thursday =
                PAYROLL.get("/people/2").html().select(".week-day").get(3).select("a rect");

        assertThat(thursday.eachAttr("x")).containsExactly("3.00%", "53.00%");
        assertThat(thursday.eachAttr("width")).containsOnly("44.00%");
    }

    @Test
    void arrowsLeadToOtherWeeks() {
        var page = PAYROLL.get("/people/2").html();
        var before =
                PAYROLL.get(page.select(".week-nav [rel=prev]").attr("href")).html();

        assertThat(before.select(".week-label").text()).isEqualTo("23 Feb – 1 Mar");
        assertThat(before.select(".week-total").eachText()).containsExactly("–", "–", "1:00", "–", "–", "–", "–");
        assertThat(before.select(".week-nav [rel=next]").attr("href")).isEqualTo("/people/2");
        assertThat(PAYROLL.get("/people/2?week=soon").html().select(".problem").text())
                .contains("must be a date");
    }

    @Test
    void aProjectHasItsHoursByMonthByPersonAndByLaborType() {
        var page = PAYROLL.get("/projects/6").html();

        assertThat(page.select("h1").text()).isEqualTo("Project 6");
        assertThat(page.select("section:has(#over-time) .chart-bar title").eachText())
                .containsExactly(
                        "February 2026: 1:00 work, 0:00 break, 1 session",
                        "March 2026: 3:00 work, 0:00 break, 3 sessions");
        assertThat(page.select("section:has(#by-person) .chart-name").eachText())
                .containsExactly("Person 2", "Person 1");
        assertThat(page.select("section:has(#by-labor) .chart-name").eachText()).containsExactly("No labor type");
        assertThat(page.select("section:has(#last) tbody tr")).hasSize(4);
    }

    @Test
    void aManagerFindsTheirPeopleAndWhatTheyWorkedOnAndNothingElse() {
        WebClient manager = READERS.managerOf("South", 2L);

        assertThat(manager.get("/people").html().select("tbody a").eachText()).containsExactly("Person 2");
        assertThat(manager.get("/projects").html().select("tbody a").eachText()).containsExactly("Project 6");
        assertThat(manager.get("/people/1").status()).isEqualTo(404);
        assertThat(manager.get("/projects/5").status()).isEqualTo(404);
        assertThat(manager.get("/projects/6").html().select(".tile-value").eachText())
                .containsExactly("3:00", "0:00", "3", "1");
        assertThat(PAYROLL.get("/people/99").status()).isEqualTo(404);
        assertThat(PAYROLL.get("/people/x").status()).isEqualTo(404);
    }

    @Test
    void namesAreFoundByAPart() {
        assertThat(PAYROLL.get("/people?q=son%202").html().select("tbody a").eachText())
                .containsExactly("Person 2");
        assertThat(PAYROLL.get("/people?q=%25").html().text()).contains("No name has “%” in it.");
    }
}
