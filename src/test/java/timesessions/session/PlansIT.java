package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timesessions.account.Visibility;
import timesessions.bench.Counters;
import timesessions.bench.Plans;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.generate.Generator;
import timesessions.generate.Recipe;
import timesessions.testing.TestDatabase;
import timesessions.time.DateRange;
import timesessions.total.TotalRebuild;

/**
 * Holds which index each search goes by, and how many rows it reads, among so many sessions that another way would show.
 * {@code -Dplans.sessions=1000000} takes more of them.
 */
class PlansIT {
    private static final long SESSIONS = Long.getLong("plans.sessions", 200_000);
    private static final int PEOPLE = 1_000;
    /** Counting people takes two looks at each; all else together takes these. */
    private static final long OF_A_LIST = 2 * PEOPLE + 1_600;

    private static final Instant NOW = Instant.parse("2026-06-17T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-06-17");
    private static final Paging FIRST = new Paging(1, 25, null);

    private static long company;
    private static Visibility reader = new Visibility(0);
    private static Counters counters;
    private static Database database;

    /**
     * @param indexes of the tables that grow with the sessions, those of the page itself and its entries left out
     */
    record Search(String name, Consumer<SessionQueries> read, long mostRows, Set<String> indexes) {
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
        new Generator(shared, new TotalRebuild(shared))
                .fill(company, Recipe.of(SESSIONS, 3).withPeople(PEOPLE).withProjects(1_500), NOW, sessions -> {});
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
        return Stream.of(
                list("all days", SessionFilter.ALL, FIRST, OF_A_LIST, "time_session by_day"),
                list("all days, middle page", SessionFilter.ALL, page(last / 2), OF_A_LIST, "time_session by_day"),
                list(
                        "a month",
                        SessionFilter.ALL.during(new DateRange(TODAY.minusDays(30), TODAY)),
                        FIRST,
                        20_000,
                        "time_session by_day"),
                list("a person", of(Dimension.USER, 3), FIRST, 2_000, "time_session by_user"),
                list(
                        "the biggest project",
                        of(Dimension.PROJECT, 0),
                        FIRST,
                        OF_A_LIST,
                        "time_session by_project",
                        "time_session by_project_user"),
                list(
                        "a category, middle page",
                        of(Dimension.CATEGORY, 0),
                        page(20),
                        OF_A_LIST,
                        "time_session by_category",
                        "time_session by_category_user"),
                list(
                        "a labor type",
                        of(Dimension.LABOR_TYPE, 0),
                        FIRST,
                        OF_A_LIST,
                        "session_labor PRIMARY",
                        "session_labor by_user"),
                list(
                        "people of a project",
                        of(Dimension.PROJECT, 0).with(Dimension.USER, keys(Dimension.USER, 50)),
                        FIRST,
                        8_000,
                        "time_session by_project_user"),
                list(
                        "people of a labor type",
                        of(Dimension.LABOR_TYPE, 0).with(Dimension.USER, keys(Dimension.USER, 5)),
                        FIRST,
                        8_000,
                        "session_labor by_user"),
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
                        "API, deep in a labor type",
                        of(Dimension.LABOR_TYPE, 0),
                        Order.BY_ID,
                        page(120),
                        20_000,
                        "session_labor by_session_id"));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void goesByItsIndex(Search search) throws Exception {
        var queries = new SessionQueries(database);
        List<String> statements = counters.statementsOf(() -> search.read.accept(queries));
        long rows = counters.of(() -> search.read.accept(queries)).rows();

        assertThat(statements).isNotEmpty();
        assertThat(Plans.withTemporaryTables(counters.connection(), statements)).isEmpty();
        assertThat(Plans.indexes(counters.connection(), statements)).isEqualTo(new TreeSet<>(search.indexes));
        assertThat(rows).isLessThanOrEqualTo(search.mostRows);
    }

    private static Search list(String name, SessionFilter filter, Paging paging, long mostRows, String... indexes) {
        return new Search(
                name,
                queries -> queries.list(reader, filter, Order.NEWEST_FIRST, paging, Optional.empty(), NOW),
                mostRows,
                Stream.concat(Stream.of("time_session by_running"), Arrays.stream(indexes))
                        .collect(Collectors.toSet()));
    }

    private static Search api(
            String name, SessionFilter filter, Order order, Paging paging, long mostRows, String... indexes) {
        return new Search(name, queries -> queries.page(reader, filter, order, paging), mostRows, Set.of(indexes));
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
