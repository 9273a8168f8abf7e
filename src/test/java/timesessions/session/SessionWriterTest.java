package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.TOTAL;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.database.Database;
import timesessions.directory.Named;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.session.SessionWriter.Source;
import timesessions.session.SessionWriter.Written;
import timesessions.testing.TestDatabase;
import timesessions.total.Check;
import timesessions.total.Check.Difference;

class SessionWriterTest {
    private final Database database = TestDatabase.shared();
    private final SessionWriter writer = new SessionWriter(database);
    private final RandomSessions random = new RandomSessions(7);
    private long company;

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
    }

    @Test
    void aBatchWrittenTwiceChangesNothing() {
        List<TimeSession> batch =
                LongStream.rangeClosed(1, 200).mapToObj(random::withId).toList();

        assertThat(write(batch)).isEqualTo(new Written(200, 0, 0));
        List<String> before = everything();

        assertThat(write(batch)).isEqualTo(new Written(0, 0, 200));
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aBatchThatFailsLeavesNothing() {
        TimeSession good = random.withId(1);
        TimeSession tooLong = named(random.withId(2), new Named(1, "x".repeat(501)));

        assertThatThrownBy(() -> write(List.of(good, tooLong))).isInstanceOf(RuntimeException.class);

        assertThat(everything()).isEmpty();
    }

    @Test
    void anOlderVersionOfASessionDoesNotReplaceANewerOne() {
        TimeSession newer = random.withId(1);
        TimeSession older = updated(random.withId(1), newer.updatedAt().minusMillis(1));

        write(List.of(newer));
        List<String> before = everything();

        assertThat(write(List.of(older))).isEqualTo(new Written(0, 0, 1));
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theOrderInWhichSessionsComeDoesNotMatter() {
        List<TimeSession> versions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            versions.add(updated(
                    random.withId(1 + i % 60),
                    Instant.parse("2026-05-01T00:00:00Z").plusSeconds(i)));
        }
        inBatches(versions, 25).forEach(this::write);
        List<String> inOrder = everything();

        for (int seed = 1; seed <= 3; seed++) {
            newCompany();
            Collections.shuffle(versions, new Random(seed));
            inBatches(versions, 25).forEach(this::write);
            assertThat(everything()).isEqualTo(inOrder);
            assertThat(differences()).isEmpty();
        }
    }

    @Test
    void aRenamedProjectIsRenamedForAllItsSessions() {
        TimeSession first = named(random.withId(1), new Named(5, "P - 255 Conference Room"));
        TimeSession renamed = named(random.withId(2), new Named(5, "P - 255 Board Room"));
        TimeSession later = updated(renamed, first.updatedAt().plusSeconds(60));
        TimeSession fromAnOldExport =
                named(updated(random.withId(3), first.updatedAt().minusSeconds(60)), new Named(5, "Untitled"));

        write(List.of(first));
        write(List.of(later));
        write(List.of(fromAnOldExport));

        assertThat(projectName(5)).isEqualTo("P - 255 Board Room");
    }

    @Test
    void theSameExportWithAnotherNameRenames() {
        TimeSession session = named(random.withId(1), new Named(5, "P - 255 Conference Room"));
        write(List.of(session));

        write(List.of(named(session, new Named(5, "P - 255 Board Room"))));

        assertThat(projectName(5)).isEqualTo("P - 255 Board Room");
    }

    @Test
    void aSessionThatMovesTakesItsTotalsAlong() {
        TimeSession session = named(random.withId(1), new Named(5, "Here"));
        write(List.of(session));
        write(List.of(updated(
                named(session, new Named(6, "There")), session.updatedAt().plusSeconds(1))));

        assertThat(sessionsOfProject(5)).isZero();
        assertThat(sessionsOfProject(6)).isEqualTo(1);
        assertThat(differences()).isEmpty();
    }

    @Test
    void refusesACompanyThatIsNotThere() {
        assertThatThrownBy(() -> writer.write(Long.MAX_VALUE, Source.MADE, List.of(random.withId(1))))
                .isInstanceOf(SessionWriter.UnknownCompany.class)
                .hasMessageContaining("There is no company");
    }

    @Test
    void comparingSaysWhatWritingWouldDoAndDoesNothing() {
        write(List.of(random.withId(1), random.withId(2)));
        List<String> before = everything();
        TimeSession changed = updated(random.withId(2), Instant.parse("2027-01-01T00:00:00Z"));

        assertThat(writer.compare(company, List.of(changed, random.withId(3)))).isEqualTo(new Written(1, 1, 0));
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void totalsFollowThousandsOfRandomWritesAndRemovals(long seed) {
        var sessions = new RandomSessions(seed);
        var dice = new SplittableRandom(seed);
        TestDatabase.team(company, 1, 3);
        TestDatabase.team(company, 3, 4);
        for (int round = 0; round < 60; round++) {
            if (dice.nextInt(4) == 0) {
                writer.remove(company, dice.longs(15, 1, 300).boxed().toList());
            } else {
                write(dice.longs(30, 1, 300).mapToObj(sessions::withId).toList());
            }
        }

        assertThat(differences()).isEmpty();
    }

    @Test
    void totalsFollowWritersThatMeet() throws Exception {
        List<Callable<Void>> writers = IntStream.range(0, 8)
                .<Callable<Void>>mapToObj(number -> () -> {
                    var sessions = new RandomSessions(100 + number);
                    var dice = new SplittableRandom(number);
                    for (int round = 0; round < 40; round++) {
                        if (dice.nextInt(5) == 0) {
                            writer.remove(company, dice.longs(5, 1, 120).boxed().toList());
                        } else {
                            write(dice.longs(1 + dice.nextInt(10), 1, 120)
                                    .mapToObj(sessions::withId)
                                    .toList());
                        }
                    }
                    return null;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var writer : threads.invokeAll(writers)) {
                writer.get();
            }
        }

        assertThat(differences()).isEmpty();
    }

    @Test
    void repairMendsWhateverWasSpoilt() {
        write(LongStream.rangeClosed(1, 100).mapToObj(random::withId).toList());
        database.writing(db -> {
            db.execute("UPDATE total SET work = work + 1 WHERE company_id = ? AND key_id = 1 LIMIT 2", company);
            db.execute("DELETE FROM total WHERE company_id = ? AND dimension = 'labor_share' LIMIT 3", company);
            db.execute("UPDATE id_block SET sessions = sessions + 5 WHERE company_id = ?", company);
            db.execute(
                    "DELETE FROM stamp_total WHERE company_id = ? AND stamp = 'created' AND grain = 'hour' LIMIT 1",
                    company);
            db.execute("DELETE FROM session_labor WHERE company_id = ? LIMIT 2", company);
            db.execute("UPDATE attendance SET seats_0 = seats_0 ^ 2 WHERE company_id = ? LIMIT 3", company);
            db.execute("DELETE FROM running_clock WHERE company_id = ? LIMIT 1", company);
            db.execute("DELETE FROM category_labor WHERE company_id = ? LIMIT 1", company);
            db.execute("DELETE FROM labor_mix WHERE company_id = ? LIMIT 1", company);
            db.execute("UPDATE id_span SET updated_last = updated_first WHERE company_id = ?", company);
            db.execute("UPDATE key_user SET work = work + 1 WHERE company_id = ? LIMIT 2", company);
            db.execute("DELETE FROM key_stamp WHERE company_id = ? AND grain = 'hour' LIMIT 1", company);
            db.execute("DELETE FROM key_labor WHERE company_id = ? AND dimension = 'user' LIMIT 1", company);
            db.execute("DELETE FROM session_word WHERE company_id = ? LIMIT 2", company);
        });
        assertThat(differences())
                .extracting(Difference::where)
                .contains(
                        "total labor_share day",
                        "id_block fine",
                        "id_block coarse",
                        "stamp_total created hour",
                        "session_labor",
                        "session_word",
                        "attendance company day",
                        "running_clock",
                        "total category_labor day",
                        "total labor_mix day",
                        "key_user project month",
                        "key_labor user month",
                        "key_stamp category updated hour",
                        "id_span coarse",
                        "id_span fine");

        new Check(database).run(company, true, difference -> {});

        assertThat(differences()).isEmpty();
    }

    @Test
    void checkTellsReferencesToWhatIsNotThere() {
        write(List.of(named(random.withId(1), new Named(5, "Here"))));
        database.writing(db ->
                db.deleteFrom(PROJECT).where(PROJECT.COMPANY_ID.eq(company)).execute());

        assertThat(differences())
                .extracting(Difference::where, Difference::row, Difference::found)
                .containsExactly(tuple("time_session project_id", "session 1", "points at 5"));
    }

    private Written write(List<TimeSession> batch) {
        return writer.write(company, Source.JETBUILT, batch);
    }

    private List<Difference> differences() {
        var found = new ArrayList<Difference>();
        new Check(database).run(company, false, found::add);
        return found;
    }

    private String projectName(long id) {
        return database.read(db -> db.select(PROJECT.FULL_NAME)
                .from(PROJECT)
                .where(PROJECT.COMPANY_ID.eq(company), PROJECT.ID.eq(id))
                .fetchSingle(PROJECT.FULL_NAME));
    }

    private long sessionsOfProject(long id) {
        return database.read(db -> db.select(TOTAL.SESSIONS)
                .from(TOTAL)
                .where(
                        TOTAL.COMPANY_ID.eq(company),
                        TOTAL.DIMENSION.eq(TotalDimension.project),
                        TOTAL.KEY_ID.eq(id),
                        TOTAL.GRAIN.eq(TotalGrain.month))
                .fetchSingle(TOTAL.SESSIONS));
    }

    /**
     * All that is stored for the company, but totals that have come to nothing, and neither the company's own number nor
     * numbers that are given out as they are needed.
     */
    private List<String> everything() {
        var rows = new ArrayList<String>();
        for (String table : List.of(
                "time_session",
                "time_entry",
                "session_labor",
                "session_word",
                "running_clock",
                "total",
                "key_user",
                "key_labor",
                "key_stamp",
                "id_block",
                "stamp_total",
                "user",
                "project",
                "category",
                "labor_type")) {
            String isCounted = switch (table) {
                case "total" ->
                    " AND (sessions, work, `break`) <> (0, 0, 0) AND dimension NOT IN ('category_labor', 'labor_mix')";
                case "key_user", "key_labor" -> " AND (sessions, work, `break`) <> (0, 0, 0)";
                case "key_stamp", "id_block", "stamp_total" -> " AND sessions <> 0";
                default -> "";
            };
            rows.addAll(database.read(db ->
                    db.fetch("SELECT * FROM `" + table + "` WHERE company_id = ?" + isCounted, company).stream()
                            .map(row -> table + " "
                                    + IntStream.range(0, row.size())
                                            .filter(i -> !row.field(i).getName().equals("company_id")
                                                    && !row.field(i).getName().equals("named_at")
                                                    && !row.field(i).getName().equals("seat"))
                                            .mapToObj(i -> String.valueOf(row.get(i)))
                                            .toList())
                            .sorted()
                            .toList()));
        }
        return rows;
    }

    private static List<List<TimeSession>> inBatches(List<TimeSession> sessions, int size) {
        return IntStream.iterate(0, from -> from < sessions.size(), from -> from + size)
                .mapToObj(from -> sessions.subList(from, Math.min(sessions.size(), from + size)))
                .toList();
    }

    private static TimeSession updated(TimeSession s, Instant at) {
        return RandomSessions.copy(s, s.createdAt(), at, s.project());
    }

    private static TimeSession named(TimeSession s, Named project) {
        return RandomSessions.copy(s, s.createdAt(), s.updatedAt(), project);
    }
}
