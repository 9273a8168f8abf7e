package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import timesessions.account.Company;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.directory.Named;
import timesessions.session.SessionWriter.Source;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestDatabase;
import timesessions.time.DateRange;
import timesessions.time.PayPeriod;
import timesessions.time.RailsTimeZone;

/** Totals by random groupings and filters, against the same sessions added up in plain Java. */
class TotalQueriesTest {
    private static final Database DATABASE = TestDatabase.shared();
    private static final Instant NOW = Instant.parse("2026-04-10T12:00:00Z");
    private static final List<GroupBy> GROUPINGS = List.of(GroupBy.values());
    private static final List<TimeSession> SESSIONS = new ArrayList<>();
    private static final Company COMPANY = new Company(
            1,
            "Northwind AV",
            RailsTimeZone.of("Pacific Time (US & Canada)"),
            DayOfWeek.SUNDAY,
            new PayPeriod.EveryTwoWeeks(LocalDate.parse("2026-01-07")));

    private final TotalQueries totals = new TotalQueries(DATABASE);
    /** Goes by the totals of people with a project and the like however few sessions there are. */
    private final TotalQueries ofPeople =
            new TotalQueries(DATABASE, TotalQueries.Limits.MEASURED, new SearchLimits(0, 1_000, 1_000, 10, 0, 0, 0));

    private static Visibility reader = new Visibility(0);

    @BeforeAll
    static void writeSessions() {
        reader = new Visibility(TestDatabase.company("Pacific Time (US & Canada)"));
        var random = new RandomSessions(21);
        LongStream.rangeClosed(1, 300)
                .map(i -> i * 1_777)
                .mapToObj(random::withId)
                .forEach(SESSIONS::add);
        new SessionWriter(DATABASE).write(reader.companyId(), Source.JETBUILT, SESSIONS);
        SESSIONS.replaceAll(session -> session.asStored().at(NOW));
        // What must never be counted in.
        SessionBuilder.write(TestDatabase.company("London"), session(1).at("2026-02-02T10:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource
    void addUpToWhatTheSessionsSayByOneGrouping(GroupBy by) {
        var filters = new RandomFilters(by.parameter().hashCode());
        for (int i = 0; i < 60; i++) {
            assertEqualsPlainJava(reader, filters.next(), List.of(by));
        }
    }

    @Test
    void addUpToWhatTheSessionsSayByTwoGroupings() {
        var filters = new RandomFilters(77);
        var dice = new SplittableRandom(78);
        for (int i = 0; i < 200; i++) {
            GroupBy one = GROUPINGS.get(dice.nextInt(8));
            GroupBy other = GROUPINGS.get(dice.nextInt(8));
            if (one != other && !(one.isTime() && other.isTime())) {
                assertEqualsPlainJava(reader, filters.next(), List.of(one, other));
            }
        }
    }

    @Test
    void areThoseOfThePeopleThatTheReaderSees() {
        var filters = new RandomFilters(79);
        for (Set<Long> people : List.of(Set.<Long>of(), Set.of(2L), Set.of(1L, 4L))) {
            var manager = new Visibility(reader.companyId(), people);
            for (GroupBy by : GroupBy.values()) {
                assertEqualsPlainJava(manager, SessionFilter.ALL, List.of(by));
                assertEqualsPlainJava(manager, filters.next(), List.of(by, by.isTime() ? GroupBy.PERSON : GroupBy.DAY));
            }
        }
    }

    @Test
    void areThoseOfPeopleTogetherWithAProjectACategoryOrALaborType() {
        var months = days("2026-01-20", "2026-04-12");
        var manager = new Visibility(reader.companyId(), Set.of(1L, 4L));
        for (Dimension kind : List.of(Dimension.PROJECT, Dimension.CATEGORY, Dimension.LABOR_TYPE)) {
            SessionFilter ofOne = SessionFilter.ALL.with(kind, Set.of(1L));
            GroupBy itself = GROUPINGS.stream()
                    .filter(by -> !by.isTime() && by.dimension() == kind)
                    .findFirst()
                    .orElseThrow();
            for (SessionFilter asked : List.of(ofOne, ofOne.during(months), SessionFilter.ALL.during(months))) {
                for (SessionFilter filter : List.of(asked, asked.withRunning(false))) {
                    for (Visibility who : List.of(reader, manager)) {
                        assertEqualsPlainJava(who, filter, List.of(GroupBy.PERSON));
                        assertEqualsPlainJava(who, filter, List.of(GroupBy.MONTH, GroupBy.PERSON));
                        assertEqualsPlainJava(who, filter, List.of(itself));
                        assertEqualsPlainJava(who, filter, List.of(itself, GroupBy.MONTH));
                    }
                }
            }
        }
    }

    @Test
    void tellLaborTypesByPeopleProjectsAndCategoriesWithoutReadingSessions() {
        var ofTotals = new TotalQueries(
                DATABASE,
                new TotalQueries.Limits(200_000, 400_000, 0, 0),
                new SearchLimits(0, 1_000, 1_000, 10, 0, 0, 0));
        var manager = new Visibility(reader.companyId(), Set.of(1L, 4L));
        var months = days("2026-02-01", "2026-03-31");
        for (SessionFilter asked : List.of(SessionFilter.ALL, SessionFilter.ALL.during(months))) {
            for (GroupBy other : List.of(GroupBy.PERSON, GroupBy.PROJECT, GroupBy.CATEGORY)) {
                assertEqualsPlainJava(ofTotals, reader, asked, List.of(other, GroupBy.LABOR_TYPE));
                for (Set<Long> keys : List.of(Set.of(1L), Set.of(1L, 3L))) {
                    SessionFilter ofSome = asked.with(other.dimension(), keys);
                    assertEqualsPlainJava(ofTotals, reader, ofSome, List.of(GroupBy.LABOR_TYPE));
                    assertEqualsPlainJava(ofTotals, reader, ofSome, List.of(GroupBy.LABOR_TYPE, other));
                    assertEqualsPlainJava(ofTotals, reader, ofSome, List.of(GroupBy.MONTH, GroupBy.LABOR_TYPE));
                }
            }
            assertEqualsPlainJava(ofTotals, manager, asked, List.of(GroupBy.LABOR_TYPE));
            assertEqualsPlainJava(ofTotals, manager, asked, List.of(GroupBy.PERSON, GroupBy.LABOR_TYPE));
        }
        DateRange anyDays = days("2026-01-20", "2026-03-12");
        SessionFilter ofCategories = SessionFilter.ALL.during(anyDays).with(Dimension.CATEGORY, Set.of(0L, 2L));
        for (GroupBy time : List.of(GroupBy.DAY, GroupBy.WEEK, GroupBy.PAY_PERIOD, GroupBy.MONTH)) {
            assertEqualsPlainJava(ofTotals, reader, ofCategories, List.of(GroupBy.LABOR_TYPE, time));
        }
    }

    @Test
    void tellLaborTypesAlsoOfDaysBesideWholeMonths() {
        for (DateRange days : List.of(
                days("2026-01-20", "2026-03-12"), days("2026-02-03", "2026-02-27"), days("2026-03-30", "2026-04-12"))) {
            SessionFilter during = SessionFilter.ALL.during(days);
            for (SessionFilter filter : List.of(during, during.withRunning(false))) {
                for (GroupBy other : List.of(GroupBy.PERSON, GroupBy.PROJECT, GroupBy.CATEGORY)) {
                    assertEqualsPlainJava(reader, filter, List.of(GroupBy.LABOR_TYPE, other));
                    assertEqualsPlainJava(
                            reader,
                            filter.with(other.dimension(), Set.of(2L)),
                            List.of(GroupBy.LABOR_TYPE, GroupBy.MONTH));
                }
            }
        }
    }

    @Test
    void areTheTilesOfTheListToTheSecond() {
        var filters = new RandomFilters(80);
        var sessions = new SessionQueries(DATABASE);
        for (int i = 0; i < 60; i++) {
            SessionFilter filter = filters.next();
            GroupBy by = GROUPINGS.get(i % 8);

            Sums tile = sessions.list(
                            reader, filter, Order.NEWEST_FIRST, new Paging(1, 25, null), Optional.empty(), NOW)
                    .sums();

            Totals found =
                    totals.find(reader, filter, List.of(by), COMPANY, NOW).orElseThrow();
            assertThat(found.sums()).as("%s", filter).isEqualTo(tile);
            assertThat(secondsOf(found)).as("%s by %s", filter, by).isEqualTo(tile.total());
        }
    }

    @Test
    void aDayIsThatOfTheStartAlsoWhereItHas23Or25Hours() {
        var company = new Visibility(TestDatabase.company("Pacific Time (US & Canada)"));
        SessionBuilder.write(
                company.companyId(),
                // 8 March 2026 lacks the hour from 2 to 3, 1 November has that from 1 to 2 twice, in Pacific time.
                session(1).at("2026-03-08T08:00:00Z"),
                session(2).at("2026-03-09T06:59:59Z"),
                session(3).at("2026-03-09T07:00:00Z"),
                session(4).at("2026-11-01T07:00:00Z"),
                session(5).at("2026-11-01T08:30:00Z"),
                session(6).at("2026-11-01T09:30:00Z"),
                session(7).at("2026-11-02T07:59:59Z"),
                session(8).at("2026-11-02T08:00:00Z"));

        Totals found = totals.find(company, SessionFilter.ALL, List.of(GroupBy.DAY), COMPANY, NOW)
                .orElseThrow();

        var byDay = new TreeMap<LocalDate, Long>();
        found.cells()
                .forEach(cell ->
                        byDay.put(TotalCell.day(cell.first()), cell.sums().sessions()));
        assertThat(byDay)
                .containsExactly(
                        Map.entry(LocalDate.parse("2026-03-08"), 2L),
                        Map.entry(LocalDate.parse("2026-03-09"), 1L),
                        Map.entry(LocalDate.parse("2026-11-01"), 4L),
                        Map.entry(LocalDate.parse("2026-11-02"), 1L));
    }

    @Test
    void whatReadsTooMuchIsRefusedAndTheSameNarrowedIsNot() {
        var few = new TotalQueries(DATABASE, new TotalQueries.Limits(50, 50, 100, 100), SearchLimits.MEASURED);
        List<GroupBy> pairs = List.of(GroupBy.PERSON, GroupBy.PROJECT);
        SessionFilter week = SessionFilter.ALL.during(days("2026-02-02", "2026-02-08"));

        assertThat(few.find(reader, SessionFilter.ALL, pairs, COMPANY, NOW)).isEmpty();
        assertThat(few.find(reader, SessionFilter.ALL, List.of(GroupBy.DAY, GroupBy.PERSON), COMPANY, NOW))
                .isEmpty();
        assertThat(few.find(reader, week, pairs, COMPANY, NOW)).isPresent();
        assertThat(few.find(reader, SessionFilter.ALL, List.of(GroupBy.DAY), COMPANY, NOW))
                .isPresent();
    }

    private static DateRange days(String first, String last) {
        return new DateRange(LocalDate.parse(first), LocalDate.parse(last));
    }

    private void assertEqualsPlainJava(Visibility who, SessionFilter filter, List<GroupBy> by) {
        assertEqualsPlainJava(totals, who, filter, by);
        assertEqualsPlainJava(ofPeople, who, filter, by);
    }

    private static void assertEqualsPlainJava(
            TotalQueries totals, Visibility who, SessionFilter filter, List<GroupBy> by) {
        List<TimeSession> matching = SESSIONS.stream()
                .filter(session -> who.sees(session.user().id()) && RandomFilters.matches(session, filter))
                .toList();
        assertEqual(matching, totals, who, filter, by);
    }

    private static void assertEqual(
            List<TimeSession> matching, TotalQueries totals, Visibility who, SessionFilter filter, List<GroupBy> by) {
        Totals found = totals.find(who, filter, by, COMPANY, NOW).orElseThrow();

        String described = "%s by %s".formatted(filter, by);
        assertThat(found.sums()).as(described).isEqualTo(sumsOf(matching));
        assertThat(found.cells()).as(described).containsExactlyInAnyOrderElementsOf(cells(matching, by));
        assertThat(secondsOf(found)).as(described).isEqualTo(found.sums().total());
        assertThat(found.firsts()).as(described).isEqualTo(whole(matching, by.getFirst()));
        if (by.size() == 2) {
            assertThat(found.seconds()).as(described).isEqualTo(whole(matching, by.get(1)));
        }
    }

    private static Map<Long, Sums> whole(List<TimeSession> sessions, GroupBy by) {
        return cells(sessions, List.of(by)).stream().collect(Collectors.toMap(TotalCell::first, TotalCell::sums));
    }

    private static long secondsOf(Totals totals) {
        return totals.cells().stream().mapToLong(cell -> cell.sums().total()).sum();
    }

    private static Sums sumsOf(List<TimeSession> sessions) {
        return sessions.stream()
                .map(session -> new Sums(1, session.workDuration(), session.breakDuration()))
                .reduce(Sums.NONE, Sums::plus);
    }

    private static List<TotalCell> cells(List<TimeSession> sessions, List<GroupBy> by) {
        var cells = new HashMap<List<Long>, Sums>();
        for (TimeSession session : sessions) {
            Map<Long, Sums> shares = by.contains(GroupBy.LABOR_TYPE)
                    ? shares(session)
                    : Map.of(0L, new Sums(1, session.workDuration(), session.breakDuration()));
            shares.forEach((laborType, sums) -> {
                long first = key(session, by.getFirst(), laborType);
                long second = by.size() == 1 ? 0 : key(session, by.get(1), laborType);
                cells.merge(List.of(first, second), sums, Sums::plus);
            });
        }
        return cells.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(Sums.NONE))
                .map(entry ->
                        new TotalCell(entry.getKey().getFirst(), entry.getKey().getLast(), entry.getValue()))
                .toList();
    }

    /** To each labor type the seconds of its entries, to none the rest of the session. */
    private static Map<Long, Sums> shares(TimeSession session) {
        var shares = new HashMap<Long, Sums>();
        session.laborTypeIds().forEach(id -> shares.put(id, new Sums(1, 0, 0)));
        var rest = new Sums(0, session.workDuration(), session.breakDuration());
        for (TimeEntry entry : session.entries()) {
            Named laborType = entry.laborType();
            if (laborType != null) {
                long work = entry.type() == EntryType.WORK ? entry.duration() : 0;
                long breaks = entry.duration() - work;
                shares.merge(laborType.id(), new Sums(0, work, breaks), Sums::plus);
                rest = rest.plus(new Sums(0, -work, -breaks));
            }
        }
        shares.merge(0L, rest, Sums::plus);
        return shares;
    }

    private static long key(TimeSession session, GroupBy by, long laborType) {
        return switch (by) {
            case DAY -> session.localDate().toEpochDay();
            case WEEK ->
                LongStream.range(0, 7)
                        .mapToObj(session.localDate()::minusDays)
                        .filter(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY)
                        .findFirst()
                        .orElseThrow()
                        .toEpochDay();
            case MONTH -> session.localDate().withDayOfMonth(1).toEpochDay();
            case PAY_PERIOD -> {
                long anchor = LocalDate.parse("2025-12-10").toEpochDay();
                yield anchor + (session.localDate().toEpochDay() - anchor) / 14 * 14;
            }
            case PERSON -> session.user().id();
            case PROJECT -> idOf(session, Dimension.PROJECT);
            case CATEGORY -> idOf(session, Dimension.CATEGORY);
            case LABOR_TYPE -> laborType;
        };
    }

    private static long idOf(TimeSession session, Dimension dimension) {
        Named named = dimension == Dimension.PROJECT ? session.project() : session.category();
        return named == null ? 0 : named.id();
    }
}
