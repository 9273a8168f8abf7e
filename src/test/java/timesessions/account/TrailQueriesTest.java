package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static timesessions.jooq.Tables.TRAIL;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;

class TrailQueriesTest {
    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    private static final TrailQueries.Filter ALL = new TrailQueries.Filter(null, null, null, null, null);

    private final TestClock clock = new TestClock("2026-03-02T07:30:00Z");
    private final Accounts all = new Accounts(clock);
    private long company;

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
    }

    @Test
    void theDatabaseRefusesToChangeOrDeleteALine() {
        add("West");

        assertThatThrownBy(() -> all.database.writing(db -> db.update(TRAIL)
                        .set(TRAIL.WHO, "nobody")
                        .where(TRAIL.COMPANY_ID.eq(company))
                        .execute()))
                .hasMessageContaining("not changed");
        assertThatThrownBy(() -> all.database.writing(db ->
                        db.deleteFrom(TRAIL).where(TRAIL.COMPANY_ID.eq(company)).execute()))
                .hasMessageContaining("not deleted");
        assertThat(subjects(ALL)).containsExactly("West");
    }

    @Test
    void aDayIsOneOfTheCompanysZone() {
        add("still Sunday there");
        clock.advance(Duration.ofHours(1));
        add("Monday");
        var monday = LocalDate.parse("2026-03-02");

        assertThat(subjects(new TrailQueries.Filter(monday, monday, null, null, null)))
                .containsExactly("Monday");
        assertThat(subjects(new TrailQueries.Filter(null, monday.minusDays(1), null, null, null)))
                .containsExactly("still Sunday there");
    }

    @Test
    void olderLinesFollowTheOldestThatIsShown() {
        for (int i = 1; i <= 7; i++) {
            add("line " + i);
            if (i % 3 == 0) {
                clock.advance(Duration.ofSeconds(1));
            }
        }
        List<TrailQueries.Line> first = all.trail.read(company, ALL, ZONE, 4);
        var rest =
                new TrailQueries.Filter(null, null, null, null, first.getLast().id());

        assertThat(first)
                .extracting(TrailQueries.Line::subject)
                .containsExactly("line 7", "line 6", "line 5", "line 4");
        assertThat(subjects(rest)).containsExactly("line 3", "line 2", "line 1");
    }

    @Test
    void noCompanyReadsTheTrailOfAnother() {
        add("ours");
        long other = TestDatabase.company("London");
        long ours = all.trail.read(company, ALL, ZONE, 1).getFirst().id();

        assertThat(all.trail.read(other, ALL, ZONE, 10)).isEmpty();
        assertThat(all.trail.read(other, new TrailQueries.Filter(null, null, null, null, ours), ZONE, 10))
                .isEmpty();
    }

    private void add(String subject) {
        all.trail.add(Actor.commandLine(company), TrailAction.TEAM_CREATED, subject, "");
    }

    private List<String> subjects(TrailQueries.Filter filter) {
        return all.trail.read(company, filter, ZONE, 100).stream()
                .map(TrailQueries.Line::subject)
                .toList();
    }
}
