package timesessions.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.database.Database;
import timesessions.directory.Named;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Source;
import timesessions.session.SessionWriter.Written;
import timesessions.session.TimeSession;
import timesessions.testing.TestDatabase;
import timesessions.total.Check;
import timesessions.total.TotalRebuild;

class BulkLoaderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T17:45:12Z");

    private final Database database = TestDatabase.shared();
    private final TotalRebuild totals = new TotalRebuild(database);
    private final BulkLoader loader = new BulkLoader(database, totals, 1_000);
    private long company;

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
    }

    @Test
    void storesEverySessionAsItCameWithAllThatIsKeptBesideIt() {
        MadeSessions made = made(6_000);
        List<Long> told = new ArrayList<>();

        new BulkLoader(database, totals).load(company, made, told::add);

        assertThat(told).last().isEqualTo(6_000L);
        assertStored(list(made));
        assertThat(database.<List<String>>read(db -> db.selectDistinct(TIME_SESSION.SOURCE)
                        .from(TIME_SESSION)
                        .where(TIME_SESSION.COMPANY_ID.eq(company))
                        .fetch(row -> row.value1().getLiteral())))
                .containsExactly("made");
    }

    @Test
    void goesOnFromChunkToChunk() {
        MadeSessions made = made(3_500);
        List<Long> told = new ArrayList<>();

        loader.load(company, made, told::add);

        assertThat(told).containsExactly(1_000L, 2_000L, 3_000L, 3_500L);
        assertStored(list(made));
    }

    @Test
    void storesTextToTheCharacter() {
        List<TimeSession> odd = oddlyDescribed(list(made(30)));

        loader.load(company, odd, loaded -> {});

        assertStored(odd);
    }

    @Test
    void storesTheSameWhereTheDatabaseTakesNoFiles() {
        List<TimeSession> sessions = oddlyDescribed(list(made(3_000)));

        try (Database withoutFiles = Database.open(TestDatabase.url() + "&allowLocalInfile=false", "root", null, 4)) {
            new BulkLoader(withoutFiles, totals, 1_000).load(company, sessions, loaded -> {});
        }

        assertStored(sessions);
    }

    @Test
    void leavesOtherCompaniesAlone() {
        long other = TestDatabase.company("London");
        loader.load(other, made(500), loaded -> {});

        loader.load(company, made(700), loaded -> {});

        assertThat(sessions(other)).isEqualTo(500);
        assertThat(sessions(company)).isEqualTo(700);
    }

    @Test
    void fillsTwoCompaniesAtTheSameTime() throws Exception {
        long other = TestDatabase.company("London");
        Recipe recipe = Recipe.of(3_000, 1);
        List<Long> companies = List.of(company, other);

        try (var commands = Executors.newFixedThreadPool(companies.size())) {
            for (Future<?> command : companies.stream()
                    .map(id ->
                            commands.submit(() -> new Generator(database, totals).fill(id, recipe, NOW, loaded -> {})))
                    .toList()) {
                command.get();
            }
        }

        assertThat(companies).allSatisfy(id -> {
            assertThat(sessions(id)).isEqualTo(3_000);
            assertThat(new Check(database).run(id, false, difference -> {})).isZero();
        });
    }

    @Test
    void refusesACompanyThatHasSessions() {
        new SessionWriter(database).write(company, Source.JETBUILT, list(made(10)));

        assertThatThrownBy(() -> loader.load(company, made(20), loaded -> {}))
                .isInstanceOf(BulkLoader.Refused.class)
                .hasMessage("Company %d has sessions already; only an empty one is filled with made data.", company);
        assertThat(sessions(company)).isEqualTo(10);
    }

    @Test
    void refusesACompanyThatIsNotThere() {
        assertThatThrownBy(() -> loader.load(-1, made(20), loaded -> {}))
                .isInstanceOf(BulkLoader.Refused.class)
                .hasMessage("There is no company -1.");
    }

    @Test
    void refusesASecondLoadBesideTheFirst() {
        List<Throwable> refusals = new ArrayList<>();

        loader.load(company, made(1_500), loaded -> {
            try {
                loader.load(company, made(10), ignored -> {});
            } catch (BulkLoader.Refused e) {
                refusals.add(e);
            }
        });

        assertThat(refusals)
                .hasSize(2)
                .allSatisfy(refusal -> assertThat(refusal).hasMessageContaining("is being filled by another command"));
        assertThat(sessions(company)).isEqualTo(1_500);
    }

    @Test
    void takesOutWhatItPutInWhenItFails() {
        List<TimeSession> sessions = new ArrayList<>(list(made(5_000)));
        sessions.set(4_400, described(sessions.get(4_400), "x".repeat(17_000_000)));

        assertThatThrownBy(() -> loader.load(company, sessions, loaded -> {}))
                .hasMessageContaining("Data truncated for column 'description'");

        assertEmpty();
        loader.load(company, made(100), loaded -> {});
        assertThat(sessions(company)).isEqualTo(100);
    }

    @Test
    void takesOutWhatItPutInWhenTheSessionsEndInAFailure() {
        Iterator<TimeSession> some = list(made(3_000)).iterator();
        Iterable<TimeSession> failing = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public TimeSession next() {
                return some.next();
            }
        };

        assertThatThrownBy(() -> loader.load(company, failing, loaded -> {}))
                .isInstanceOf(NoSuchElementException.class);

        assertEmpty();
    }

    @Test
    void startsOverFromTheRemainsOfAKilledLoad() {
        loader.load(company, made(2_500), loaded -> {});
        // As it is while a load is under way: sessions, and no totals yet.
        for (String table : List.of("total", "id_block", "stamp_total")) {
            database.writing(db -> db.execute("DELETE FROM " + table + " WHERE company_id = ?", company));
        }
        MadeSessions made = made(1_200);

        loader.load(company, made, loaded -> {});

        assertStored(list(made));
    }

    @Test
    void saysWhatAnInterruptedLoadLeavesAndStartsOverFromIt() {
        assertThatThrownBy(() -> loader.load(
                        company, made(5_000), loaded -> Thread.currentThread().interrupt()))
                .isInstanceOf(BulkLoader.Unfinished.class)
                .hasMessageStartingWith("Some sessions of company %d are in, without totals", company);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sessions(company)).isPositive();
        MadeSessions made = made(1_200);

        loader.load(company, made, loaded -> {});

        assertStored(list(made));
    }

    @Test
    void saysHowToBuildTheTotalsOfALoadThatWasKilledMeanwhile() {
        MadeSessions made = made(1_500);
        loader.load(company, made, loaded -> {});
        database.writing(db -> db.execute("DELETE FROM stamp_total WHERE company_id = ?", company));

        assertThatThrownBy(() -> loader.load(company, made(10), loaded -> {}))
                .isInstanceOf(BulkLoader.Refused.class)
                .hasMessage(
                        "Company %1$d is filled, but not all of its totals are built: check --repair --company %1$d"
                                + " builds them.",
                        company);

        new Check(database).run(company, true, difference -> {});
        assertStored(list(made));
    }

    @Test
    void takesIdsThatNobodyElseIsGiven() {
        var ids = new IdSequence(database);

        long first = ids.take(1_000_000);
        long next = database.read(
                db -> db.fetchSingle("SELECT NEXT VALUE FOR id_sequence").get(0, Long.class));
        long second = ids.take(10);
        long third = ids.take(1);

        assertThat(first).isGreaterThanOrEqualTo(1L << 40);
        assertThat(next).isGreaterThanOrEqualTo(first + 1_000_000);
        assertThat(second).isGreaterThan(next);
        assertThat(third).isGreaterThanOrEqualTo(second + 10);
    }

    @Test
    void takesRangesAtTheSameTimeThatDoNotMeet() throws Exception {
        var ids = new IdSequence(database);
        int count = 500;
        List<Future<Long>> ranges = new ArrayList<>();
        List<Future<Long>> single = new ArrayList<>();

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                ranges.add(threads.submit(() -> ids.take(count)));
                single.add(threads.submit(() -> database.<Long>read(db ->
                        db.fetchSingle("SELECT NEXT VALUE FOR id_sequence").get(0, Long.class))));
            }
        }

        List<Long> taken = new ArrayList<>();
        for (Future<Long> range : ranges) {
            LongStream.range(range.get(), range.get() + count).forEach(taken::add);
        }
        for (Future<Long> id : single) {
            taken.add(id.get());
        }
        assertThat(taken).doesNotHaveDuplicates();
    }

    @Test
    void fillsACompanyByARecipe() {
        new Generator(database, totals)
                .fill(company, Recipe.of(2_000, 1).withPeople(5).withProjects(9), NOW, loaded -> {});

        assertThat(sessions(company)).isEqualTo(2_000);
        assertThat(new Check(database).run(company, false, difference -> {})).isZero();
    }

    @Test
    void fillsCompaniesAlikeByTheSameSeed() {
        long alike = TestDatabase.company("London");
        long different = TestDatabase.company("London");
        Recipe recipe = Recipe.of(500, 1).withSeed(7);
        var generator = new Generator(database, totals);

        generator.fill(company, recipe, NOW, loaded -> {});
        generator.fill(alike, recipe, NOW, loaded -> {});
        generator.fill(different, recipe.withSeed(8), NOW, loaded -> {});

        assertThat(startsAndTexts(alike)).isEqualTo(startsAndTexts(company));
        assertThat(startsAndTexts(different)).isNotEqualTo(startsAndTexts(company));
    }

    private List<String> startsAndTexts(long companyId) {
        return database.read(db -> db.select(TIME_SESSION.START_AT, TIME_SESSION.DESCRIPTION)
                .from(TIME_SESSION)
                .where(TIME_SESSION.COMPANY_ID.eq(companyId))
                .orderBy(TIME_SESSION.ID)
                .fetch(row -> row.value1() + " " + row.value2()));
    }

    private static List<TimeSession> oddlyDescribed(List<TimeSession> sessions) {
        List<String> texts = List.of(
                "tab\there",
                "two\nlines\r\n",
                "C:\\new\\table",
                "\\N",
                "NULL",
                "",
                " ",
                "a \"quoted\" 'word'",
                "nothing\0here",
                "Zoë, Łukasz, 検査 👷",
                "ends in \\");
        return IntStream.range(0, sessions.size())
                .mapToObj(i -> i < texts.size() ? described(sessions.get(i), texts.get(i)) : sessions.get(i))
                .toList();
    }

    private static MadeSessions made(int sessions) {
        Recipe recipe = Recipe.of(sessions, 1).withSeed(sessions).withPeople(20);
        return new MadeSessions(recipe, NOW, FirstIds.from(1, recipe));
    }

    private static List<TimeSession> list(MadeSessions made) {
        return StreamSupport.stream(made.spliterator(), false).toList();
    }

    private static TimeSession described(TimeSession session, String description) {
        return new TimeSession(
                session.id(),
                session.startAt(),
                session.endAt(),
                session.timeZone(),
                session.duration(),
                session.workDuration(),
                session.breakDuration(),
                session.numBreaks(),
                description,
                session.createdAt(),
                session.updatedAt(),
                session.running(),
                session.user(),
                session.project(),
                session.category(),
                session.entries());
    }

    private void assertStored(List<TimeSession> sessions) {
        assertThat(sessions(company)).isEqualTo(sessions.size());
        assertThat(new SessionWriter(database).compare(company, sessions))
                .isEqualTo(new Written(0, 0, sessions.size()));
        assertThat(database.<List<Named>>read(db -> db.resultQuery(
                                "SELECT id, full_name FROM user WHERE company_id = ? ORDER BY id", company)
                        .fetch(row -> new Named(row.get(0, Long.class), row.get(1, String.class)))))
                .containsExactlyElementsOf(sessions.stream()
                        .map(TimeSession::user)
                        .distinct()
                        .sorted((one, other) -> Long.compare(one.id(), other.id()))
                        .toList());
        List<Check.Difference> differences = new ArrayList<>();
        new Check(database).run(company, false, differences::add);
        assertThat(differences).isEmpty();
    }

    private int sessions(long companyId) {
        return database.read(db -> db.fetchCount(TIME_SESSION, TIME_SESSION.COMPANY_ID.eq(companyId)));
    }

    private void assertEmpty() {
        for (String table : List.of("time_session", "time_entry", "session_labor", "session_word", "user", "total")) {
            assertThat(database.<Integer>read(
                            db -> db.fetchCount(DSL.table(table), DSL.condition("company_id = ?", company))))
                    .as(table)
                    .isZero();
        }
    }
}
