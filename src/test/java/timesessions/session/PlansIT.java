package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timesessions.account.Actor;
import timesessions.account.Company;
import timesessions.account.TeamQueries;
import timesessions.account.Visibility;
import timesessions.bench.Counters;
import timesessions.bench.Plans;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.generate.Generator;
import timesessions.generate.Recipe;
import timesessions.jooq.Sequences;
import timesessions.testing.TestDatabase;
import timesessions.time.DateRange;
import timesessions.time.PayPeriod;
import timesessions.time.RailsTimeZone;
import timesessions.total.TotalRebuild;
import timesessions.web.Params;

/**
 * Holds which index each search goes by, and how many rows it reads, among a million sessions: there another way would show.
 * {@code -Dplans.sessions=200000} takes fewer of them.
 */
class PlansIT {
    private static final long SESSIONS = Long.getLong("plans.sessions", 1_000_000);
    private static final int PEOPLE = 2_000;
    private static final int PROJECTS = 5_000;
    private static final long FLAT = 2_000;
    /** A multiple of the ids in any block. */
    private static final int FIRST_ID_SHIFT = 20;

    private static final Instant NOW = Instant.parse("2026-06-17T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-06-17");
    private static final Paging FIRST = new Paging(1, 25, null);

    private static long company;
    private static Visibility reader = new Visibility(0);
    private static Visibility manager = new Visibility(0);
    private static Counters counters;
    private static Database database;

    /** @param indexes of the tables that grow with the sessions, those of the page itself and its entries left out */
    record Search(String name, Consumer<Database> read, long mostRows, Set<String> indexes) {
        Search(String name, Consumer<Database> read, long mostRows, String... indexes) {
            this(name, read, mostRows, Set.of(indexes));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void fill() throws Exception {
        company = TestDatabase.company("UTC");
        reader = new Visibility(company);
        Database shared = TestDatabase.shared();
        // Some searches read more or less where blocks of ids begin elsewhere, and other tests have taken ids too.
        shared.writing(db -> {
            long next = db.nextval(Sequences.ID_SEQUENCE);
            db.fetch("SELECT SETVAL(id_sequence, ?)", ((next >> FIRST_ID_SHIFT) + 1) << FIRST_ID_SHIFT);
        });
        new Generator(shared, new TotalRebuild(shared))
                .fill(company, Recipe.of(SESSIONS, 3).withPeople(PEOPLE).withProjects(PROJECTS), NOW, sessions -> {});
        Set<Long> people = keys(Dimension.USER, 500);
        var teams = new TeamQueries(shared, Clock.systemUTC());
        long team = teams.create(Actor.commandLine(company), company, "West").id();
        teams.add(Actor.commandLine(company), company, team, people);
        manager = new Visibility(company, people, Set.of(team));
        counters = new Counters(TestDatabase.url());
        counters.noteValues();
        // What is prepared from here on is logged with its values.
        database = Database.open(TestDatabase.url(), "root", null, 2);
    }

    @AfterAll
    static void close() throws Exception {
        if (database != null) {
            database.close();
        }
        if (counters != null) {
            counters.noteNothing();
            counters.close();
        }
    }

    static Stream<Search> searches() {
        long last = SESSIONS / 25;
        var week = new DateRange(TODAY.minusDays(6), TODAY);
        var month = new DateRange(TODAY.minusDays(30), TODAY);
        var year = new DateRange(TODAY.minusYears(1), TODAY);
        SessionFilter project = of(Dimension.PROJECT, 0);
        SessionFilter category = of(Dimension.CATEGORY, 0);
        SessionFilter laborType = of(Dimension.LABOR_TYPE, 0);
        SessionFilter twoLaborTypes = SessionFilter.ALL.with(Dimension.LABOR_TYPE, keys(Dimension.LABOR_TYPE, 2));
        Set<Long> crew = keys(Dimension.USER, 50);
        return Stream.of(
                list("all days", SessionFilter.ALL, FIRST, FLAT, "time_session by_day"),
                list("all days, middle page", SessionFilter.ALL, page(last / 2), 5_000, "time_session by_day"),
                list("a week", SessionFilter.ALL.during(week), FIRST, FLAT, "time_session by_day"),
                list("a month", SessionFilter.ALL.during(month), FIRST, FLAT, "time_session by_day"),
                list("a year", SessionFilter.ALL.during(year), FIRST, FLAT, "time_session by_day"),
                list("a person", of(Dimension.USER, 3), FIRST, FLAT, "time_session by_user"),
                list("50 people", SessionFilter.ALL.with(Dimension.USER, crew), FIRST, FLAT, "time_session by_user"),
                list("the biggest project", project, FIRST, FLAT, "time_session by_project"),
                list("a project in a month", project.during(month), FIRST, FLAT, "time_session by_project"),
                list("a category, middle page", category, page(20), FLAT, "time_session by_category"),
                list("a labor type", laborType, FIRST, FLAT, "session_labor PRIMARY"),
                list("a labor type in a year", laborType.during(year), FIRST, FLAT, "session_labor PRIMARY"),
                list("running", SessionFilter.ALL.withRunning(true), FIRST, FLAT, "time_session by_running"),
                list(
                        "ended",
                        SessionFilter.ALL.withRunning(false),
                        FIRST,
                        3_000,
                        "time_session by_day",
                        "time_session by_running",
                        "time_session by_user"),
                list("two labor types", twoLaborTypes, FIRST, 3_000, "time_session by_day"),
                list(
                        "two labor types in a year, middle page",
                        twoLaborTypes.during(year),
                        page(last / 10),
                        10_000,
                        "session_labor PRIMARY"),
                list("two labor types in a month", twoLaborTypes.during(month), FIRST, 3_000, "time_session by_day"),
                list(
                        "a category with two labor types",
                        category.with(Dimension.LABOR_TYPE, twoLaborTypes.laborTypes()),
                        FIRST,
                        4_000,
                        "session_labor PRIMARY"),
                list(
                        "a category with a labor type",
                        category.with(Dimension.LABOR_TYPE, laborType.laborTypes()),
                        FIRST,
                        3_000,
                        "session_labor PRIMARY"),
                list(
                        "a project with a labor type",
                        project.with(Dimension.LABOR_TYPE, laborType.laborTypes()),
                        FIRST,
                        SESSIONS / 100,
                        "session_labor by_project"),
                list(
                        "people of a project",
                        project.with(Dimension.USER, crew),
                        FIRST,
                        3_000,
                        "time_session by_project",
                        "time_session by_project_user"),
                list(
                        "many people without a category, a deep page",
                        SessionFilter.ALL
                                .with(Dimension.CATEGORY, Set.of(0L))
                                .with(Dimension.USER, keys(Dimension.USER, 500)),
                        page(1_000),
                        60_000,
                        "time_session by_category_user"),
                list(
                        "many people of many projects in a year",
                        SessionFilter.ALL
                                .with(Dimension.PROJECT, keys(Dimension.PROJECT, 200))
                                .with(Dimension.USER, keys(Dimension.USER, 500))
                                .during(year),
                        FIRST,
                        150_000,
                        "time_session by_user"),
                list(
                        "people of a labor type",
                        laborType.with(Dimension.USER, crew),
                        FIRST,
                        3_000,
                        "session_labor by_user",
                        "time_session by_day"),
                list(
                        "many people of a project or none, on a day",
                        project.with(
                                        Dimension.PROJECT,
                                        Set.of(0L, project.projects().iterator().next()))
                                .with(Dimension.USER, keys(Dimension.USER, 500))
                                .during(new DateRange(TODAY, TODAY)),
                        FIRST,
                        10_000,
                        "time_session by_project_user"),
                list(
                        "a labor type of many projects in a month",
                        laborType
                                .with(Dimension.PROJECT, keys(Dimension.PROJECT, 200))
                                .during(month),
                        FIRST,
                        20_000,
                        "session_labor by_project"),
                list(
                        "a category of many people in a month",
                        category.with(Dimension.USER, keys(Dimension.USER, 500)).during(month),
                        FIRST,
                        20_000,
                        "time_session by_category_user"),
                list(
                        "many people, projects and categories of two labor types in a year",
                        twoLaborTypes
                                .with(Dimension.USER, keys(Dimension.USER, 80))
                                .with(Dimension.PROJECT, orNone(keys(Dimension.PROJECT, 200)))
                                .with(Dimension.CATEGORY, orNone(keys(Dimension.CATEGORY, 2)))
                                .during(year),
                        FIRST,
                        60_000,
                        "session_labor by_user"),
                seen(
                        "ended ones of a manager, of two categories with a labor type",
                        manager,
                        laborType
                                .with(Dimension.CATEGORY, keys(Dimension.CATEGORY, 2))
                                .withRunning(false),
                        Order.NEWEST_FIRST,
                        60_000,
                        "session_labor PRIMARY",
                        "time_session by_category_user",
                        "time_session by_running"),
                report(
                        "ended ones by month",
                        SessionFilter.ALL.withRunning(false),
                        List.of(GroupBy.MONTH),
                        FLAT,
                        "time_session by_running"),
                report(
                        "a project in a month by labor type",
                        project.during(month),
                        List.of(GroupBy.LABOR_TYPE),
                        5_000,
                        "time_session by_project"),
                report(
                        "the biggest project by month and labor type",
                        project,
                        List.of(GroupBy.MONTH, GroupBy.LABOR_TYPE),
                        FLAT),
                report(
                        "a year by category and labor type",
                        SessionFilter.ALL.during(year),
                        List.of(GroupBy.CATEGORY, GroupBy.LABOR_TYPE),
                        5_000),
                report(
                        "everybody of all time by labor type",
                        SessionFilter.ALL,
                        List.of(GroupBy.PERSON, GroupBy.LABOR_TYPE),
                        40_000),
                new Search(
                        "projects that a manager may know",
                        db -> new DirectoryQueries(db).list(manager, Dimension.PROJECT, "", 1),
                        40_000),
                new Search(
                        "labor types that a manager may know",
                        db -> new ChoiceQueries(db).choices(manager, Dimension.LABOR_TYPE, "", DateRange.ALL),
                        60_000),
                report("a category by person", category, List.of(GroupBy.PERSON), 5_000),
                report(
                        "a year of 500 people by person",
                        SessionFilter.ALL
                                .with(Dimension.USER, keys(Dimension.USER, 500))
                                .during(year),
                        List.of(GroupBy.PERSON),
                        32_000),
                report("a year by labor type", SessionFilter.ALL.during(year), List.of(GroupBy.LABOR_TYPE), 5_000),
                seen("a manager", manager, SessionFilter.ALL, Order.NEWEST_FIRST, FLAT, "time_session by_day"),
                seen(
                        "a manager, a week",
                        manager,
                        SessionFilter.ALL.during(week),
                        Order.NEWEST_FIRST,
                        FLAT,
                        "time_session by_day"),
                seen(
                        "a week by person",
                        reader,
                        SessionFilter.ALL.during(week),
                        new Order(Order.Column.PERSON, false),
                        20_000,
                        "time_session by_day"),
                seen(
                        "a week by duration",
                        reader,
                        SessionFilter.ALL.during(week),
                        new Order(Order.Column.DURATION, true),
                        20_000,
                        "time_session by_day"),
                api("API, first page", SessionFilter.ALL, Order.BY_ID, FIRST, 1_000, "time_session PRIMARY"),
                api("API, middle page", SessionFilter.ALL, Order.BY_ID, page(last / 2), 2_000, "time_session PRIMARY"),
                api(
                        "API, by change",
                        SessionFilter.ALL,
                        new Order(Order.Column.UPDATED_AT, false),
                        page(last / 2),
                        6_000,
                        "time_session by_updated"),
                api(
                        "API, a person in a week of starts",
                        asked("user_id=%d&min_start_at=%sT00:00:00Z&max_start_at=%sT00:00:00Z"
                                .formatted(List.copyOf(keys(Dimension.USER, 3)).getLast(), week.from(), week.to())),
                        Order.BY_ID,
                        FIRST,
                        FLAT,
                        "time_session by_user"),
                api(
                        "API, changed in half a year, in the order of ids",
                        changed(""),
                        Order.BY_ID,
                        FIRST,
                        4_000,
                        "time_session PRIMARY"),
                api(
                        "API, a category changed in half a year",
                        changed("category_id=%d&"
                                .formatted(category.categories().iterator().next())),
                        Order.BY_ID,
                        FIRST,
                        5_000,
                        "time_session by_category_id",
                        "time_session PRIMARY"),
                api(
                        "API, a labor type changed in half a year, a deep page",
                        changed("labor_type_id=%d&"
                                .formatted(laborType.laborTypes().iterator().next())),
                        Order.BY_ID,
                        page(60),
                        100_000,
                        "session_labor by_session_id"),
                api(
                        "API, people, made in half a year, a deep page",
                        asked("min_created_at=%sT00:00:00Z".formatted(TODAY.minusMonths(6)))
                                .with(Dimension.USER, crew),
                        Order.BY_ID,
                        page(200),
                        40_000,
                        "time_session by_user_id"),
                api(
                        "API, made in half a year, the last changed first",
                        asked("min_created_at=%sT00:00:00Z&max_created_at=%sT00:00:00Z"
                                .formatted(TODAY.minusMonths(6), TODAY)),
                        new Order(Order.Column.UPDATED_AT, true),
                        FIRST,
                        20_000,
                        "time_session by_created",
                        "time_session by_updated"),
                api(
                        "API, a labor type without a category, changed in two years",
                        asked("category_id=none&min_updated_at=%sT00:00:00Z".formatted(TODAY.minusMonths(24)))
                                .with(Dimension.LABOR_TYPE, laborType.laborTypes()),
                        Order.BY_ID,
                        FIRST,
                        400_000,
                        "session_labor PRIMARY",
                        "session_labor by_session_id",
                        "time_session PRIMARY"),
                api(
                        "API, two labor types changed in half a year, by start",
                        changed("").with(Dimension.LABOR_TYPE, twoLaborTypes.laborTypes()),
                        new Order(Order.Column.START_AT, true),
                        FIRST,
                        150_000,
                        "session_labor by_session_id",
                        "time_session by_start"),
                api(
                        "API, a labor type of a category, started in half a year",
                        asked("min_start_at=%sT00:00:00Z".formatted(TODAY.minusMonths(6)))
                                .with(Dimension.CATEGORY, category.categories())
                                .with(Dimension.LABOR_TYPE, laborType.laborTypes()),
                        new Order(Order.Column.START_AT, false),
                        FIRST,
                        20_000,
                        "time_session by_category",
                        "time_session by_start"),
                api(
                        "API, a labor type in a week of starts, the last changed first",
                        asked("min_start_at=%sT00:00:00Z&max_start_at=%sT00:00:00Z".formatted(week.from(), week.to()))
                                .with(Dimension.LABOR_TYPE, laborType.laborTypes()),
                        new Order(Order.Column.UPDATED_AT, true),
                        FIRST,
                        8_000,
                        "time_session by_start",
                        "time_session by_updated"),
                api(
                        "API, fifty people without a category, in a year of starts",
                        asked("category_id=none&min_start_at=%sT00:00:00Z&max_start_at=%sT00:00:00Z"
                                        .formatted(TODAY.minusMonths(14), TODAY.minusMonths(2)))
                                .with(Dimension.USER, keys(Dimension.USER, 50)),
                        new Order(Order.Column.START_AT, false),
                        FIRST,
                        12_000,
                        "time_session by_category_user",
                        "time_session by_start"),
                api(
                        "API, deep in a labor type",
                        laborType,
                        Order.BY_ID,
                        page(last / 10),
                        20_000,
                        "session_labor by_session_id"),
                api(
                        "API, deep in a labor type, by start",
                        laborType,
                        new Order(Order.Column.START_AT, false),
                        page(last / 10),
                        5_000,
                        "time_session by_start"),
                api(
                        "API, deep in a labor type, by change",
                        laborType,
                        new Order(Order.Column.UPDATED_AT, false),
                        page(last / 10),
                        5_000,
                        "time_session by_updated"),
                api(
                        "API, a labor type changed in two months",
                        asked("min_updated_at=%sT00:00:00Z&max_updated_at=%sT00:00:00Z"
                                        .formatted(TODAY.minusMonths(9), TODAY.minusMonths(7)))
                                .with(Dimension.LABOR_TYPE, laborType.laborTypes()),
                        Order.BY_ID,
                        FIRST,
                        8_000,
                        "session_labor by_session_id",
                        "time_session by_updated",
                        "time_session PRIMARY"),
                api(
                        "API, deep in a category, the last started first",
                        category,
                        new Order(Order.Column.START_AT, true),
                        page(last / 100),
                        5_000,
                        "time_session by_start"),
                api(
                        "API, deep in a category, by change",
                        category,
                        new Order(Order.Column.UPDATED_AT, false),
                        page(last / 100),
                        5_000,
                        "time_session by_updated"),
                api(
                        "API, deep in two labor types",
                        twoLaborTypes,
                        Order.BY_ID,
                        page(last / 10),
                        50_000,
                        "session_labor by_session_id"),
                api(
                        "API, deep in the sessions of people",
                        SessionFilter.ALL.with(Dimension.USER, crew),
                        Order.BY_ID,
                        page(last / 50),
                        20_000,
                        "time_session by_user_id"));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void goesByItsIndex(Search search) throws Exception {
        List<String> statements = counters.statementsOf(() -> search.read.accept(database));
        long rows = counters.of(() -> search.read.accept(database)).rows();

        assertThat(statements).isNotEmpty();
        assertThat(Plans.withTemporaryTables(counters.connection(), statements)).isEmpty();
        assertThat(Plans.indexes(counters.connection(), statements)).isEqualTo(search.indexes);
        assertThat(rows).isLessThanOrEqualTo(search.mostRows);
    }

    /** Hundreds of its sessions may have changed for each page, and most have not: to look each up takes four times as long. */
    @Test
    void whatHasChangedOfACategoryStandsInItsIndex() throws Exception {
        SessionFilter filter = changed("category_id=%d&"
                .formatted(keys(Dimension.CATEGORY, 1).iterator().next()));

        List<String> statements =
                counters.statementsOf(() -> new SessionQueries(database).page(reader, filter, Order.BY_ID, FIRST));

        assertThat(Plans.indexesAlone(counters.connection(), statements)).contains("time_session by_category_id");
    }

    private static Search list(String name, SessionFilter filter, Paging paging, long mostRows, String... indexes) {
        return new Search(
                name,
                db -> new SessionQueries(db).list(reader, filter, Order.NEWEST_FIRST, paging, Optional.empty(), NOW),
                mostRows,
                indexes);
    }

    private static Search seen(
            String name, Visibility who, SessionFilter filter, Order order, long mostRows, String... indexes) {
        return new Search(
                name,
                db -> new SessionQueries(db).list(who, filter, order, FIRST, Optional.empty(), NOW),
                mostRows,
                indexes);
    }

    private static Search api(
            String name, SessionFilter filter, Order order, Paging paging, long mostRows, String... indexes) {
        return new Search(name, db -> new SessionQueries(db).page(reader, filter, order, paging), mostRows, indexes);
    }

    private static Search report(
            String name, SessionFilter filter, List<GroupBy> by, long mostRows, String... indexes) {
        return new Search(
                name,
                db -> assertThat(new TotalQueries(db).find(reader, filter, by, calendar(), NOW))
                        .isPresent(),
                mostRows,
                indexes);
    }

    private static Company calendar() {
        return new Company(
                company,
                "Northwind AV",
                RailsTimeZone.of("UTC"),
                DayOfWeek.MONDAY,
                new PayPeriod.Weekly(DayOfWeek.MONDAY));
    }

    private static SessionFilter changed(String other) {
        return asked("%smin_updated_at=%sT00:00:00Z".formatted(other, TODAY.minusMonths(6)));
    }

    private static SessionFilter asked(String query) {
        return SessionFilter.ofApi(Params.of(query));
    }

    private static Set<Long> orNone(Set<Long> keys) {
        var all = new LinkedHashSet<>(keys);
        all.add(0L);
        return all;
    }

    private static Paging page(long number) {
        return new Paging(number, 25, null);
    }

    private static SessionFilter of(Dimension dimension, int rank) {
        return SessionFilter.ALL.with(
                dimension, Set.of(List.copyOf(keys(dimension, rank + 1)).getLast()));
    }

    /** Those with the most sessions, the one with the most first. */
    private static Set<Long> keys(Dimension dimension, int howMany) {
        String stored = Map.of(
                        Dimension.USER, "user",
                        Dimension.PROJECT, "project",
                        Dimension.CATEGORY, "category",
                        Dimension.LABOR_TYPE, "labor_type")
                .get(dimension);
        return new LinkedHashSet<>(TestDatabase.shared()
                .read(db -> db.fetch(
                                "SELECT key_id FROM total WHERE company_id = ? AND dimension = ? AND grain = 'month'"
                                        + " AND key_id > 0 GROUP BY key_id ORDER BY SUM(sessions) DESC, key_id LIMIT ?",
                                company,
                                stored,
                                howMany)
                        .getValues(0, Long.class)));
    }
}
