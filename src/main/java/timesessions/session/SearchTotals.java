package timesessions.session;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static timesessions.jooq.Tables.CATEGORY_LABOR;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.jooq.Tables.LABOR_MIX;
import static timesessions.jooq.Tables.TOTAL;
import static timesessions.session.SearchSql.asNumber;
import static timesessions.session.SearchSql.summed;
import static timesessions.session.SearchSql.timesOf;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.database.RowReader;
import timesessions.directory.Dimension;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;
import timesessions.total.SeatMasks;

/** What a search adds up to, from the rollups where they hold what is asked for, or else from the sessions. */
final class SearchTotals {
    private static final List<TotalGrain> GRAINS = List.of(TotalGrain.values());

    /** The number of a range of days. */
    private static final Name WHICH = DSL.name("which");

    private static final int PERIODS_TO_NEAR_DAYS = 5;

    private static final Rollup COMPANY = new Rollup(TotalDimension.company, Set.of(0L));

    private final DSLContext db;
    private final SeatMasks masks;
    private final SearchSizes sizes;
    private final KeyUserTotals keyUsers;
    private @Nullable Rollup rollup;
    private boolean rollupFound;
    private @Nullable Rollup ofLaborTypes;
    /** What the periods of the days asked for add up to, once the tiles have told it. */
    private @Nullable List<Span.PeriodSize> periods;

    SearchTotals(DSLContext db, SeatMasks masks, SearchSizes sizes) {
        this.db = db;
        this.masks = masks;
        this.sizes = sizes;
        this.keyUsers = new KeyUserTotals(sizes);
    }

    /** The same search of other days. */
    private SearchTotals(SearchTotals other, DateRange days) {
        this.db = other.db;
        this.masks = other.masks;
        this.sizes = other.sizes.during(days);
        this.keyUsers = other.keyUsers;
        this.rollup = other.rollup;
        this.rollupFound = other.rollupFound;
        this.ofLaborTypes = other.ofLaborTypes;
    }

    /** Those of these days, whenever sessions were made, changed or started. */
    SearchTotals withoutInstants(DateRange days) {
        return new SearchTotals(db, masks, sizes.withoutInstants(days));
    }

    KeyUserTotals keyUsers() {
        return keyUsers;
    }

    /** What sessions in these days the rollups hold and the search does not ask for. */
    Sums notAsked(DateRange days) {
        return sizes.stillRunning().sums(days);
    }

    /** What the sessions add up to as stored, and how many different people they are of. */
    record Tiles(Sums sums, long people) {
        static final Tiles NONE = new Tiles(Sums.NONE, 0);
    }

    /** The tiles, without what running clocks have come to since, and those of other days. */
    List<Tiles> tiles(Optional<DateRange> otherDays) {
        if (!isRolledUp()) {
            sizes.measure();
        }
        var searches = new ArrayList<>(List.of(this));
        otherDays.ifPresent(days -> searches.add(new SearchTotals(this, days)));
        List<Tiles> tiles = fetchTiles(searches);
        if (isKnown()) {
            List<Long> people = people(
                    searches.stream()
                            .map(search -> search.sql().filter().days())
                            .toList(),
                    tiles.stream().mapToLong(tile -> tile.sums.sessions()).sum());
            for (int number = 0; number < people.size(); number++) {
                tiles.set(number, new Tiles(tiles.get(number).sums, people.get(number)));
            }
        }
        return tiles;
    }

    /** What the sessions add up to as stored. */
    Sums sums() {
        if (!isRolledUp()) {
            sizes.measure();
        }
        return fetchTiles(List.of(this)).getFirst().sums;
    }

    /** In one statement; the people only where they are counted from the sessions themselves. */
    private static List<Tiles> fetchTiles(List<SearchTotals> searches) {
        var tiles = new ArrayList<>(List.of(Tiles.NONE, Tiles.NONE));
        SearchTotals first = searches.getFirst();
        if (first.isRolledUp()) {
            boolean byPeriod =
                    first.parts().size() == 1 && first.requireRollup().keys().size() == 1;
            var query = new RollupQuery();
            for (int number = 0; number < searches.size(); number++) {
                searches.get(number).addSums(query, number, byPeriod && number == 0);
            }
            var periods = new ArrayList<Span.PeriodSize>();
            query.forEach(first.db, row -> {
                int number = row.integer();
                TotalGrain grain = grain(row);
                LocalDate period = row.dateOrNull();
                Sums sums = sums(row);
                tiles.set(number, new Tiles(tiles.get(number).sums.plus(sums), 0));
                if (period != null) {
                    periods.add(first.periodSize(grain, period, sums));
                }
            });
            first.periods = byPeriod ? periods : null;
        } else {
            Path kind = first.keyUsers.kind();
            first.db
                    .fetch(union(
                            searches,
                            (search, number) -> kind == null
                                    ? Stream.of(search.countedPart(number, search.sql(), 1))
                                    : search.partsOfPeople(number, kind)))
                    .forEach(row -> tiles.set(
                            row.value1(),
                            new Tiles(
                                    tiles.get(row.value1()).sums.plus(sums(row.value2(), row.value3(), row.value4())),
                                    row.value5().longValueExact())));
        }
        if (first.isKnown()) {
            for (int number = 0; number < searches.size(); number++) {
                Sums others = first.notAsked(searches.get(number).sql().filter().days());
                tiles.set(number, new Tiles(tiles.get(number).sums.minus(others), 0));
            }
        }
        return tiles;
    }

    private static <R extends Record> Select<R> union(
            List<SearchTotals> searches, BiFunction<SearchTotals, Integer, Stream<Select<R>>> parts) {
        return IntStream.range(0, searches.size())
                .boxed()
                .flatMap(number -> parts.apply(searches.get(number), number))
                .reduce(Select::unionAll)
                .orElseThrow();
    }

    private Select<Record5<Integer, BigDecimal, BigDecimal, BigDecimal, BigDecimal>> countedPart(
            int number, SearchSql search, int times) {
        Path path = sizes.narrowest();
        SearchSql.Columns columns = search.columns(path);
        return select(
                        inline(number).as(WHICH),
                        timesOf(times, asNumber(DSL.count())),
                        timesOf(times, summed(columns.work())),
                        timesOf(times, summed(columns.breaks())),
                        asNumber(countDistinct(columns.user())))
                .from(search.source(path))
                .where(search.start(path), search.restOf(path));
    }

    /** Months have totals of people with a project and the like; the days beside them are counted from the sessions. */
    private Stream<Select<Record5<Integer, BigDecimal, BigDecimal, BigDecimal, BigDecimal>>> partsOfPeople(
            int number, Path kind) {
        return Periods.summed(sql().filter().days()).stream()
                .map(run -> run.grain() == TotalGrain.day
                        ? countedPart(number, asStored(run), run.times(1))
                        : select(
                                        inline(number).as(WHICH),
                                        summed(KEY_USER.SESSIONS),
                                        summed(KEY_USER.WORK),
                                        summed(KEY_USER.BREAK),
                                        inline(BigDecimal.ZERO))
                                .from(KEY_USER)
                                .where(keyUsers.sumsOf(kind, run)));
    }

    /** The search on these days, of sessions that run too. */
    private SearchSql asStored(Periods.Run days) {
        return sql().during(new DateRange(requireNonNull(days.from()), requireNonNull(days.to())))
                .withRunning(null);
    }

    /** @param byPeriod whether each period is told apart, of which there are few where there is one key */
    private void addSums(RollupQuery query, int number, boolean byPeriod) {
        DateRange days = sql().filter().days();
        for (Rollup.Part part : parts()) {
            (byPeriod ? Periods.between(days) : part.periods(days))
                    .forEach(run -> query.addSums(number, sql().companyId(), part, run, byPeriod));
        }
    }

    /**
     * How many different people have sessions in each of these ranges, where this is known: from who attended, as bits.
     *
     * @param sessions that there are in all of them
     */
    private List<Long> people(List<DateRange> ranges, long sessions) {
        if (sessions == 0) {
            return ranges.stream().map(days -> 0L).toList();
        }
        Path kind = keyUsers.kind();
        Rollup totals = kind == null ? requireRollup() : sizes.rollupOf(kind);
        AttendanceDimension dimension = AttendanceQueries.of(totals.dimension());
        Set<Long> keys = dimension == AttendanceDimension.company ? Set.of(0L) : totals.keys();
        var bits = new ArrayList<BitSet>();
        ranges.forEach(days -> bits.add(new BitSet()));
        var query = new RollupQuery();
        for (int number = 0; number < ranges.size(); number++) {
            for (Periods.Run period : Periods.between(ranges.get(number))) {
                query.addSeats(number, sql().companyId(), dimension, keys, period);
            }
        }
        query.forEach(db, row -> AttendanceQueries.add(bits.get(row.integer()), row));
        for (int number = 0; number < ranges.size(); number++) {
            Set<Long> others = sizes.stillRunning().peopleWithoutOthers(ranges.get(number));
            if (!others.isEmpty()) {
                bits.get(number).andNot(masks.of(db, sql().companyId(), others));
            }
        }
        if (sql().restrictions().contains(Path.USERS)) {
            BitSet asked = masks.of(db, sql().companyId(), sql().filter().users());
            bits.forEach(found -> found.and(asked));
        }
        return bits.stream().map(found -> (long) found.cardinality()).toList();
    }

    /** What each of these days adds up to under the filter, as stored. */
    Map<LocalDate, Sums> sumsOf(Set<LocalDate> days) {
        if (days.isEmpty()) {
            return Map.of();
        }
        if (isRolledUp()
                && (!sizes.hasManyKeys() || (long) requireRollup().keys().size() * days.size() <= sizes.sizeOf(days))) {
            return periodSizes(days.stream()
                            .map(day -> new Periods.Run(TotalGrain.day, day, day))
                            .toList())
                    .collect(Collectors.toMap(Span.PeriodSize::period, Span.PeriodSize::sums));
        }
        Path path = isRolledUp() ? Path.DAYS : sizes.narrowestOn(days);
        return fetchSizes(countedDays(sql(), path, sql().columns(path).day().in(days)))
                .collect(Collectors.toMap(Span.PeriodSize::period, Span.PeriodSize::sums));
    }

    /** How many sessions match on each day that has any, the first day first. */
    SortedMap<LocalDate, Long> sessionsByDay() {
        var days = new TreeMap<LocalDate, Long>();
        if (isRolledUp()) {
            periodSizes(List.of(new Periods.Run(
                            TotalGrain.day,
                            sql().filter().from(),
                            sql().filter().to())))
                    .forEach(day -> days.put(day.period(), day.size()));
        } else {
            sizes.measure();
            Path path = sizes.narrowest();
            SearchSql.Columns columns = sql().columns(path);
            db.select(columns.day(), DSL.count())
                    .from(sql().source(path))
                    .where(sql().start(path), sql().restOf(path))
                    .groupBy(columns.day())
                    .forEach(row -> days.put(row.value1(), row.value2().longValue()));
        }
        days.values().removeIf(sessions -> sessions == 0);
        return days;
    }

    private static List<Span.PeriodSize> sorted(Order order, Stream<Span.PeriodSize> periods) {
        Comparator<Span.PeriodSize> ascending = Comparator.comparing(Span.PeriodSize::period);
        return periods.sorted(order.descending() ? ascending.reversed() : ascending)
                .toList();
    }

    private Span.PeriodSize periodSize(TotalGrain grain, LocalDate firstDay, Sums rolledUp) {
        var period = new Span.PeriodSize(grain, firstDay, rolledUp);
        return new Span.PeriodSize(grain, firstDay, rolledUp.minus(notAsked(period.days())));
    }

    /** Whether each period has many rows, one for each key. */
    boolean hasManyRows() {
        return sizes.areMany(keys());
    }

    /** About how many rows lead to the days of a page that is near an end: of each key some two months, and some days. */
    long rowsToNearDays() {
        return (long) PERIODS_TO_NEAR_DAYS * keys();
    }

    private int keys() {
        return parts().stream().mapToInt(part -> part.keys().size()).sum();
    }

    /**
     * The months, and days at both ends, that hold the rows of a page.
     *
     * @param total how many sessions match
     */
    @Nullable
    Span span(Order order, long offset, int size, long total) {
        return hasManyRows()
                ? spanFromNearerEnd(
                        order, this::periodSizes, Periods.between(sql().filter().days()), offset, size, 0, total)
                : Span.of(
                        sorted(
                                order,
                                periods == null
                                        ? periodSizes(
                                                Periods.between(sql().filter().days()))
                                        : periods.stream()),
                        offset,
                        size,
                        0);
    }

    /** The same for people together with a project and the like: the months, and days at both ends. */
    @Nullable
    Span spanOfPeople(Order order, long offset, int size, long total) {
        Path kind = requireNonNull(keyUsers.kind());
        return spanFromNearerEnd(
                order,
                runs -> sizesOfPeople(kind, runs),
                Periods.between(sql().filter().days()),
                offset,
                size,
                0,
                total);
    }

    private Stream<Span.PeriodSize> sizesOfPeople(Path kind, List<Periods.Run> runs) {
        return withoutNotAsked(fetchSizes(runs.stream()
                .map(run -> run.grain() == TotalGrain.day
                        ? countedDays(asStored(run), sizes.narrowest(), noCondition())
                        : countedMonths(kind, run))
                .reduce(Select::unionAll)
                .orElseThrow()));
    }

    private Stream<Span.PeriodSize> fetchSizes(
            Select<Record5<TotalGrain, LocalDate, BigDecimal, BigDecimal, BigDecimal>> counted) {
        return db.fetch(counted).stream()
                .map(row -> new Span.PeriodSize(
                        row.value1(), row.value2(), sums(row.value3(), row.value4(), row.value5())));
    }

    private Select<Record5<TotalGrain, LocalDate, BigDecimal, BigDecimal, BigDecimal>> countedMonths(
            Path kind, Periods.Run months) {
        var k = KEY_USER;
        return select(inline(TotalGrain.month), k.PERIOD, summed(k.SESSIONS), summed(k.WORK), summed(k.BREAK))
                .hint(SearchSql.SORTED)
                .from(k)
                .where(keyUsers.monthsOf(kind, months))
                .groupBy(k.PERIOD);
    }

    private Select<Record5<TotalGrain, LocalDate, BigDecimal, BigDecimal, BigDecimal>> countedDays(
            SearchSql search, Path path, Condition days) {
        SearchSql.Columns columns = search.columns(path);
        return select(
                        inline(TotalGrain.day),
                        columns.day(),
                        asNumber(DSL.count()),
                        summed(columns.work()),
                        summed(columns.breaks()))
                .hint(SearchSql.SORTED)
                .from(search.source(path))
                .where(search.start(path), search.restOf(path), days)
                .groupBy(columns.day());
    }

    /** The days in such months. */
    @Nullable
    Span spanOfDays(Order order, Span months, long offset, int size) {
        var days = List.of(new Periods.Run(TotalGrain.day, months.firstDay(), months.lastDay()));
        return hasManyRows()
                ? spanFromNearerEnd(order, this::periodSizes, days, offset, size, months.before(), months.size())
                : Span.of(sorted(order, periodSizes(days)), offset, size, months.before());
    }

    /**
     * Reads no more periods than lead to the page from the end that is nearer: where there are many keys, each period is
     * many rows. How far that is, what the whole company has in them tells well enough; where it does not, all are read.
     *
     * @param sizesOf what the periods of runs add up to under the filter
     * @param before how many sessions come before all of the runs
     * @param within how many they hold
     */
    private @Nullable Span spanFromNearerEnd(
            Order order,
            Function<List<Periods.Run>, Stream<Span.PeriodSize>> sizesOf,
            List<Periods.Run> runs,
            long offset,
            int size,
            long before,
            long within) {
        boolean fromEnd = offset - before > within / 2;
        long wanted = fromEnd ? before + within - offset : offset + size - before;
        List<Span.PeriodSize> likely = Span.through(
                sorted(fromEnd ? order.reversed() : order, fetchSizes(COMPANY.parts(), runs)),
                (double) wanted / within);
        LocalDate nearest = likely.getFirst().period();
        LocalDate farthest = likely.getLast().period();
        List<Periods.Run> near = nearest.isBefore(farthest)
                ? Periods.only(runs, nearest, farthest)
                : Periods.only(runs, farthest, nearest);
        List<Span.PeriodSize> found = sorted(order, sizesOf.apply(near));
        long passed = found.stream().mapToLong(Span.PeriodSize::size).sum();
        return passed < wanted
                ? Span.of(sorted(order, sizesOf.apply(runs)), offset, size, before)
                : Span.of(found, offset, size, fromEnd ? before + within - passed : before);
    }

    /** What each period adds up to under the filter. */
    private Stream<Span.PeriodSize> periodSizes(List<Periods.Run> runs) {
        return withoutNotAsked(fetchSizes(parts(), runs));
    }

    private Stream<Span.PeriodSize> withoutNotAsked(Stream<Span.PeriodSize> asStored) {
        return asStored.map(period -> periodSize(period.grain(), period.period(), period.sums()));
    }

    private record Period(TotalGrain grain, LocalDate firstDay) {}

    private Stream<Span.PeriodSize> fetchSizes(List<Rollup.Part> parts, List<Periods.Run> runs) {
        var query = new RollupQuery();
        for (Rollup.Part part : parts) {
            runs.forEach(run -> query.addSums(0, sql().companyId(), part, run, true));
        }
        var found = new HashMap<Period, Sums>();
        query.forEach(db, row -> {
            row.skip();
            found.merge(new Period(grain(row), row.date()), sums(row), Sums::plus);
        });
        return found.entrySet().stream()
                .map(period -> new Span.PeriodSize(period.getKey().grain, period.getKey().firstDay, period.getValue()));
    }

    private static TotalGrain grain(RowReader row) throws SQLException {
        return row.oneOf(GRAINS);
    }

    private static Sums sums(RowReader row) throws SQLException {
        return new Sums(row.number(), row.number(), row.number());
    }

    /**
     * Whether the rollups hold what is asked for by the keys of a dimension: where nothing else is filtered by.
     *
     * @param dimension null for no dimension
     */
    boolean isRolledUpBy(@Nullable Dimension dimension) {
        if (dimension == null) {
            return isRolledUp();
        }
        // Sessions that have one labor type may have others too.
        return dimension == Dimension.LABOR_TYPE ? sql().isOfAtMost() : sql().isOfAtMost(Path.of(dimension));
    }

    /**
     * Whether the rollups hold what is asked for: days, and any number of keys of at most one kind, or categories with a
     * labor type.
     */
    boolean isRolledUp() {
        return rollup() != null;
    }

    /** Whether what all sessions add up to is told without looking at each of them. */
    boolean isKnown() {
        return isRolledUp() || isOfPeople();
    }

    /** Whether months have totals of the people asked for together with the other keys asked for. */
    boolean isOfPeople() {
        return keyUsers.kind() != null;
    }

    private Rollup requireRollup() {
        return requireNonNull(rollup());
    }

    /** What is added up where the rollups hold what is asked for. */
    List<Rollup.Part> parts() {
        return requireRollup().parts();
    }

    private @Nullable Rollup rollup() {
        if (!rollupFound) {
            rollup = findRollup();
            rollupFound = true;
        }
        return rollup;
    }

    private @Nullable Rollup findRollup() {
        if (Boolean.TRUE.equals(sql().filter().running())) {
            return null;
        }
        if (sql().isOf()) {
            return COMPANY;
        }
        if (sql().isOf(Path.LABOR_TYPES)) {
            return ofLaborTypes();
        }
        if (sql().isOf(Path.CATEGORIES, Path.LABOR_TYPES)) {
            return ofCategoriesWithLabor();
        }
        return Stream.of(Path.USERS, Path.PROJECTS, Path.CATEGORIES)
                .filter(kind -> sql().isOf(kind))
                .findFirst()
                .map(sizes::rollupOf)
                .orElse(null);
    }

    /** What adds up to the sessions of the keys of one kind in blocks of ids, which know of no teams. */
    List<Rollup.Part> partsInBlocks(Path kind) {
        return (kind == Path.LABOR_TYPES ? ofLaborTypes() : new Rollup(kind.rollup(), sql().keys(kind))).parts();
    }

    /** What holds the totals of the labor types asked for, whatever else is. */
    private Rollup ofLaborTypes() {
        if (ofLaborTypes == null) {
            ofLaborTypes = sizes.rollupOf(Path.LABOR_TYPES).without(TotalDimension.labor_mix, countedAgain());
        }
        return ofLaborTypes;
    }

    private Rollup ofCategoriesWithLabor() {
        Map<Long, Integer> again = countedAgain();
        var c = CATEGORY_LABOR;
        var found = db.select(c.ID, c.LABOR_ID)
                .from(c)
                .where(
                        c.COMPANY_ID.eq(sql().companyId()),
                        c.CATEGORY_ID.in(sql().filter().categories()),
                        c.LABOR_ID
                                .in(sql().filter().laborTypes())
                                .or(again.isEmpty() ? noCondition() : c.LABOR_ID.in(again.keySet())))
                .fetchMap(c.ID, c.LABOR_ID);
        var ofMixes = new HashMap<Long, Integer>();
        found.forEach((id, labor) -> {
            Integer times = again.get(labor);
            if (times != null) {
                ofMixes.put(id, times);
            }
        });
        var ofLaborTypes = new HashSet<>(found.keySet());
        ofLaborTypes.removeAll(ofMixes.keySet());
        return new Rollup(TotalDimension.category_labor, ofLaborTypes).without(TotalDimension.category_labor, ofMixes);
    }

    /** The mixes with several of the labor types asked for, each of which counts their sessions: how often once too much. */
    private Map<Long, Integer> countedAgain() {
        Set<String> asked =
                sql().filter().laborTypes().stream().map(String::valueOf).collect(Collectors.toSet());
        if (asked.size() == 1) {
            return Map.of();
        }
        var times = new HashMap<Long, Integer>();
        db.select(LABOR_MIX.ID, LABOR_MIX.LABOR_TYPES)
                .from(LABOR_MIX)
                .where(LABOR_MIX.COMPANY_ID.eq(sql().companyId()))
                .forEach(mix -> {
                    int counted = (int) Arrays.stream(mix.value2().split(","))
                            .filter(asked::contains)
                            .count();
                    if (counted > 1) {
                        times.put(mix.value1(), counted - 1);
                    }
                });
        return times;
    }

    /** The rows of a rollup for the keys that are filtered by, or all. */
    Condition ofTotals(TotalDimension dimension, TotalGrain grain) {
        Condition rows = TOTAL.COMPANY_ID
                .eq(sql().companyId())
                .and(TOTAL.DIMENSION.eq(dimension))
                .and(TOTAL.GRAIN.eq(grain));
        return sql().restrictions().stream()
                .filter(path -> path.isDimension() && path.rollup() == dimension)
                .map(path -> TOTAL.KEY_ID.in(sql().keys(path)))
                .reduce(rows, Condition::and);
    }

    Condition ofTotals(Rollup.Part part, TotalGrain grain) {
        return TOTAL.COMPANY_ID.eq(sql().companyId()).and(part.rows()).and(TOTAL.GRAIN.eq(grain));
    }

    private static Sums sums(BigDecimal sessions, BigDecimal work, BigDecimal breaks) {
        return new Sums(sessions.longValueExact(), work.longValueExact(), breaks.longValueExact());
    }

    /** Asked anew each time: measuring may put another word first. */
    private SearchSql sql() {
        return sizes.sql();
    }
}
