package timesessions.session;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static timesessions.testing.SessionBuilder.session;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.directory.Named;
import timesessions.session.SessionWriter.Source;
import timesessions.testing.TestDatabase;
import timesessions.time.DateRange;
import timesessions.web.Params;
import timesessions.web.Problem;

/** Searches by random filters against the same filters in plain Java. */
class SessionQueriesTest {
    /** Ids so far apart fall into several blocks of each grain. */
    private static final long APART = 7_777;

    private static final Database DATABASE = TestDatabase.shared();
    private static final List<TimeSession> SESSIONS = new ArrayList<>();
    private static final Comparator<TimeSession> BY_DAY = comparing(TimeSession::localDate)
            .thenComparing(TimeSession::startAt)
            .thenComparingLong(TimeSession::id);
    private static Visibility reader = new Visibility(0);

    /** Of the people 1 and 3. */
    private static long team;

    /** So that a few hundred sessions are searched in each of the ways that millions are. */
    enum Way {
        AS_MEASURED,
        WALKING,
        SORTING,
        MERGING,
        MEETING,
        BY_DAY;

        private SearchLimits limits() {
            return switch (this) {
                case AS_MEASURED -> SearchLimits.MEASURED;
                case WALKING -> new SearchLimits(0, 10, 1_000, 10, 0, 0, 0);
                case SORTING -> new SearchLimits(1_000_000, 1_000, 1_000, 10, 0, 0, 0);
                case MERGING -> new SearchLimits(0, 1_000, 1_000, 10, 1_000, 50, 1_000);
                case MEETING -> new SearchLimits(100, 1_000, 1_000, 10, 1_000, 50, 1_000);
                case BY_DAY -> new SearchLimits(60, 1_000, 1_000, 1, 0, 1, 0);
            };
        }
    }

    @BeforeAll
    static void writeSessions() {
        reader = new Visibility(TestDatabase.company("Pacific Time (US & Canada)"));
        var random = new RandomSessions(11);
        LongStream.rangeClosed(1, 400)
                .map(i -> i * APART)
                .mapToObj(random::withId)
                .forEach(SESSIONS::add);
        team = TestDatabase.team(reader.companyId(), 1, 3);
        new SessionWriter(DATABASE).write(reader.companyId(), Source.JETBUILT, SESSIONS);
        SESSIONS.replaceAll(TimeSession::asStored);
        var others = new RandomSessions(12);
        new SessionWriter(DATABASE)
                .write(
                        TestDatabase.company("London"),
                        Source.JETBUILT,
                        LongStream.rangeClosed(1, 50).mapToObj(others::withId).toList());
    }

    @ParameterizedTest
    @EnumSource
    void findsAndCountsWhatMatchesOnEveryPage(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().hashCode());
        for (int i = 0; i < 200; i++) {
            SessionFilter filter = randomFilter(dice);
            assertFindsAndCounts(queries, filter, randomOrder(dice), dice, 40);
        }
    }

    /** Any page of up to so many rows. */
    private static void assertFindsAndCounts(
            SessionQueries queries, SessionFilter filter, Order order, SplittableRandom dice, int most) {
        List<TimeSession> expected = expected(filter, order);
        int size = 1 + dice.nextInt(most);
        int number = 1 + dice.nextInt(Math.ceilDiv(expected.size(), size) + 1);

        SessionPage page = assertHolds(queries, reader, filter, order, number, size, expected);
        assertThat(page.total()).as("%s", filter).isEqualTo(expected.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&user_id=1&user_id=2", "&user_id=1&user_id=2&category_id=none&category_id=1&category_id=2"})
    void sessionsThatRunAreNotAmongEndedOnesOfAnyTime(String others) {
        SessionFilter ended = SessionFilter.ofApi(
                Params.of("running=false&min_created_at=2000-01-01&min_updated_at=2000-01-01" + others));
        SessionFilter running = ended.withRunning(true);
        var queries = new SessionQueries(DATABASE, Way.WALKING.limits());
        var first = new Paging(1, 25, null);

        assertThat(queries.page(reader, running, Order.BY_ID, first).total()).isPositive();
        SessionPage page = queries.page(reader, ended, Order.BY_ID, first);

        assertThat(page.total()).isEqualTo(expected(ended, Order.BY_ID).size());
        assertThat(page.sessions()).isEqualTo(slice(expected(ended, Order.BY_ID), 0, 25));
    }

    @ParameterizedTest
    @EnumSource
    void cursorsLeadThroughAllPagesAndBack(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().length());
        for (int i = 0; i < 12; i++) {
            SessionFilter filter = randomFilter(dice);
            Order order = randomOrder(dice);
            List<TimeSession> expected = expected(filter, order);
            int size = 7 + dice.nextInt(60);

            var forwards = new ArrayList<TimeSession>();
            SessionPage page = queries.page(reader, filter, order, new Paging(1, size, null));
            forwards.addAll(page.sessions());
            while (page.next() != null) {
                page = queries.page(
                        reader, filter, order, new Paging(page.paging().number() + 1, size, page.next()));
                forwards.addAll(page.sessions());
            }
            assertThat(forwards).as("%s by %s", filter, order).isEqualTo(expected);

            var backwards = new ArrayList<>(page.sessions());
            while (page.previous() != null) {
                page = queries.page(
                        reader, filter, order, new Paging(page.paging().number() - 1, size, page.previous()));
                backwards.addAll(0, page.sessions());
            }
            assertThat(backwards).as("%s by %s", filter, order).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsAddUpToWhatTheirSessionsSay(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().hashCode() + 1);
        for (int i = 0; i < 200; i++) {
            SessionFilter filter = randomFilter(dice);
            var order = new Order(
                    List.of(Order.Column.DAY, Order.Column.DAY, Order.Column.DURATION, Order.Column.PERSON)
                            .get(dice.nextInt(4)),
                    dice.nextBoolean());
            assertAddsUp(queries, filter, order, dice);
        }
    }

    /** From whichever end of its days a page is read. */
    @ParameterizedTest
    @EnumSource
    void pagesOfDaysFollowEachOther(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var march = new DateRange(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 31));
        for (SessionFilter filter : List.of(
                SessionFilter.ALL,
                SessionFilter.ALL.during(march),
                SessionFilter.ofApi(Params.of("user_id=1&user_id=2")),
                SessionFilter.ofApi(Params.of("running=false")))) {
            for (Order order : List.of(Order.NEWEST_FIRST, Order.OLDEST_FIRST)) {
                int last = Math.ceilDiv(expected(filter, order).size(), 7);
                for (int number = 1; number <= last; number++) {
                    assertAddsUp(queries, filter, order, number, 7);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionsOfSeveralLaborTypesCountOnce(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().hashCode() + 2);
        for (Set<Long> laborTypes :
                List.of(Set.of(1L, 2L), Set.of(0L, 2L, 3L), Set.of(1L, 2L, 3L, 4L, 5L), Set.of(3L))) {
            for (DateRange days : List.of(
                    DateRange.ALL,
                    new DateRange(LocalDate.parse("2026-01-20"), LocalDate.parse("2026-03-10")),
                    DateRange.of(LocalDate.parse("2026-02-03")))) {
                SessionFilter filter =
                        SessionFilter.ALL.with(Dimension.LABOR_TYPE, laborTypes).during(days);
                for (SessionFilter one : List.of(
                        filter,
                        filter.withRunning(false),
                        filter.with(Dimension.CATEGORY, Set.of(0L, 1L, 2L)),
                        filter.with(Dimension.USER, Set.of(1L, 4L, 5L)))) {
                    assertAddsUp(queries, one, new Order(Order.Column.DAY, dice.nextBoolean()), dice);
                    assertThat(queries.page(reader, one, Order.BY_ID, new Paging(1, 10, null))
                                    .total())
                            .as("how many of %s", one)
                            .isEqualTo(expected(one, Order.BY_ID).size());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsOfPeopleTogetherWithOneMoreKeyAddUp(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var months = new DateRange(LocalDate.parse("2026-01-20"), LocalDate.parse("2026-04-12"));
        for (Dimension kind : List.of(Dimension.PROJECT, Dimension.CATEGORY, Dimension.LABOR_TYPE)) {
            SessionFilter ofAny = SessionFilter.ALL
                    .with(Dimension.USER, Set.of(1L, 2L, 4L, 5L))
                    .with(kind, Set.of(1L));
            for (DateRange days : List.of(DateRange.ALL, months)) {
                SessionFilter ended = ofAny.during(days).withRunning(false);
                for (SessionFilter filter : List.of(ofAny.during(days), ended)) {
                    int pages =
                            Math.ceilDiv(expected(filter, Order.NEWEST_FIRST).size(), 3);
                    for (int number = 1; number <= pages; number++) {
                        assertAddsUp(queries, filter, Order.NEWEST_FIRST, number, 3);
                        assertAddsUp(queries, filter, Order.OLDEST_FIRST, number, 3);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesOfAKeyFollowEachOtherByStart(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        for (Dimension dimension : Dimension.values()) {
            SessionFilter filter = SessionFilter.ALL.with(dimension, Set.of(1L));
            var order = new Order(Order.Column.START_AT, dimension.isOptional());
            List<TimeSession> expected = expected(filter, order);
            for (int number = 1; number <= Math.ceilDiv(expected.size(), 7); number++) {
                assertHolds(queries, reader, filter, order, number, 7, expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedOnesFollowEachOtherInEveryOrder(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        SessionFilter ended = SessionFilter.ALL.withRunning(false);
        var filters = new ArrayList<>(List.of(ended));
        for (Dimension dimension : Dimension.values()) {
            filters.add(ended.with(dimension, Set.of(1L)));
        }
        for (SessionFilter filter : filters) {
            for (Order.Column column : List.of(Order.Column.ID, Order.Column.START_AT, Order.Column.UPDATED_AT)) {
                for (boolean descending : new boolean[] {false, true}) {
                    var order = new Order(column, descending);
                    List<TimeSession> expected = expected(filter, order);
                    for (int number = 1; number <= Math.ceilDiv(expected.size(), 23) + 1; number++) {
                        assertHolds(queries, reader, filter, order, number, 23, expected);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesDeepInAWindowCountFromWhereItBegins(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().hashCode() + 4);
        for (int i = 0; i < 60; i++) {
            InstantWindow window = window(dice, 1);
            boolean started = dice.nextBoolean();
            SessionFilter filter = SessionFilter.ofApi(Params.of((started ? "min_start_at=%s" : "min_updated_at=%s")
                    .formatted(requireNonNullElse(window.min(), Instant.parse("2026-02-03T00:00:00Z")))));
            var order = new Order(started ? Order.Column.START_AT : Order.Column.UPDATED_AT, dice.nextBoolean());
            List<TimeSession> expected = expected(filter, order);
            int size = 1 + dice.nextInt(9);
            int number = 1 + dice.nextInt(Math.ceilDiv(expected.size(), size) + 1);

            assertHolds(queries, reader, filter, order, number, size, expected);
        }
    }

    /** @param expected the sessions of all pages */
    private static SessionPage assertHolds(
            SessionQueries queries,
            Visibility reader,
            SessionFilter filter,
            Order order,
            int number,
            int size,
            List<TimeSession> expected) {
        SessionPage page = queries.page(reader, filter, order, new Paging(number, size, null));
        assertThat(page.sessions())
                .as("page %d of %d by %s of %s", number, size, order, filter)
                .isEqualTo(slice(expected, (number - 1) * size, size));
        return page;
    }

    @ParameterizedTest
    @EnumSource
    void pagesOfAKeyFollowEachOtherByChange(Way way) {
        var inOrder = new Visibility(TestDatabase.company("UTC"));
        List<TimeSession> all = inBlocksOfIds(inOrder, 24);
        var queries = new SessionQueries(DATABASE, way.limits());
        for (Dimension dimension : Dimension.values()) {
            SessionFilter filter = SessionFilter.ALL.with(dimension, Set.of(1L, 2L));
            for (boolean descending : new boolean[] {false, true}) {
                var order = new Order(Order.Column.UPDATED_AT, descending);
                List<TimeSession> expected = expected(all, filter, order);
                for (int number = 1; number <= Math.ceilDiv(expected.size(), 9) + 1; number++) {
                    assertHolds(queries, inOrder, filter, order, number, 9, expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHasChangedOfAKeyIsCountedAndFollowsInOrder(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().hashCode() + 5);
        for (int i = 0; i < 60; i++) {
            InstantWindow window = window(dice, 2);
            SessionFilter changed = SessionFilter.ofApi(Params.of("min_updated_at=%s&max_updated_at=%s"
                            .formatted(
                                    requireNonNullElse(window.min(), Instant.parse("2026-01-03T10:20:00Z")),
                                    requireNonNullElse(window.max(), Instant.parse("2026-03-30T04:40:00Z")))))
                    .withRunning(dice.nextBoolean() ? false : null);
            SessionFilter filter = dice.nextBoolean()
                    ? changed.with(Dimension.LABOR_TYPE, Set.of(dice.nextLong(0, 4)))
                    : changed.with(Dimension.CATEGORY, Set.of(dice.nextLong(0, 2), dice.nextLong(2, 4)));
            assertFindsAndCounts(queries, filter, new Order(Order.Column.UPDATED_AT, dice.nextBoolean()), dice, 9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatStartsInAWindowIsCountedWithEverythingElse(Way way) {
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().hashCode() + 7);
        for (int i = 0; i < 120; i++) {
            InstantWindow window = window(dice, 1);
            SessionFilter filter = SessionFilter.ofApi(Params.of("min_start_at=%s&max_start_at=%s"
                            .formatted(
                                    requireNonNullElse(window.min(), Instant.parse("2025-12-03T10:20:00Z")),
                                    requireNonNullElse(window.max(), Instant.parse("2026-04-30T04:40:00Z")))))
                    .withRunning(dice.nextBoolean() ? false : null);
            if (dice.nextBoolean()) {
                filter = filter.with(Dimension.USER, Set.of(1L, 2L, 4L, 5L));
            }
            if (dice.nextInt(3) > 0) {
                Dimension kind = List.of(Dimension.PROJECT, Dimension.CATEGORY, Dimension.LABOR_TYPE)
                        .get(dice.nextInt(3));
                filter = filter.with(kind, Set.of(dice.nextLong(0, 4)));
            }
            assertFindsAndCounts(queries, filter, randomOrder(dice), dice, 9);
        }
    }

    @Test
    void windowsOfStartsEndAtTheSameInstantInEveryZone() {
        var company = new Visibility(TestDatabase.company("UTC"));
        List<TimeSession> all = IntStream.range(0, 20 * 24)
                .mapToObj(hour -> session(hour + 1)
                        .in(List.of("Pacific/Kiritimati", "Etc/GMT+12", "UTC").get(hour % 3))
                        .at(Instant.parse("2026-02-01T00:00:00Z")
                                .plus(hour, ChronoUnit.HOURS)
                                .toString())
                        .by(1)
                        .build())
                .toList();
        new SessionWriter(DATABASE).write(company.companyId(), Source.JETBUILT, all);
        var queries = new SessionQueries(DATABASE, Way.WALKING.limits());
        for (int hour = 0; hour < 24; hour++) {
            Instant from = Instant.parse("2026-02-04T00:00:00Z").plus(hour, ChronoUnit.HOURS);
            Instant to = from.plus(9L * 24 + hour, ChronoUnit.HOURS);
            SessionFilter filter =
                    SessionFilter.ofApi(Params.of("user_id=1&min_start_at=%s&max_start_at=%s".formatted(from, to)));

            assertThat(queries.page(company, filter, Order.BY_ID, new Paging(1, 5, null))
                            .total())
                    .as("%s to %s", from, to)
                    .isEqualTo(9L * 24 + hour + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesWithinAnHourOrABlockAreReadFromEitherEnd(Way way) {
        var crowded = new Visibility(TestDatabase.company("UTC"));
        var random = new RandomSessions(29);
        Instant first = Instant.parse("2026-02-01T10:00:00Z");
        List<TimeSession> all = LongStream.rangeClosed(1, 120)
                .mapToObj(id -> RandomSessions.copy(
                        random.withId(id), first, first.plus(id * 7 % 120, ChronoUnit.MINUTES), null))
                .toList();
        new SessionWriter(DATABASE).write(crowded.companyId(), Source.JETBUILT, all);
        List<TimeSession> stored = all.stream().map(TimeSession::asStored).toList();
        var queries = new SessionQueries(DATABASE, way.limits());
        for (String asked : List.of(
                "",
                "running=false",
                "category_id=none&category_id=1",
                "running=false&max_updated_at=2026-02-01T11:40:00Z")) {
            SessionFilter filter = SessionFilter.ofApi(Params.of(asked));
            for (Order.Column column : List.of(Order.Column.ID, Order.Column.UPDATED_AT)) {
                for (boolean descending : new boolean[] {false, true}) {
                    var order = new Order(column, descending);
                    List<TimeSession> expected = expected(stored, filter, order);
                    for (int number = 1; number <= Math.ceilDiv(expected.size(), 7) + 1; number++) {
                        assertHolds(queries, crowded, filter, order, number, 7, expected);
                    }
                }
            }
        }
    }

    /**
     * Sessions in ten blocks of ids, each in a fine one of its own, made one hour after the other; most are changed soon, a few
     * of each block much later.
     */
    private static List<TimeSession> inBlocksOfIds(Visibility company, long seed) {
        var random = new RandomSessions(seed);
        Instant first = Instant.parse("2026-02-01T00:00:00Z");
        List<TimeSession> all = LongStream.range(0, 400)
                .mapToObj(i -> {
                    TimeSession session = random.withId(((i / 40) << 15) + i * 75);
                    return RandomSessions.copy(
                            session,
                            first.plus(i, ChronoUnit.HOURS),
                            first.plus(i % 97 == 0 ? 399 : i + 5, ChronoUnit.HOURS),
                            session.project());
                })
                .toList();
        new SessionWriter(DATABASE).write(company.companyId(), Source.JETBUILT, all);
        return all.stream().map(TimeSession::asStored).toList();
    }

    @ParameterizedTest
    @EnumSource
    void instantsAreFoundByBlocksOfIds(Way way) {
        var inOrder = new Visibility(TestDatabase.company("UTC"));
        List<TimeSession> stored = inBlocksOfIds(inOrder, 23);
        Instant first = Instant.parse("2026-02-01T00:00:00Z");
        var queries = new SessionQueries(DATABASE, way.limits());
        var dice = new SplittableRandom(way.name().hashCode() + 3);
        for (int i = 0; i < 80; i++) {
            String asking = "min_created_at=%s".formatted(first.plus(dice.nextInt(300), ChronoUnit.HOURS));
            if (dice.nextInt(3) > 0) {
                asking += "&max_created_at=%s".formatted(first.plus(dice.nextInt(200, 400), ChronoUnit.HOURS));
            }
            if (dice.nextInt(3) == 0) {
                asking += "&min_updated_at=%s".formatted(first.plus(dice.nextInt(300), ChronoUnit.HOURS));
            }
            SessionFilter filter = SessionFilter.ofApi(Params.of(asking));
            if (dice.nextInt(3) > 0) {
                Dimension dimension = List.of(Dimension.values()).get(dice.nextInt(Dimension.values().length));
                filter = filter.with(dimension, Set.of(dice.nextLong(dimension.isOptional() ? 0 : 1, 4)));
            }
            SessionFilter asked = filter;
            List<TimeSession> expected =
                    stored.stream().filter(session -> matches(session, asked)).toList();
            boolean descending = dice.nextBoolean();
            List<TimeSession> ordered = descending ? expected.reversed() : expected;
            int size = 1 + dice.nextInt(20);
            int number = 1 + dice.nextInt(Math.ceilDiv(expected.size(), size) + 1);
            var order = new Order(Order.Column.ID, descending);

            SessionPage page = assertHolds(queries, inOrder, asked, order, number, size, ordered);
            assertThat(page.total()).as("%s", asked).isEqualTo(expected.size());
            if (page.next() != null) {
                assertThat(queries.page(inOrder, asked, order, new Paging(number + 1, size, page.next()))
                                .sessions())
                        .as("page after %d of %d by %s of %s", number, size, order, asked)
                        .isEqualTo(slice(ordered, number * size, size));
            }
        }
    }

    @Test
    void sessionsThatHaveChangedSinceHideNoneThatHaveNot() {
        var company = new Visibility(TestDatabase.company("UTC"));
        var random = new RandomSessions(37);
        Instant then = Instant.parse("2026-02-01T00:00:00Z");
        List<TimeSession> asked = LongStream.rangeClosed(1, 200)
                .mapToObj(i -> RandomSessions.copy(random.withId(i * 64), then, then, null))
                .toList();
        var writer = new SessionWriter(DATABASE);
        writer.write(company.companyId(), Source.JETBUILT, asked);
        Instant later = then.plus(90, ChronoUnit.DAYS);
        writer.write(
                company.companyId(),
                Source.JETBUILT,
                asked.subList(0, 150).stream()
                        .map(session -> RandomSessions.copy(session, then, later, null))
                        .toList());
        List<TimeSession> left =
                asked.subList(150, 200).stream().map(TimeSession::asStored).toList();
        SessionFilter filter = SessionFilter.ofApi(
                Params.of("min_updated_at=%s&max_updated_at=%s".formatted(then, then.plus(1, ChronoUnit.DAYS))));
        var queries = new SessionQueries(DATABASE, Way.MERGING.limits());

        for (int number = 1; number <= 8; number++) {
            assertHolds(queries, company, filter, new Order(Order.Column.ID, false), number, 7, left);
            assertHolds(queries, company, filter, new Order(Order.Column.ID, true), number, 7, left.reversed());
        }
    }

    private void assertAddsUp(SessionQueries queries, SessionFilter filter, Order order, SplittableRandom dice) {
        int sessions = expected(filter, order).size();
        int size = 1 + dice.nextInt(40);
        assertAddsUp(queries, filter, order, 1 + dice.nextInt(Math.max(1, Math.ceilDiv(sessions, size))), size);
    }

    private void assertAddsUp(SessionQueries queries, SessionFilter filter, Order order, int number, int size) {
        Instant now = Instant.parse("2026-04-10T12:00:00Z");
        List<TimeSession> expected =
                expected(filter, order).stream().map(s -> s.at(now)).toList();

        SessionList list = queries.list(reader, filter, order, new Paging(number, size, null), Optional.empty(), now);

        String described = "page %d of %d by %s of %s".formatted(number, size, order, filter);
        assertThat(list.sessions()).as(described).isEqualTo(slice(expected, (number - 1) * size, size));
        assertThat(list.sums()).as(described).isEqualTo(sumsOf(expected));
        assertThat(queries.countIfSoon(reader, filter).orElse((long) expected.size()))
                .as(described)
                .isEqualTo(expected.size());
        assertThat(list.people())
                .as(described)
                .isEqualTo(expected.stream().map(TimeSession::user).distinct().count());
        list.days()
                .forEach((day, sums) -> assertThat(sums)
                        .as("%s on %s", described, day)
                        .isEqualTo(sumsOf(expected.stream()
                                .filter(s -> s.localDate().equals(day))
                                .toList())));
        if (order.column() == Order.Column.DAY) {
            assertThat(list.days().keySet())
                    .containsExactlyInAnyOrderElementsOf(list.sessions().stream()
                            .map(TimeSession::localDate)
                            .distinct()
                            .toList());
        }
    }

    @Test
    void aPagePastTheEndIsEmptyAndStillCounts() {
        SessionPage page = new SessionQueries(DATABASE)
                .page(reader, SessionFilter.ALL, Order.BY_ID, new Paging(Long.MAX_VALUE, 100, null));

        assertThat(page.sessions()).isEmpty();
        assertThat(page.total()).isEqualTo(400);
    }

    @Test
    void findsOneSessionButNotThatOfAnotherCompany() {
        var queries = new SessionQueries(DATABASE);

        assertThat(queries.find(reader, APART)).contains(SESSIONS.getFirst());
        assertThat(queries.find(reader, 1)).isEmpty();
        assertThat(queries.find(new Visibility(Long.MAX_VALUE), APART)).isEmpty();
    }

    @Test
    void aManagerSeesThePeopleOfTheTeamsAndNobodyElse() {
        var queries = new SessionQueries(DATABASE);
        var paging = new Paging(1, 1_000, null);
        Instant now = Instant.parse("2026-04-10T12:00:00Z");
        for (Visibility manager : List.of(
                new Visibility(reader.companyId(), Set.of()),
                new Visibility(reader.companyId(), Set.of(2L)),
                new Visibility(reader.companyId(), Set.of(1L, 3L)),
                new Visibility(reader.companyId(), Set.of(1L, 3L), Set.of(team)),
                new Visibility(reader.companyId(), Set.of(77L)))) {
            Set<Long> people = requireNonNull(manager.people());
            for (SessionFilter filter : List.of(SessionFilter.ALL, ofUsers(Set.of(2L, 3L)), ofUsers(Set.of(4L)))) {
                List<TimeSession> expected = expected(filter, Order.BY_ID).stream()
                        .filter(s -> people.contains(s.user().id()))
                        .toList();

                assertThat(queries.page(manager, filter, Order.BY_ID, paging).sessions())
                        .isEqualTo(expected);
                assertThat(queries.page(manager, filter, Order.BY_ID, paging).total())
                        .isEqualTo(expected.size());
                assertThat(queries.countIfSoon(manager, filter)).hasValue((long) expected.size());
                assertThat(queries.list(manager, filter, Order.NEWEST_FIRST, paging, Optional.empty(), now)
                                .people())
                        .isEqualTo(expected.stream()
                                .map(TimeSession::user)
                                .distinct()
                                .count());
            }
            for (TimeSession session : SESSIONS) {
                assertThat(queries.find(manager, session.id()).isPresent())
                        .isEqualTo(people.contains(session.user().id()));
            }
        }
    }

    @Test
    void aTeamIsCountedAsItsPeopleAre() {
        var queries = new SessionQueries(DATABASE);
        var dice = new SplittableRandom(9);
        Instant now = Instant.parse("2026-04-10T12:00:00Z");
        var byPeople = new Visibility(reader.companyId(), Set.of(1L, 3L));
        var byTeam = new Visibility(reader.companyId(), Set.of(1L, 3L), Set.of(team));
        for (int i = 0; i < 60; i++) {
            SessionFilter filter = randomFilter(dice);
            var paging = new Paging(1 + dice.nextInt(3), 20, null);
            Optional<DateRange> before = Optional.of(new DateRange(
                    LocalDate.parse("2026-01-20"), LocalDate.parse("2026-01-20").plusDays(dice.nextInt(60))));

            assertThat(queries.list(byTeam, filter, Order.NEWEST_FIRST, paging, before, now))
                    .isEqualTo(queries.list(byPeople, filter, Order.NEWEST_FIRST, paging, before, now));
        }
    }

    @Test
    void refusesAWordOfTooManySessions() {
        var queries = new SessionQueries(DATABASE, new SearchLimits(2_000, 5, 20, 10, 1_000, 50, 1_000));
        SessionFilter cable = new SessionFilter(
                null,
                null,
                null,
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                null,
                "cable",
                List.of("cable"),
                InstantWindow.OPEN,
                InstantWindow.OPEN,
                InstantWindow.OPEN);

        assertThatThrownBy(() -> queries.countIfSoon(reader, cable))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("choose fewer days, or a rarer word");
        SessionFilter ofADay = cable.during(DateRange.of(SESSIONS.getFirst().localDate()));
        assertThat(queries.countIfSoon(reader, ofADay).orElseThrow()).isLessThan(20);
    }

    @Test
    void countsAheadOnlyWhatTotalsTellOrFewHaveToBeReadFor() {
        var queries = new SessionQueries(DATABASE, new SearchLimits(2_000, 30, 1_000, 10, 1_000, 50, 1_000));
        SessionFilter ofTwo = ofUsers(Set.of(1L, 2L));
        SessionFilter andMore = ofTwo.with(Dimension.PROJECT, Set.of(1L, 2L));
        TimeSession one = expected(andMore, Order.BY_ID).getFirst();

        assertThat(queries.countIfSoon(reader, ofTwo))
                .hasValue((long) expected(ofTwo, Order.BY_ID).size());
        assertThat(queries.countIfSoon(reader, andMore)).isEmpty();
        SessionFilter ofADay = andMore.during(DateRange.of(one.localDate()));
        assertThat(queries.countIfSoon(reader, ofADay))
                .hasValue((long) expected(ofADay, Order.BY_ID).size());
    }

    private static SessionFilter ofUsers(Set<Long> users) {
        return SessionFilter.ALL.with(Dimension.USER, users);
    }

    private static SessionFilter randomFilter(SplittableRandom dice) {
        boolean crowded = dice.nextInt(3) == 0;
        int chance = crowded ? 3 : 6;
        return new SessionFilter(
                null,
                dice.nextInt(chance) == 0 ? LocalDate.parse("2026-01-20").plusDays(dice.nextInt(30)) : null,
                dice.nextInt(chance) == 0 ? LocalDate.parse("2026-02-20").plusDays(dice.nextInt(40)) : null,
                ids(dice, chance, 1, 6),
                ids(dice, chance, 0, 5),
                ids(dice, chance, 0, 4),
                ids(dice, chance, 0, 5),
                dice.nextInt(chance) == 0 ? dice.nextBoolean() : null,
                "",
                words(dice, chance),
                window(dice, chance),
                window(dice, chance),
                window(dice, chance));
    }

    private static Set<Long> ids(SplittableRandom dice, int chance, int from, int to) {
        if (dice.nextInt(chance) != 0) {
            return Set.of();
        }
        var ids = new TreeSet<Long>();
        for (int i = 1 + dice.nextInt(3); i > 0; i--) {
            ids.add(dice.nextLong(from, to + 1));
        }
        return ids;
    }

    private static List<String> words(SplittableRandom dice, int chance) {
        if (dice.nextInt(chance) != 0) {
            return List.of();
        }
        return List.copyOf(
                Words.of(List.of("rack", "CABLE", "naive 42", "日本語", "nowhere").get(dice.nextInt(5))));
    }

    private static InstantWindow window(SplittableRandom dice, int chance) {
        if (dice.nextInt(chance) != 0) {
            return InstantWindow.OPEN;
        }
        Instant from = Instant.parse("2026-01-01T00:00:00Z").plusMillis(dice.nextLong(60L * 24 * 60 * 60 * 1000));
        Instant to = from.plusMillis(dice.nextLong(40L * 24 * 60 * 60 * 1000));
        return new InstantWindow(dice.nextInt(4) == 0 ? null : from, dice.nextInt(4) == 0 ? null : to);
    }

    private static Sums sumsOf(List<TimeSession> sessions) {
        return new Sums(
                sessions.size(),
                sessions.stream().mapToLong(TimeSession::workDuration).sum(),
                sessions.stream().mapToLong(TimeSession::breakDuration).sum());
    }

    private static Order randomOrder(SplittableRandom dice) {
        return new Order(List.of(Order.Column.values()).get(dice.nextInt(3)), dice.nextBoolean());
    }

    private static List<TimeSession> expected(SessionFilter filter, Order order) {
        return expected(SESSIONS, filter, order);
    }

    private static List<TimeSession> expected(List<TimeSession> all, SessionFilter filter, Order order) {
        Comparator<TimeSession> ascending = switch (order.column()) {
            case ID -> Comparator.comparingLong(TimeSession::id);
            case START_AT -> comparing(TimeSession::startAt).thenComparingLong(TimeSession::id);
            case UPDATED_AT -> comparing(TimeSession::updatedAt).thenComparingLong(TimeSession::id);
            case DAY -> BY_DAY;
            case DURATION ->
                Comparator.<TimeSession>comparingInt(s -> s.workDuration() + s.breakDuration())
                        .thenComparingLong(TimeSession::id);
            case PERSON -> comparing((TimeSession s) -> s.user().name()).thenComparing(BY_DAY);
            case PROJECT -> throw new IllegalArgumentException("Sessions without one have no place here");
        };
        var found = new ArrayList<>(
                all.stream().filter(s -> matches(s, filter)).sorted(ascending).toList());
        if (order.descending()) {
            Collections.reverse(found);
        }
        return found;
    }

    private static boolean matches(TimeSession s, SessionFilter filter) {
        return !s.localDate().isBefore(requireNonNullElse(filter.from(), LocalDate.MIN))
                && !s.localDate().isAfter(requireNonNullElse(filter.to(), LocalDate.MAX))
                && isAmong(s.user(), filter.users())
                && isAmong(s.project(), filter.projects())
                && isAmong(s.category(), filter.categories())
                && (filter.laborTypes().isEmpty() || s.laborTypeIds().stream().anyMatch(filter.laborTypes()::contains))
                && (filter.running() == null || filter.running() == s.running())
                && Words.of(s.description()).containsAll(filter.words())
                && isIn(s.createdAt(), filter.created())
                && isIn(s.updatedAt(), filter.updated())
                && isIn(s.startAt(), filter.started());
    }

    private static boolean isAmong(@Nullable Named named, Set<Long> ids) {
        return ids.isEmpty() || ids.contains(named == null ? 0L : named.id());
    }

    private static boolean isIn(Instant at, InstantWindow window) {
        return !at.isBefore(requireNonNullElse(window.min(), Instant.MIN))
                && !at.isAfter(requireNonNullElse(window.max(), Instant.MAX));
    }

    private static <T> List<T> slice(List<T> all, int from, int size) {
        return from >= all.size() ? List.of() : all.subList(from, Math.min(all.size(), from + size));
    }
}
