package timesessions.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.IMPORT;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import timesessions.imports.Import.State;
import timesessions.testing.Program;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.total.Check;

/** A process that imports, and is killed at it without a chance to tidy up. */
@Timeout(120)
class ImportKilledIT {
    private static final int PEOPLE = 10;
    private static final int DAYS = 200;
    private static final int ROWS = PEOPLE * DAYS * 2;
    private static final int WORK_OF_A_DAY = 27_000;

    private final long company = TestDatabase.company("Berlin");
    private final List<Program> started = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeFile() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("User,Email,Project,Description,Start date,Start time,End date,End time,Duration");
        for (int person = 1; person <= PEOPLE; person++) {
            for (int day = 0; day < DAYS; day++) {
                LocalDate date = LocalDate.of(2024, 1, 1).plusDays(day);
                String who = "Person %d,person-%d@example.com,Lobby".formatted(person, person);
                lines.add("%s,Pulled cable,%s,08:00:00,%s,12:00:00,04:00:00".formatted(who, date, date));
                lines.add("%s,Mounted the rack,%s,12:30:00,%s,16:00:00,03:30:00".formatted(who, date, date));
            }
        }
        file = Files.write(folder.resolve("year.csv"), lines);
    }

    @AfterEach
    void stop() {
        started.forEach(Program::kill);
    }

    @Test
    void anotherProcessGoesOnAndTheSumsAreThoseOfTheFile() {
        killHalfway();
        finishWhatIsLeft();
        assertWhole();

        Program again = bringIn();
        assertThat(again.exitCode()).as(again.errors()).isZero();
        assertThat(again.output() + again.errors()).contains("0 new, 0 changed, 4,000 unchanged");
        assertWhole();
    }

    @Test
    void theSameCommandAgainBringsWhatWasMissing() {
        killHalfway();
        Program again = bringIn();
        assertThat(again.exitCode()).as(again.errors()).isZero();
        assertWhole();

        finishWhatIsLeft();
        assertWhole();
    }

    private Program bringIn() {
        Program program = Program.start(
                Map.of("DATABASE_URL", TestDatabase.url(), "DATABASE_USER", "root"),
                "import",
                "toggl",
                "--company",
                Long.toString(company),
                file.toString());
        started.add(program);
        return program;
    }

    private void killHalfway() {
        Program program = bringIn();
        while (done() == 0) {
            assertThat(program.isAlive()).as(program.errors()).isTrue();
        }
        assertThat(program.kill()).isEqualTo(Program.KILLED);
        assertThat(done()).isBetween(1, ROWS - 1);
    }

    /** What a server does once the one that held the import has not been heard of for long enough. */
    private void finishWhatIsLeft() {
        var later = new TestClock(Instant.now()
                .plus(ImportWriter.LEASE)
                .plus(Duration.ofMinutes(1))
                .toString());
        var jobs = new ImportJobs(TestDatabase.shared(), later);
        while (jobs.carryOutNext()) {
            assertThat(new ImportQueries(TestDatabase.shared()).list(company))
                    .as("imports that have stopped")
                    .noneMatch(one -> one.state() == State.FAILED);
        }
    }

    private int done() {
        return TestDatabase.shared()
                .read(db -> db.select(DSL.coalesce(DSL.max(IMPORT.ROWS_DONE), 0))
                        .from(IMPORT)
                        .where(IMPORT.COMPANY_ID.eq(company))
                        .fetchSingle()
                        .value1());
    }

    private void assertWhole() {
        var t = TIME_SESSION;
        List<Integer> days = TestDatabase.shared()
                .read(db -> db.select(DSL.sum(t.WORK_DURATION).cast(Integer.class))
                        .from(t)
                        .where(t.COMPANY_ID.eq(company))
                        .groupBy(t.USER_ID, DSL.cast(t.START_AT, java.sql.Date.class))
                        .fetch(0, Integer.class));
        assertThat(days).hasSize(PEOPLE * DAYS).containsOnly(WORK_OF_A_DAY);
        var problems = new ArrayList<String>();
        new Check(TestDatabase.shared()).run(company, false, problem -> problems.add(problem.toString()));
        assertThat(problems).isEmpty();
    }
}
