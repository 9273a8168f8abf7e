package timesessions.session;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.one;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static timesessions.jooq.Tables.ATTENDANCE;
import static timesessions.jooq.Tables.CATEGORY_LABOR;
import static timesessions.jooq.Tables.ID_BLOCK;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.RUNNING_CLOCK;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.STAMP_TOTAL;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.TOTAL;
import static timesessions.jooq.Tables.USER;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.directory.Dimension;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.AttendanceGrain;
import timesessions.jooq.enums.IdBlockGrain;
import timesessions.jooq.enums.KeyBlockDimension;
import timesessions.jooq.enums.RunningClockType;
import timesessions.jooq.enums.StampTotalGrain;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;
import timesessions.total.SeatMasks;
import timesessions.total.Seats;
import timesessions.web.Params;
import timesessions.web.Problem;

/**
 * One search of one company: how many sessions it finds, and the ids of a page of them. It starts from the index of the
 * narrowest restriction, or walks in the order asked for where matches are frequent, so that it costs no more than the
 * narrowest restriction holds. The statistics of the server cannot make that choice, customers are too unequal; the
 * rollups can, and so each statement says which index it means.
 */
final class SearchQueries {
    /**
     * Where one way of finding a page gets dearer than another.
     *
     * @param dense where one session in this many matches, walking in the order asked for finds a page soon
     * @param alwaysSorted up to this many rows are sorted rather than walked to, however frequent they are
     * @param counted words and running clocks are counted no further than this to choose by
     * @param found a word that leads to more sessions than this is refused, since it would be added up for seconds
     * @param fewKeys of more keys even the totals are many rows, and walking from day to day is tried first
     * @param keysMerged up to this many keys of one kind are merged in the order of ids
     * @param rowsMerged up to this many rows of each
     */
    record Limits(long dense, long alwaysSorted, int counted, int found, int fewKeys, int keysMerged, long rowsMerged) {
        static final Limits MEASURED = new Limits(50, 2_000, 20_000, 150_000, 10, 50, 1_000);
    }

    private static final Map<Path, TotalDimension> DIMENSIONS = new EnumMap<>(Map.of(
            Path.USERS, TotalDimension.user,
            Path.PROJECTS, TotalDimension.project,
            Path.CATEGORIES, TotalDimension.category,
            Path.LABOR_TYPES, TotalDimension.labor_type));

    private static final Map<Path, KeyBlockDimension> BLOCKS = new EnumMap<>(Map.of(
            Path.USERS, KeyBlockDimension.user,
            Path.PROJECTS, KeyBlockDimension.project,
            Path.CATEGORIES, KeyBlockDimension.category,
            Path.LABOR_TYPES, KeyBlockDimension.labor_type));

    /** More ranges than this of one index cost more to tell than to read. */
    private static final long MOST_RANGES = 5_000;

    /** What a row is told by, in the tables where sessions are found. */
    private record Columns(
            Field<Long> id,
            Field<LocalDate> day,
            Field<Instant> start,
            Field<Long> user,
            Field<Long> project,
            Field<Long> category,
            Field<Integer> work,
            Field<Integer> breaks) {
        static final Columns OF_SESSIONS = new Columns(
                TIME_SESSION.ID,
                TIME_SESSION.LOCAL_DATE,
                TIME_SESSION.START_AT,
                TIME_SESSION.USER_ID,
                TIME_SESSION.PROJECT_ID,
                TIME_SESSION.CATEGORY_ID,
                TIME_SESSION.WORK_DURATION,
                TIME_SESSION.BREAK_DURATION);

        /** All that is asked of sessions with a labor type stands beside it, so that they need not be looked up. */
        static final Columns OF_LABOR = new Columns(
                SESSION_LABOR.SESSION_ID,
                SESSION_LABOR.LOCAL_DATE,
                SESSION_LABOR.START_AT,
                SESSION_LABOR.USER_ID,
                SESSION_LABOR.PROJECT_ID,
                SESSION_LABOR.CATEGORY_ID,
                SESSION_LABOR.WORK_DURATION,
                SESSION_LABOR.BREAK_DURATION);

        static final Columns OF_WORDS = new Columns(
                SESSION_WORD.SESSION_ID,
                SESSION_WORD.LOCAL_DATE,
                SESSION_WORD.START_AT,
                TIME_SESSION.USER_ID,
                TIME_SESSION.PROJECT_ID,
                TIME_SESSION.CATEGORY_ID,
                TIME_SESSION.WORK_DURATION,
                TIME_SESSION.BREAK_DURATION);
    }

    /** What holds the totals that are asked for: some rows of a dimension, each for every period. */
    private record Rollup(TotalDimension dimension, Set<Long> keys) {
        Condition rows() {
            return TOTAL.DIMENSION.eq(dimension).and(isOneOf(TOTAL.KEY_ID, keys));
        }

        /** Whole months and days, or all time in one where there is such a row. */
        List<Periods.Run> periods(DateRange days) {
            return dimension == TotalDimension.user && days.equals(DateRange.ALL)
                    ? List.of(new Periods.Run(TotalGrain.all, null, null))
                    : Periods.between(days);
        }
    }

    /** What is wrong with a word that leads to too many sessions. */
    static final String TOO_COMMON =
            "finds more than %,d sessions: choose fewer days, or a rarer word".formatted(Limits.MEASURED.found);

    private final DSLContext db;
    private final Limits limits;
    private final SeatMasks masks;
    private final long companyId;
    private final SessionFilter filter;
    /** The teams whose people are asked for, all of them; empty where people are asked for otherwise. */
    private final Set<Long> teams;

    private final RankQueries ranks;
    private final Set<Path> restrictions;
    private final Map<Path, Long> sizes = new EnumMap<>(Path.class);
    private boolean measured;
    private List<String> words;
    private long companySize;
    private @Nullable Rollup rollup;
    private boolean rollupFound;

    SearchQueries(DSLContext db, Limits limits, SeatMasks masks, Visibility reader, SessionFilter asked) {
        this.db = db;
        this.limits = limits;
        this.masks = masks;
        this.companyId = reader.companyId();
        this.filter = asked.seenBy(reader);
        this.teams = asked.users().isEmpty() ? reader.teams() : Set.of();
        this.ranks = new RankQueries(db, companyId);
        this.restrictions = restrictions(filter);
        this.words = filter.words();
    }

    /** The same search of other days; what this one has measured chooses its way too. */
    private SearchQueries(SearchQueries other, DateRange days) {
        this.db = other.db;
        this.limits = other.limits;
        this.masks = other.masks;
        this.companyId = other.companyId;
        this.filter = other.filter.during(days);
        this.teams = other.teams;
        this.ranks = other.ranks;
        this.restrictions = restrictions(filter);
        this.words = other.words;
        this.measured = other.measured;
        this.companySize = other.companySize;
        this.sizes.putAll(other.sizes);
        this.rollup = other.rollup;
        this.rollupFound = other.rollupFound;
    }

    /** How many sessions match, exactly. */
    long count() {
        if (restrictions.isEmpty()) {
            measure();
            return filter.running() == null ? companySize : companySize - runningNow();
        }
        Path narrowest = narrowest();
        if (isAlone(narrowest)) {
            switch (narrowest) {
                case USERS, PROJECTS, CATEGORIES -> {
                    return size(narrowest);
                }
                case LABOR_TYPES -> {
                    if (filter.laborTypes().size() == 1) {
                        return size(narrowest);
                    }
                }
                case CREATED, UPDATED, STARTED -> {
                    return ranks.count(narrowest.stamp(), window(narrowest));
                }
                case USERS_OF_PROJECTS,
                        USERS_OF_CATEGORIES,
                        USERS_OF_LABOR_TYPES,
                        PROJECTS_OF_LABOR_TYPES,
                        WORDS,
                        RUNNING,
                        DAYS -> {
                    // Counted below, from their own index.
                }
            }
        }
        return countFrom(narrowest);
    }

    /**
     * The ids of the sessions from an offset, in the order asked for.
     *
     * @param total how many sessions match
     */
    Select<Record1<Long>> page(Order order, long offset, int size, long total) {
        if (order.column() == Order.Column.DAY && isRolledUp()) {
            return dayStretch(order, offset, size).keys;
        }
        // The first pages are met sooner than the way to them is found.
        if (isStretchOf(order) && offset + size > limits.rowsMerged) {
            return stretch(order, offset, size, total);
        }
        Path only = restrictions.size() == 1 ? restrictions.iterator().next() : null;
        KeyBlockDimension blocks = only == null ? null : BLOCKS.get(only);
        if (only != null
                && blocks != null
                && isAlone(only)
                && order.isById()
                && (only != Path.LABOR_TYPES || hasOneLaborType())
                && offset > limits.alwaysSorted) {
            return keyStretch(only, blocks, order, offset, size, total);
        }
        return ordered(order, order.descending(), Place.ANYWHERE, offset, size);
    }

    /**
     * A page in the order of days.
     *
     * @param keys its ids
     * @param sums what days add up to under the filter, as stored: all those of the page, or none
     */
    record DayPage(Select<Record1<Long>> keys, Map<LocalDate, Sums> sums) {}

    /**
     * The page that begins at an offset.
     *
     * @param total how many sessions match
     */
    DayPage dayPage(Order order, long offset, int size, long total) {
        if (isRolledUp()) {
            return teams.isEmpty() && hasManyKeys() && isSoonMetByDay(offset + size, total)
                    ? new DayPage(byDay(order, noCondition(), offset, size), Map.of())
                    : dayStretch(order, offset, size);
        }
        return new DayPage(
                size(narrowest()) > limits.alwaysSorted && isSoonMetByDay(offset + size, total)
                        ? byDay(order, noCondition(), offset, size)
                        : ordered(order, order.descending(), Place.ANYWHERE, offset, size),
                Map.of());
    }

    /** Of so many keys even the totals are many rows. */
    private boolean hasManyKeys() {
        return mostKeys() > limits.fewKeys;
    }

    private int mostKeys() {
        return restrictions.stream().mapToInt(path -> keys(path).size()).max().orElse(0);
    }

    /**
     * Whether walking from day to day meets so many of them soon. People, categories and labor types lie evenly among the
     * days; projects and words need not.
     */
    private boolean isSoonMetByDay(long wanted, long total) {
        return total > 0
                && Set.of(Path.USERS, Path.CATEGORIES, Path.LABOR_TYPES, Path.DAYS)
                        .containsAll(restrictions)
                && wanted * (sizeOf(filter.days()) / total) < limits.alwaysSorted;
    }

    /** How many sessions the company has on these days. */
    private long sizeOf(DateRange days) {
        Select<Record1<BigDecimal>> parts = Periods.between(days).stream()
                .map(period -> (Select<Record1<BigDecimal>>) select(summed(TOTAL.SESSIONS))
                        .from(TOTAL)
                        .where(
                                TOTAL.COMPANY_ID.eq(companyId),
                                TOTAL.DIMENSION.eq(TotalDimension.company),
                                TOTAL.KEY_ID.eq(0L),
                                TOTAL.GRAIN.eq(period.grain()),
                                period.contains(TOTAL.PERIOD)))
                .reduce(Select::unionAll)
                .orElseThrow();
        return db.fetch(parts).getValues(0, BigDecimal.class).stream()
                .mapToLong(BigDecimal::longValueExact)
                .sum();
    }

    private Select<Record1<Long>> byDay(Order order, Condition days, long offset, int size) {
        return select(TIME_SESSION.ID)
                .from(source(Path.DAYS))
                .where(start(Path.DAYS), restOf(Path.DAYS), days)
                .orderBy(orderBy(order, order.descending()))
                .offset(offset)
                .limit(size);
    }

    /** What the sessions add up to as stored, and how many different people they are of. */
    record Tiles(Sums sums, long people) {
        static final Tiles NONE = new Tiles(Sums.NONE, 0);

        private Tiles plus(Tiles other) {
            return new Tiles(sums.plus(other.sums), people + other.people);
        }
    }

    /** The tiles, without what running clocks have come to since, and those of other days. */
    List<Tiles> tiles(Optional<DateRange> otherDays) {
        if (!isRolledUp()) {
            measure();
        }
        var searches = new ArrayList<>(List.of(this));
        otherDays.ifPresent(days -> searches.add(new SearchQueries(this, days)));
        List<Tiles> tiles = fetchTiles(searches);
        if (isRolledUp()) {
            List<Long> people = people(
                    searches.stream().map(search -> search.filter.days()).toList(),
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
            measure();
        }
        return fetchTiles(List.of(this)).getFirst().sums;
    }

    /** In one statement; the people only where they are counted from the sessions themselves. */
    private static List<Tiles> fetchTiles(List<SearchQueries> searches) {
        var tiles = new ArrayList<>(List.of(Tiles.NONE, Tiles.NONE));
        IntStream.range(0, searches.size())
                .mapToObj(number -> searches.get(number).tileParts(number))
                .reduce(Select::unionAll)
                .ifPresent(parts -> searches.getFirst()
                        .db
                        .fetch(parts)
                        .forEach(row -> tiles.set(
                                row.value1(),
                                tiles.get(row.value1())
                                        .plus(new Tiles(
                                                sums(row.value2(), row.value3(), row.value4()),
                                                row.value5().longValueExact())))));
        return tiles;
    }

    private Select<Record5<Integer, BigDecimal, BigDecimal, BigDecimal, BigDecimal>> tileParts(int number) {
        var which = inline(number).as("which");
        if (!isRolledUp()) {
            Path path = narrowest();
            Columns columns = columns(path);
            return select(
                            which,
                            asNumber(DSL.count()),
                            summed(columns.work),
                            summed(columns.breaks),
                            asNumber(countDistinct(columns.user)))
                    .from(source(path))
                    .where(start(path), restOf(path));
        }
        return requireRollup().periods(filter.days()).stream()
                .map(period -> (Select<Record5<Integer, BigDecimal, BigDecimal, BigDecimal, BigDecimal>>) select(
                                which,
                                summed(TOTAL.SESSIONS).as("sessions"),
                                summed(TOTAL.WORK).as("work"),
                                summed(TOTAL.BREAK).as("breaks"),
                                inline(BigDecimal.ZERO).as("people"))
                        .from(TOTAL)
                        .where(ofTotals(period.grain()), period.contains(TOTAL.PERIOD)))
                .reduce(Select::unionAll)
                .orElseThrow();
    }

    /**
     * How many different people have sessions in each of these ranges, where the rollups hold what is asked for: from who
     * attended, as bits.
     *
     * @param sessions that there are in all of them
     */
    private List<Long> people(List<DateRange> ranges, long sessions) {
        if (sessions == 0) {
            return ranges.stream().map(days -> 0L).toList();
        }
        Rollup totals = requireRollup();
        AttendanceDimension dimension = switch (totals.dimension) {
            case company, user, team -> AttendanceDimension.company;
            case project -> AttendanceDimension.project;
            case category -> AttendanceDimension.category;
            case labor_type, labor_share -> AttendanceDimension.labor_type;
            case category_labor -> AttendanceDimension.category_labor;
        };
        Set<Long> keys = dimension == AttendanceDimension.company ? Set.of(0L) : totals.keys;
        var bits = new ArrayList<BitSet>();
        ranges.forEach(days -> bits.add(new BitSet()));
        var parts = new ArrayList<Select<Record>>();
        for (int number = 0; number < ranges.size(); number++) {
            for (Periods.Run period : Periods.between(ranges.get(number))) {
                parts.add(attendance(number, dimension, keys, period));
            }
        }
        parts.stream()
                .reduce(Select::unionAll)
                .ifPresent(all -> db.fetch(all).forEach(row -> {
                    for (int column = 0; column < Seats.COLUMNS.size(); column++) {
                        Long found = row.get(column + 2, Long.class);
                        if (found != null) {
                            Seats.addTo(bits.get(row.get(0, Integer.class)), row.get(1, Integer.class), column, found);
                        }
                    }
                }));
        if (restrictions.contains(Path.USERS)) {
            BitSet asked = masks.of(db, companyId, filter.users());
            bits.forEach(found -> found.and(asked));
        }
        return bits.stream().map(found -> (long) found.cardinality()).toList();
    }

    private Select<Record> attendance(int number, AttendanceDimension dimension, Set<Long> keys, Periods.Run period) {
        var columns = new ArrayList<Field<?>>(List.of(inline(number).as("which"), ATTENDANCE.BLOCK));
        Seats.COLUMNS.forEach(column -> columns.add(DSL.bitOrAgg(column).as(column.getName())));
        return select(columns)
                .from(ATTENDANCE)
                .where(
                        ATTENDANCE.COMPANY_ID.eq(companyId),
                        ATTENDANCE.DIMENSION.eq(dimension),
                        isOneOf(ATTENDANCE.KEY_ID, keys),
                        ATTENDANCE.GRAIN.eq(
                                period.grain() == TotalGrain.day ? AttendanceGrain.day : AttendanceGrain.month),
                        period.contains(ATTENDANCE.PERIOD))
                .groupBy(ATTENDANCE.BLOCK);
    }

    /** What each of these days adds up to under the filter, as stored. */
    Map<LocalDate, Sums> sumsOf(Set<LocalDate> days) {
        if (days.isEmpty()) {
            return Map.of();
        }
        if (isRolledUp()) {
            return db.select(TOTAL.PERIOD, summed(TOTAL.SESSIONS), summed(TOTAL.WORK), summed(TOTAL.BREAK))
                    .from(TOTAL)
                    .where(ofTotals(TotalGrain.day), TOTAL.PERIOD.in(days))
                    .groupBy(TOTAL.PERIOD)
                    .fetchMap(row -> row.value1(), row -> sums(row.value2(), row.value3(), row.value4()));
        }
        Columns columns = columns(narrowest());
        return db.select(columns.day, asNumber(DSL.count()), summed(columns.work), summed(columns.breaks))
                // Sorted: as its statistics fall, the server would make a temporary table of the same rows instead.
                .hint("SQL_BIG_RESULT")
                .from(source(narrowest()))
                .where(start(narrowest()), restOf(narrowest()), columns.day.in(days))
                .groupBy(columns.day)
                .fetchMap(row -> row.value1(), row -> sums(row.value2(), row.value3(), row.value4()));
    }

    /** How many sessions match on each day that has any, the first day first. */
    SortedMap<LocalDate, Long> sessionsByDay() {
        var days = new TreeMap<LocalDate, Long>();
        if (isRolledUp()) {
            db.select(TOTAL.PERIOD, summed(TOTAL.SESSIONS))
                    .from(TOTAL)
                    .where(ofTotals(TotalGrain.day), within(TOTAL.PERIOD, filter.from(), filter.to()))
                    .groupBy(TOTAL.PERIOD)
                    .forEach(row -> days.put(row.value1(), row.value2().longValueExact()));
        } else {
            measure();
            Columns columns = columns(narrowest());
            db.select(columns.day, DSL.count())
                    .from(source(narrowest()))
                    .where(start(narrowest()), restOf(narrowest()))
                    .groupBy(columns.day)
                    .forEach(row -> days.put(row.value1(), row.value2().longValue()));
        }
        days.values().removeIf(sessions -> sessions == 0);
        return days;
    }

    /** The ids of the sessions that follow on one in the order of days, or of the first ones. */
    Select<Record1<Long>> after(SessionList.@Nullable Row last, int size) {
        measure();
        return ordered(
                Order.OLDEST_FIRST,
                false,
                last == null
                        ? Place.ANYWHERE
                        : Place.after(
                                last.day(),
                                last.session().startAt(),
                                last.session().id()),
                0,
                size);
    }

    /** A clock that runs, and the seconds that it has come to beyond what is stored; a key is 0 for none. */
    record RunningClock(LocalDate day, long user, long project, long category, long laborType, Sums seconds) {}

    /**
     * What running clocks have come to by that moment beyond what is stored, by the day of their sessions, within days that
     * may be others than those asked for. There are never more of them than people at work.
     */
    SortedMap<LocalDate, Sums> runningSums(DateRange days, Instant now) {
        var byDay = new TreeMap<LocalDate, Sums>();
        if (!Boolean.FALSE.equals(filter.running())) {
            var c = RUNNING_CLOCK;
            // As TimeSession counts them: whole seconds, and none before a clock begins.
            Field<BigDecimal> seconds = sum(DSL.greatest(
                    DSL.field("TIMESTAMPDIFF(SECOND, {0}, {1})", SQLDataType.INTEGER, c.SINCE, val(now, c.SINCE)),
                    inline(0)));
            db.select(c.LOCAL_DATE, c.TYPE, seconds)
                    .from(clocks())
                    .where(clocksAsked(), within(c.LOCAL_DATE, days.from(), days.to()))
                    .groupBy(c.LOCAL_DATE, c.TYPE)
                    .forEach(row -> byDay.merge(
                            row.value1(), clock(row.value2(), row.value3().longValueExact()), Sums::plus));
        }
        return byDay;
    }

    private static Sums clock(RunningClockType type, long seconds) {
        return type == RunningClockType.break_ ? new Sums(0, 0, seconds) : new Sums(0, seconds, 0);
    }

    private Table<?> clocks() {
        // What sessions are found by otherwise is not told with their clocks.
        boolean alone = Set.of(Path.USERS, Path.PROJECTS, Path.CATEGORIES, Path.RUNNING, Path.DAYS)
                .containsAll(restrictions);
        var c = RUNNING_CLOCK;
        return alone
                ? c
                : c.straightJoin(TIME_SESSION)
                        .on(TIME_SESSION.COMPANY_ID.eq(c.COMPANY_ID), TIME_SESSION.ID.eq(c.SESSION_ID));
    }

    private Condition clocksAsked() {
        var c = RUNNING_CLOCK;
        Condition all = c.COMPANY_ID.eq(companyId);
        for (Path path : restrictions) {
            all = all.and(
                    switch (path) {
                        case USERS -> c.USER_ID.in(filter.users());
                        case PROJECTS -> c.PROJECT_ID.in(filter.projects());
                        case CATEGORIES -> c.CATEGORY_ID.in(filter.categories());
                        case RUNNING, DAYS -> noCondition();
                        default -> condition(path, Columns.OF_SESSIONS);
                    });
        }
        return all;
    }

    /** The clocks themselves, on the days asked for. */
    List<RunningClock> runningClocks(Instant now) {
        if (Boolean.FALSE.equals(filter.running())) {
            return List.of();
        }
        var c = RUNNING_CLOCK;
        return db.select(c.LOCAL_DATE, c.USER_ID, c.PROJECT_ID, c.CATEGORY_ID, c.LABOR_TYPE_ID, c.TYPE, c.SINCE)
                .from(clocks())
                .where(clocksAsked(), within(c.LOCAL_DATE, filter.from(), filter.to()))
                .fetch(row -> {
                    long seconds = TimeSession.secondsBetween(row.value7(), now);
                    return new RunningClock(
                            row.value1(),
                            row.value2(),
                            row.value3(),
                            row.value4(),
                            row.value5(),
                            clock(row.value6(), seconds));
                });
    }

    SessionFilter filter() {
        return filter;
    }

    long companyId() {
        return companyId;
    }

    /** No fewer sessions than there are to be read. */
    long mostSessions() {
        measure();
        return restrictions.isEmpty() ? companySize : size(narrowest());
    }

    /** Where the sessions that match are found cheapest, with all their columns, all with {@link #foundBy}. */
    Table<?> found() {
        measure();
        return joined(narrowest());
    }

    Condition foundBy() {
        measure();
        return start(narrowest()).and(restOf(narrowest()));
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
        var others = EnumSet.noneOf(Path.class);
        others.addAll(restrictions);
        others.remove(Path.DAYS);
        // Sessions that have one labor type may have others too.
        if (dimension != Dimension.LABOR_TYPE) {
            others.remove(pathOf(dimension));
        }
        return others.isEmpty() && filter.running() == null;
    }

    /** The rows of a rollup for the keys that are filtered by, or all. */
    Condition ofTotals(TotalDimension dimension, TotalGrain grain) {
        Condition rows = TOTAL.COMPANY_ID
                .eq(companyId)
                .and(TOTAL.DIMENSION.eq(dimension))
                .and(TOTAL.GRAIN.eq(grain));
        return restrictions.stream()
                .filter(path -> DIMENSIONS.get(path) == dimension)
                .map(path -> TOTAL.KEY_ID.in(keys(path)))
                .reduce(rows, Condition::and);
    }

    static Path pathOf(Dimension dimension) {
        return switch (dimension) {
            case USER -> Path.USERS;
            case PROJECT -> Path.PROJECTS;
            case CATEGORY -> Path.CATEGORIES;
            case LABOR_TYPE -> Path.LABOR_TYPES;
        };
    }

    /**
     * The column of the sessions that holds the keys.
     *
     * @throws IllegalArgumentException for labor types, which belong to entries
     */
    static TableField<Record, Long> columnOf(Dimension dimension) {
        return columnOf(pathOf(dimension));
    }

    /** What the rollups call it, counting whole sessions. */
    static TotalDimension rollupOf(Dimension dimension) {
        return requireNonNull(DIMENSIONS.get(pathOf(dimension)));
    }

    /** The sums among the columns of a row. */
    static Sums sums(Record row) {
        return new Sums(
                row.get("sessions", BigDecimal.class).longValueExact(),
                row.get("work", BigDecimal.class).longValueExact(),
                row.get("breaks", BigDecimal.class).longValueExact());
    }

    /**
     * Whether the rollups hold what is asked for: days, and any number of keys of at most one kind, or categories with a
     * labor type.
     */
    private boolean isRolledUp() {
        return rollup() != null;
    }

    private Rollup requireRollup() {
        return requireNonNull(rollup());
    }

    private @Nullable Rollup rollup() {
        if (!rollupFound) {
            rollup = findRollup();
            rollupFound = true;
        }
        return rollup;
    }

    private @Nullable Rollup findRollup() {
        var kinds = EnumSet.noneOf(Path.class);
        kinds.addAll(restrictions);
        kinds.remove(Path.DAYS);
        // A session with two of the labor types would count twice.
        if (filter.running() != null || filter.laborTypes().size() > 1) {
            return null;
        }
        if (kinds.isEmpty()) {
            return new Rollup(TotalDimension.company, Set.of(0L));
        }
        if (kinds.size() == 1) {
            Path kind = kinds.iterator().next();
            return DIMENSIONS.containsKey(kind) ? rollupOf(kind) : null;
        }
        if (kinds.equals(EnumSet.of(Path.CATEGORIES, Path.LABOR_TYPES))) {
            var c = CATEGORY_LABOR;
            return new Rollup(
                    TotalDimension.category_labor,
                    db.select(c.ID)
                            .from(c)
                            .where(
                                    c.COMPANY_ID.eq(companyId),
                                    c.CATEGORY_ID.in(filter.categories()),
                                    c.LABOR_TYPE_ID.in(filter.laborTypes()))
                            .fetchSet(c.ID));
        }
        return null;
    }

    private Rollup rollupOf(Path kind) {
        return kind == Path.USERS && !teams.isEmpty()
                ? new Rollup(TotalDimension.team, teams)
                : new Rollup(requireNonNull(DIMENSIONS.get(kind)), keys(kind));
    }

    Condition ofTotals(TotalGrain grain) {
        return TOTAL.COMPANY_ID.eq(companyId).and(requireRollup().rows()).and(TOTAL.GRAIN.eq(grain));
    }

    private static Sums sums(BigDecimal sessions, BigDecimal work, BigDecimal breaks) {
        return new Sums(sessions.longValueExact(), work.longValueExact(), breaks.longValueExact());
    }

    /** The ids of the sessions beside a cursor, nearest first: for one that looks backwards, in the reverse order. */
    Select<Record1<Long>> page(Cursor cursor, int size) {
        boolean descending = cursor.order().descending() != cursor.backwards();
        return ordered(cursor.order(), descending, Place.beyond(cursor, descending), 0, size);
    }

    private static Set<Path> restrictions(SessionFilter filter) {
        Set<Path> found = EnumSet.noneOf(Path.class);
        if (!filter.users().isEmpty()) {
            found.add(Path.USERS);
        }
        if (!filter.projects().isEmpty()) {
            found.add(Path.PROJECTS);
        }
        if (!filter.categories().isEmpty()) {
            found.add(Path.CATEGORIES);
        }
        if (!filter.laborTypes().isEmpty()) {
            found.add(Path.LABOR_TYPES);
        }
        if (!filter.words().isEmpty()) {
            found.add(Path.WORDS);
        }
        // That a session does not run says next to nothing: nearly none does.
        if (Boolean.TRUE.equals(filter.running())) {
            found.add(Path.RUNNING);
        }
        if (filter.from() != null || filter.to() != null) {
            found.add(Path.DAYS);
        }
        if (!filter.created().isOpen()) {
            found.add(Path.CREATED);
        }
        if (!filter.updated().isOpen()) {
            found.add(Path.UPDATED);
        }
        if (!filter.started().isOpen()) {
            found.add(Path.STARTED);
        }
        return found;
    }

    /** Asks the rollups, in one statement and once, how much each restriction holds. */
    private void measure() {
        if (measured) {
            return;
        }
        measured = true;
        if (restrictions.isEmpty()) {
            companySize = ranks.all();
            return;
        }
        Select<Record2<String, BigDecimal>> parts = select(inline("company"), summed(ID_BLOCK.SESSIONS))
                .from(ID_BLOCK)
                .where(ID_BLOCK.COMPANY_ID.eq(companyId), ID_BLOCK.GRAIN.eq(IdBlockGrain.coarse));
        for (Path path : restrictions) {
            if (path == Path.WORDS) {
                for (String word : words) {
                    parts = parts.unionAll(select(inline("word " + word), asNumber(counted(word))));
                }
            } else {
                parts = parts.unionAll(measured(path));
            }
        }
        var found = new HashMap<String, Long>();
        db.fetch(parts).forEach(row -> found.put(row.value1(), row.value2().longValueExact()));
        companySize = found.getOrDefault("company", 0L);
        for (Path path : restrictions) {
            sizes.put(path, found.getOrDefault(path.name(), 0L));
        }
        if (restrictions.contains(Path.WORDS)) {
            words = words.stream()
                    .sorted(Comparator.comparing(word -> found.getOrDefault("word " + word, 0L)))
                    .toList();
            sizes.put(Path.WORDS, found.getOrDefault("word " + words.getFirst(), 0L));
            requireFewFound();
        }
    }

    private Select<Record2<String, BigDecimal>> measured(Path path) {
        var name = inline(path.name());
        return switch (path) {
            case USERS, PROJECTS, CATEGORIES, LABOR_TYPES -> {
                Rollup totals = rollupOf(path);
                boolean ofAllTime = totals.dimension == TotalDimension.user && !restrictions.contains(Path.DAYS);
                yield select(name, summed(TOTAL.SESSIONS))
                        .from(TOTAL)
                        .where(
                                TOTAL.COMPANY_ID.eq(companyId),
                                totals.rows(),
                                TOTAL.GRAIN.eq(ofAllTime ? TotalGrain.all : TotalGrain.month),
                                ofAllTime
                                        ? noCondition()
                                        : within(
                                                TOTAL.PERIOD,
                                                filter.from() == null
                                                        ? null
                                                        : filter.from().withDayOfMonth(1),
                                                filter.to()));
            }
            case DAYS ->
                select(name, summed(TOTAL.SESSIONS))
                        .from(TOTAL)
                        .where(
                                TOTAL.COMPANY_ID.eq(companyId),
                                TOTAL.DIMENSION.eq(TotalDimension.company),
                                TOTAL.KEY_ID.eq(0L),
                                TOTAL.GRAIN.eq(TotalGrain.day),
                                within(TOTAL.PERIOD, filter.from(), filter.to()));
            case RUNNING ->
                select(
                        name,
                        asNumber(selectCount()
                                .from(selectOne()
                                        .from(TIME_SESSION.forceIndex(path.index()))
                                        .where(TIME_SESSION.COMPANY_ID.eq(companyId), TIME_SESSION.RUNNING.isTrue())
                                        .limit(limits.counted)
                                        .asTable("counted"))
                                .asField()));
            case CREATED, UPDATED, STARTED -> {
                InstantWindow window = window(path);
                yield select(name, summed(STAMP_TOTAL.SESSIONS))
                        .from(STAMP_TOTAL)
                        .where(
                                STAMP_TOTAL.COMPANY_ID.eq(companyId),
                                STAMP_TOTAL.STAMP.eq(path.stamp()),
                                STAMP_TOTAL.GRAIN.eq(StampTotalGrain.day),
                                within(
                                        STAMP_TOTAL.PERIOD,
                                        window.min() == null
                                                ? null
                                                : window.min().truncatedTo(ChronoUnit.DAYS),
                                        window.max()));
            }
            case WORDS -> throw new IllegalArgumentException("Words are measured one by one");
            case USERS_OF_PROJECTS, USERS_OF_CATEGORIES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                throw new IllegalArgumentException(path + " is two restrictions, which are measured one by one");
        };
    }

    private void requireFewFound() {
        if (narrowest() != Path.WORDS || size(Path.WORDS) < limits.counted) {
            return;
        }
        int found = db.select(counted(words.getFirst(), limits.found + 1))
                .fetchSingle()
                .value1();
        if (found > limits.found) {
            throw Problem.badParameter(new Params.Problem("q", TOO_COMMON));
        }
    }

    private Field<Integer> counted(String word) {
        return counted(word, limits.counted);
    }

    private Field<Integer> counted(String word, int most) {
        return selectCount()
                .from(selectOne()
                        .from(SESSION_WORD)
                        .where(startOfWord(word), within(SESSION_WORD.LOCAL_DATE, filter.from(), filter.to()))
                        .limit(most)
                        .asTable("counted"))
                .asField();
    }

    private long size(Path path) {
        measure();
        return path.pair().isEmpty()
                ? sizes.getOrDefault(path, 0L)
                : path.pair().stream()
                        .mapToLong(kind -> sizes.getOrDefault(kind, 0L))
                        .min()
                        .orElse(0);
    }

    /** Where nothing restricts, the days do: all of them. */
    private Path narrowest() {
        if (restrictions.size() == 1 && !restrictions.contains(Path.WORDS)) {
            return restrictions.iterator().next();
        }
        Path narrowest =
                restrictions.stream().min(Comparator.comparingLong(this::size)).orElse(Path.DAYS);
        return narrowest == Path.DAYS || DIMENSIONS.containsKey(narrowest) ? inPairs(narrowest) : narrowest;
    }

    /** Sessions of two restrictions stand together, each with their days, in an index of their own. */
    private Path inPairs(Path narrowest) {
        return Path.PAIRS.stream()
                .filter(pair -> restrictions.containsAll(pair.pair()))
                .filter(pair -> pair.pair().stream()
                                .mapToLong(kind -> keys(kind).size())
                                .reduce(1, (one, other) -> one * other)
                        <= MOST_RANGES)
                .min(Comparator.comparingLong(pair -> pair.pair().stream()
                        .mapToLong(kind -> sizes.getOrDefault(kind, 0L))
                        .sum()))
                .orElse(narrowest);
    }

    /**
     * Whether walking over all sessions finds enough of these soon. Those of a stretch of time lie together, so that a walk
     * may have to cross all the others first, unless they are most of them.
     */
    private boolean isDense(Path path) {
        long size = size(path);
        return switch (path) {
            case CREATED, UPDATED, STARTED, DAYS -> size > companySize / 2;
            case WORDS -> size >= limits.counted || isFrequent(size);
            case USERS,
                    PROJECTS,
                    CATEGORIES,
                    LABOR_TYPES,
                    USERS_OF_PROJECTS,
                    USERS_OF_CATEGORIES,
                    USERS_OF_LABOR_TYPES,
                    PROJECTS_OF_LABOR_TYPES,
                    RUNNING -> isFrequent(size);
        };
    }

    /** Whether a walk to there crosses fewer sessions than the narrowest restriction has. */
    private boolean isSoonMet(long wanted, Path path) {
        long size = size(path);
        return size > 0 && wanted * (companySize / size) < 2 * size;
    }

    private boolean isFrequent(long size) {
        return size > limits.alwaysSorted && size > companySize / limits.dense;
    }

    private long countFrom(Path path) {
        if (path == Path.WORDS && isAlone(path) && words.size() == 1) {
            return db.fetchCount(SESSION_WORD, startOfWord(words.getFirst()));
        }
        if (path == Path.LABOR_TYPES && isAlone(path)) {
            return db.select(countDistinct(SESSION_LABOR.SESSION_ID))
                    .from(SESSION_LABOR)
                    .where(startOfLabor(filter.laborTypes()))
                    .fetchSingle()
                    .value1();
        }
        return db.select(DSL.count())
                .from(source(path))
                .where(start(path), restOf(path))
                .fetchSingle()
                .value1();
    }

    private long runningNow() {
        return db.select(DSL.count())
                .from(TIME_SESSION.forceIndex(Path.RUNNING.index()))
                .where(TIME_SESSION.COMPANY_ID.eq(companyId), TIME_SESSION.RUNNING.isTrue())
                .fetchSingle()
                .value1();
    }

    private boolean isAlone(Path path) {
        return restrictions.equals(Set.of(path)) && filter.running() == null;
    }

    /** Whether what is asked for lies without gaps in the order asked for, so that a rank leads to it. */
    private boolean isStretchOf(Order order) {
        Path window = windowOf(order);
        return filter.running() == null
                && (order.isById() || window != null)
                && (restrictions.isEmpty() || (window != null && isAlone(window)));
    }

    private Select<Record1<Long>> stretch(Order order, long offset, int size, long total) {
        long position = order.descending() ? total - 1 - offset : offset;
        if (order.isById()) {
            RankQueries.Run<Long> run = ranks.byId(position);
            return run == null
                    ? ordered(order, order.descending(), Place.ANYWHERE, offset, size)
                    : inRun(order, run, position, Place.ofId(order.descending() ? run.to() : run.from(), order), size);
        }
        Path path = requireWindowOf(order);
        Instant min = window(path).min();
        long rank =
                position + (min == null ? 0 : ranks.count(path.stamp(), new InstantWindow(null, min.minusMillis(1))));
        RankQueries.Run<Instant> run = ranks.byStamp(path.stamp(), rank);
        return run == null || isCutByEdge(run, order)
                ? ordered(order, order.descending(), Place.ANYWHERE, offset, size)
                : inRun(order, run, rank, Place.ofInstant(order.descending() ? run.to() : run.from(), order), size);
    }

    /** Deep in the sessions of some keys: their blocks of ids lead there. */
    private Select<Record1<Long>> keyStretch(
            Path path, KeyBlockDimension dimension, Order order, long offset, int size, long total) {
        long rank = order.descending() ? total - 1 - offset : offset;
        RankQueries.Run<Long> run = order.descending()
                ? ranks.byId(dimension, keys(path), Math.max(0, rank - size + 1), rank)
                : ranks.byId(dimension, keys(path), rank, Math.min(total - 1, rank + size - 1));
        return run == null
                ? byId(path, keys(path), order.descending(), Place.ANYWHERE, offset, size)
                : byId(
                        path,
                        keys(path),
                        order.descending(),
                        Place.between(run.from(), run.to()),
                        order.descending() ? run.before() + run.size() - 1 - rank : rank - run.before(),
                        size);
    }

    /** Whether the first hour of the order has rows outside of the window, which an offset in it would count. */
    private boolean isCutByEdge(RankQueries.Run<Instant> run, Order order) {
        InstantWindow window = window(requireWindowOf(order));
        return order.descending()
                ? window.max() != null && window.max().isBefore(run.to())
                : window.min() != null && window.min().isAfter(run.from());
    }

    /**
     * Says by the totals of months, and then of the days in them, on which days the rows of the page lie, so that no other
     * day is read.
     */
    private DayPage dayStretch(Order order, long offset, int size) {
        List<PeriodSize> periods = periodSizes(order, Periods.between(filter.days()));
        Span span = Span.of(periods, offset, size, 0);
        if (span == null) {
            return new DayPage(ordered(order, order.descending(), Place.ANYWHERE, offset, size), Map.of());
        }
        if (span.hasMonths()) {
            var days = periodSizes(order, List.of(new Periods.Run(TotalGrain.day, span.firstDay(), span.lastDay())));
            Span closer = Span.of(days, offset, size, span.before);
            span = closer == null ? span : closer;
        }
        var days = new DateRange(span.firstDay(), span.lastDay());
        long within = offset - span.before;
        if (hasManyKeys() && isSoonMet(within + size, span.size(), mostKeys() + span.size(), days)) {
            return new DayPage(
                    byDay(order, TIME_SESSION.LOCAL_DATE.between(days.from(), days.to()), within, size), span.days());
        }
        Path path = restrictions.stream()
                .filter(DIMENSIONS::containsKey)
                .min(Comparator.reverseOrder())
                .orElse(Path.DAYS);
        Columns columns = columns(path);
        return new DayPage(
                select(columns.id.as(TIME_SESSION.ID))
                        .from(source(path))
                        .where(start(path), restOf(path), columns.day.between(days.from(), days.to()))
                        .orderBy(orderBy(order, order.descending(), columns))
                        .offset(within)
                        .limit(size),
                span.days());
    }

    /** Whether a walk over these days crosses fewer rows than another way reads. */
    private boolean isSoonMet(long wanted, long found, long otherwise, DateRange days) {
        return found > 0 && wanted * (sizeOf(days) / found) < otherwise;
    }

    private record PeriodSize(TotalGrain grain, LocalDate period, Sums sums) {
        long size() {
            return sums.sessions();
        }

        LocalDate lastDay() {
            return grain == TotalGrain.day ? period : period.plusMonths(1).minusDays(1);
        }
    }

    /** Neighbouring periods that hold the rows of a page, and how many sessions come before them in the order asked for. */
    private record Span(List<PeriodSize> periods, long before) {
        static @Nullable Span of(List<PeriodSize> periods, long offset, int size, long before) {
            long passed = before;
            long beforeFirst = before;
            int first = -1;
            for (int i = 0; i < periods.size(); i++) {
                long through = passed + periods.get(i).size();
                if (first < 0 && through > offset) {
                    first = i;
                    beforeFirst = passed;
                }
                if (first >= 0 && through >= offset + size) {
                    return new Span(periods.subList(first, i + 1), beforeFirst);
                }
                passed = through;
            }
            return first < 0 ? null : new Span(periods.subList(first, periods.size()), beforeFirst);
        }

        long size() {
            return periods.stream().mapToLong(PeriodSize::size).sum();
        }

        boolean hasMonths() {
            return periods.stream().anyMatch(period -> period.grain == TotalGrain.month);
        }

        /** What each of the days adds up to. */
        Map<LocalDate, Sums> days() {
            return hasMonths()
                    ? Map.of()
                    : periods.stream().collect(Collectors.toMap(PeriodSize::period, PeriodSize::sums));
        }

        LocalDate firstDay() {
            return periods.stream()
                    .map(PeriodSize::period)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }

        LocalDate lastDay() {
            return periods.stream()
                    .map(PeriodSize::lastDay)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private List<PeriodSize> periodSizes(Order order, List<Periods.Run> runs) {
        Comparator<PeriodSize> ascending = Comparator.comparing(PeriodSize::period);
        var parts = runs.stream()
                .map(run -> select(
                                TOTAL.GRAIN,
                                TOTAL.PERIOD,
                                summed(TOTAL.SESSIONS),
                                summed(TOTAL.WORK),
                                summed(TOTAL.BREAK))
                        .from(TOTAL)
                        .where(ofTotals(run.grain()), run.contains(TOTAL.PERIOD))
                        .groupBy(TOTAL.GRAIN, TOTAL.PERIOD))
                .map(part -> (Select<Record5<TotalGrain, LocalDate, BigDecimal, BigDecimal, BigDecimal>>) part)
                .reduce(Select::unionAll)
                .orElseThrow();
        return db.fetch(parts).stream()
                .map(row -> new PeriodSize(row.value1(), row.value2(), sums(row.value3(), row.value4(), row.value5())))
                .sorted(order.descending() ? ascending.reversed() : ascending)
                .toList();
    }

    private Select<Record1<Long>> inRun(Order order, RankQueries.Run<?> run, long rank, Place place, int size) {
        long offset = order.descending() ? run.before() + run.size() - 1 - rank : rank - run.before();
        return ordered(order, order.descending(), place, offset, size);
    }

    /** From where on rows are wanted, said of the column that has the id. */
    private interface Place {
        Place ANYWHERE = columns -> noCondition();

        Condition from(Columns columns);

        /** From the least id that is wanted; or, descending, up to the least that is not. */
        static Place ofId(Long bound, Order order) {
            return columns -> order.descending() ? columns.id.lt(bound) : columns.id.ge(bound);
        }

        static Place between(Long from, Long to) {
            return columns -> columns.id.ge(from).and(columns.id.lt(to));
        }

        static Place ofInstant(Instant bound, Order order) {
            TableField<Record, Instant> at = requireWindowOf(order).instant();
            return columns -> order.descending() ? at.lt(bound) : at.ge(bound);
        }

        /** After a session in the order of days. */
        static Place after(LocalDate day, Instant start, long id) {
            return columns -> columns.day
                    .ge(day)
                    .and(columns.day
                            .gt(day)
                            .or(columns.start.gt(start))
                            .or(columns.start.eq(start).and(columns.id.gt(id))));
        }

        /** After the row of a cursor, in that direction. The leading bound stands by itself, for the index. */
        static Place beyond(Cursor cursor, boolean descending) {
            Instant bound = cursor.at();
            if (bound == null) {
                return columns -> descending ? columns.id.lt(cursor.id()) : columns.id.gt(cursor.id());
            }
            TableField<Record, Instant> at = requireWindowOf(cursor.order()).instant();
            return columns -> descending
                    ? at.le(bound).and(at.lt(bound).or(columns.id.lt(cursor.id())))
                    : at.ge(bound).and(at.gt(bound).or(columns.id.gt(cursor.id())));
        }
    }

    private Select<Record1<Long>> ordered(Order order, boolean descending, Place place, long offset, int size) {
        Path window = windowOf(order);
        boolean walkable = order.isById() || window != null;
        if (walkable && (restrictions.isEmpty() || restrictions.contains(window))) {
            return walk(order, descending, place, offset, size);
        }
        Path narrowest = narrowest();
        List<Long> keys = List.copyOf(keys(narrowest));
        if (order.isById() && keys.size() == 1) {
            return byId(narrowest, keys(narrowest), descending, place, offset, size);
        }
        if (order.isById() && canMerge(narrowest, keys) && offset + size <= limits.rowsMerged) {
            return mergedById(narrowest, keys, descending, place, offset, size);
        }
        if (walkable && isDense(narrowest) && isSoonMet(offset + size, narrowest)) {
            return walk(order, descending, place, offset, size);
        }
        Columns columns = columns(narrowest);
        return select(columns.id.as(TIME_SESSION.ID))
                .from(windowOf(order) == null ? source(narrowest) : joined(narrowest))
                .where(start(narrowest), restOf(narrowest), place.from(columns))
                .orderBy(orderBy(order, descending, columns))
                .offset(offset)
                .limit(size);
    }

    /** In the order of an index of the whole company, leaving out what does not match. */
    private Select<Record1<Long>> walk(Order order, boolean descending, Place place, long offset, int size) {
        String index = order.isById() ? "PRIMARY" : requireWindowOf(order).index();
        Condition all = restrictions.stream()
                .map(path -> condition(path, Columns.OF_SESSIONS))
                .reduce(hasEndedIfAsked(), Condition::and);
        return select(TIME_SESSION.ID)
                .from(TIME_SESSION.forceIndex(index))
                .where(TIME_SESSION.COMPANY_ID.eq(companyId), place.from(Columns.OF_SESSIONS), all)
                .orderBy(orderBy(order, descending))
                .offset(offset)
                .limit(size);
    }

    /** The sessions of one key are in the order of their ids in an index, so that a page reads no more than itself. */
    private Select<Record1<Long>> byId(
            Path path, Set<Long> keys, boolean descending, Place place, long offset, int size) {
        if (path == Path.LABOR_TYPES) {
            var labor = SESSION_LABOR.forceIndex("by_session_id");
            return select(SESSION_LABOR.SESSION_ID.as(TIME_SESSION.ID))
                    .from(standsAlone() ? labor : withSessions(labor))
                    .where(startOfLabor(keys), place.from(Columns.OF_LABOR), restOf(path))
                    .orderBy(descending ? SESSION_LABOR.SESSION_ID.desc() : SESSION_LABOR.SESSION_ID.asc())
                    .offset(offset)
                    .limit(size);
        }
        return select(TIME_SESSION.ID)
                .from(TIME_SESSION.forceIndex(path.index() + "_id"))
                .where(
                        TIME_SESSION.COMPANY_ID.eq(companyId),
                        anyOf(columnOf(path), keys),
                        place.from(Columns.OF_SESSIONS),
                        restOf(path))
                .orderBy(orderBy(Order.BY_ID, descending))
                .offset(offset)
                .limit(size);
    }

    private boolean canMerge(Path path, List<Long> keys) {
        return keys.size() > 1
                && keys.size() <= limits.keysMerged
                && path != Path.LABOR_TYPES
                && size(path) > limits.alwaysSorted;
    }

    private Select<Record1<Long>> mergedById(
            Path path, List<Long> keys, boolean descending, Place place, long offset, int size) {
        int each = (int) (offset + size);
        Select<Record1<Long>> parts = byId(path, Set.of(keys.getFirst()), descending, place, 0, each);
        for (Long key : keys.subList(1, keys.size())) {
            parts = parts.unionAll(byId(path, Set.of(key), descending, place, 0, each));
        }
        Table<Record1<Long>> merged = parts.asTable("merged");
        Field<Long> id = merged.field(TIME_SESSION.ID.getName(), Long.class);
        return select(id)
                .from(merged)
                .orderBy(descending ? id.desc() : id.asc())
                .offset(offset)
                .limit(size);
    }

    /**
     * The same, of rows that are found elsewhere than in the sessions, in the order of days as the index there has it. Names
     * are looked up, since a join would be sorted in a temporary table.
     */
    private List<OrderField<?>> orderBy(Order order, boolean descending, Columns columns) {
        List<Field<?>> keys = switch (order.column()) {
            case ID -> List.of(columns.id);
            case START_AT -> List.of(columns.start, columns.id);
            case UPDATED_AT -> List.of(TIME_SESSION.UPDATED_AT, columns.id);
            case DAY -> List.of(columns.day, columns.start, columns.id);
            case DURATION -> List.of(columns.work.plus(columns.breaks), columns.id);
            case PERSON -> byName(USER, USER.FULL_NAME, USER.COMPANY_ID, USER.ID.eq(columns.user), columns);
            case PROJECT ->
                byName(PROJECT, PROJECT.FULL_NAME, PROJECT.COMPANY_ID, PROJECT.ID.eq(columns.project), columns);
        };
        return keys.stream()
                .<OrderField<?>>map(key -> descending ? key.desc() : key.asc())
                .toList();
    }

    private List<Field<?>> byName(
            Table<?> names, Field<String> name, Field<Long> company, Condition isOfSession, Columns columns) {
        return List.of(
                field(select(name).from(names).where(company.eq(companyId), isOfSession)),
                columns.day,
                columns.start,
                columns.id);
    }

    private Columns columns(Path path) {
        return switch (path) {
            case LABOR_TYPES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                hasOneLaborType() ? Columns.OF_LABOR : Columns.OF_SESSIONS;
            case WORDS -> Columns.OF_WORDS;
            default -> Columns.OF_SESSIONS;
        };
    }

    /** Whether nothing is asked of sessions with a labor type but what stands beside it. */
    private boolean standsAlone() {
        return hasOneLaborType()
                && filter.running() == null
                && Set.of(Path.USERS, Path.PROJECTS, Path.CATEGORIES, Path.LABOR_TYPES, Path.DAYS)
                        .containsAll(restrictions);
    }

    private boolean hasOneLaborType() {
        return filter.laborTypes().size() == 1;
    }

    /** The id is the last key of every order, or rows with equal keys would move between pages. */
    static List<OrderField<?>> orderBy(Order order, boolean descending) {
        List<Field<?>> keys = switch (order.column()) {
            case ID -> List.of(TIME_SESSION.ID);
            case START_AT -> List.of(TIME_SESSION.START_AT, TIME_SESSION.ID);
            case UPDATED_AT -> List.of(TIME_SESSION.UPDATED_AT, TIME_SESSION.ID);
            case DAY -> List.of(TIME_SESSION.LOCAL_DATE, TIME_SESSION.START_AT, TIME_SESSION.ID);
            case DURATION -> List.of(TIME_SESSION.WORK_DURATION.plus(TIME_SESSION.BREAK_DURATION), TIME_SESSION.ID);
            case PERSON -> List.of(USER.FULL_NAME, TIME_SESSION.LOCAL_DATE, TIME_SESSION.START_AT, TIME_SESSION.ID);
            case PROJECT -> List.of(PROJECT.FULL_NAME, TIME_SESSION.LOCAL_DATE, TIME_SESSION.START_AT, TIME_SESSION.ID);
        };
        return keys.stream()
                .<OrderField<?>>map(key -> descending ? key.desc() : key.asc())
                .toList();
    }

    /** The window of instants that the order goes by; null where it goes by something else. */
    private static @Nullable Path windowOf(Order order) {
        return switch (order.column()) {
            case START_AT -> Path.STARTED;
            case UPDATED_AT -> Path.UPDATED;
            case ID, DAY, DURATION, PERSON, PROJECT -> null;
        };
    }

    private static Path requireWindowOf(Order order) {
        Path path = windowOf(order);
        if (path == null) {
            throw new IllegalArgumentException(order + " does not go by an instant");
        }
        return path;
    }

    /** Where the sessions of a restriction stand together, with all that is asked of them. */
    private Table<?> source(Path path) {
        return path.isOfLabor() && standsAlone() ? SESSION_LABOR.forceIndex(path.index()) : joined(path);
    }

    private static Table<?> withSessions(Table<?> labor) {
        return labor.straightJoin(TIME_SESSION)
                .on(TIME_SESSION.COMPANY_ID.eq(SESSION_LABOR.COMPANY_ID), TIME_SESSION.ID.eq(SESSION_LABOR.SESSION_ID));
    }

    /** The same, joined with the sessions. */
    private Table<?> joined(Path path) {
        return switch (path) {
            case LABOR_TYPES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES -> {
                var labor = SESSION_LABOR.forceIndex(path.index());
                if (hasOneLaborType()) {
                    yield withSessions(labor);
                }
                var found = selectDistinct(SESSION_LABOR.COMPANY_ID, SESSION_LABOR.SESSION_ID)
                        .from(labor)
                        .where(startOfLabor(path))
                        .asTable("found");
                yield found.straightJoin(TIME_SESSION)
                        .on(
                                TIME_SESSION.COMPANY_ID.eq(found.field(SESSION_LABOR.COMPANY_ID)),
                                TIME_SESSION.ID.eq(found.field(SESSION_LABOR.SESSION_ID)));
            }
            case WORDS ->
                SESSION_WORD
                        .straightJoin(TIME_SESSION)
                        .on(
                                TIME_SESSION.COMPANY_ID.eq(SESSION_WORD.COMPANY_ID),
                                TIME_SESSION.ID.eq(SESSION_WORD.SESSION_ID));
            default -> TIME_SESSION.forceIndex(path.index());
        };
    }

    /** What {@link #source} starts from. */
    private Condition start(Path path) {
        return switch (path) {
            case LABOR_TYPES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                hasOneLaborType() ? startOfLabor(path) : noCondition();
            case WORDS ->
                startOfWord(words.getFirst()).and(within(SESSION_WORD.LOCAL_DATE, filter.from(), filter.to()));
            default -> TIME_SESSION.COMPANY_ID.eq(companyId).and(condition(path, Columns.OF_SESSIONS));
        };
    }

    private Condition startOfWord(String word) {
        return SESSION_WORD.COMPANY_ID.eq(companyId).and(SESSION_WORD.WORD.eq(word));
    }

    private Condition startOfLabor(Path path) {
        return startOfLabor(filter.laborTypes())
                .and(within(SESSION_LABOR.LOCAL_DATE, filter.from(), filter.to()))
                .and(path == Path.USERS_OF_LABOR_TYPES ? SESSION_LABOR.USER_ID.in(filter.users()) : noCondition())
                .and(
                        path == Path.PROJECTS_OF_LABOR_TYPES
                                ? SESSION_LABOR.PROJECT_ID.in(filter.projects())
                                : noCondition());
    }

    private Condition startOfLabor(Set<Long> laborTypes) {
        return SESSION_LABOR.COMPANY_ID.eq(companyId).and(isOneOf(SESSION_LABOR.LABOR_TYPE_ID, laborTypes));
    }

    /** All that a row found by a path has still to meet. */
    private Condition restOf(Path path) {
        Condition rest = path == Path.WORDS ? haveWords(words.subList(1, words.size())) : noCondition();
        for (Path other : restrictions) {
            if (!path.covers(other)) {
                rest = rest.and(condition(other, columns(path)));
            }
        }
        return rest.and(hasEndedIfAsked());
    }

    private Condition hasEndedIfAsked() {
        return Boolean.FALSE.equals(filter.running()) ? TIME_SESSION.RUNNING.isFalse() : noCondition();
    }

    private Condition condition(Path path, Columns columns) {
        return switch (path) {
            case USERS -> anyOf(columns.user, filter.users());
            case PROJECTS -> anyOf(columns.project, filter.projects());
            case CATEGORIES -> anyOf(columns.category, filter.categories());
            case LABOR_TYPES -> hasLabor(filter.laborTypes());
            case USERS_OF_PROJECTS, USERS_OF_CATEGORIES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                path.pair().stream().map(kind -> condition(kind, columns)).reduce(noCondition(), Condition::and);
            case WORDS -> haveWords(words);
            case RUNNING -> TIME_SESSION.RUNNING.isTrue();
            case DAYS -> within(columns.day, filter.from(), filter.to());
            case CREATED, UPDATED, STARTED ->
                within(path.instant(), window(path).min(), window(path).max());
        };
    }

    /** Both ends inclusive; null where that end is open. */
    static <T> Condition within(Field<T> field, @Nullable T from, @Nullable T to) {
        return (from == null ? noCondition() : field.ge(from)).and(to == null ? noCondition() : field.le(to));
    }

    /** Of one value the server knows more than of a list. */
    static Condition isOneOf(Field<Long> column, Set<Long> values) {
        return values.size() == 1 ? column.eq(values.iterator().next()) : column.in(values);
    }

    private static Condition anyOf(Field<Long> column, Set<Long> keys) {
        if (column.equals(SESSION_LABOR.PROJECT_ID) || column.equals(SESSION_LABOR.CATEGORY_ID)) {
            return isOneOf(column, keys);
        }
        Set<Long> ids = keys.stream().filter(key -> key != 0).collect(Collectors.toCollection(TreeSet::new));
        if (ids.size() == keys.size()) {
            return isOneOf(column, ids);
        }
        return ids.isEmpty() ? column.isNull() : column.in(ids).or(column.isNull());
    }

    /**
     * A scalar subquery finds one row of an index for each session. The server would turn EXISTS into a join of all the
     * entries there are.
     */
    private static Condition hasLabor(Set<Long> laborTypes) {
        return field(selectOne()
                        .from(SESSION_LABOR)
                        .where(
                                SESSION_LABOR.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID),
                                SESSION_LABOR.LABOR_TYPE_ID.in(laborTypes),
                                SESSION_LABOR.LOCAL_DATE.eq(TIME_SESSION.LOCAL_DATE),
                                SESSION_LABOR.START_AT.eq(TIME_SESSION.START_AT),
                                SESSION_LABOR.SESSION_ID.eq(TIME_SESSION.ID))
                        .limit(1))
                .eq(one());
    }

    private static Condition haveWords(List<String> words) {
        return words.stream()
                .map(word -> field(selectOne()
                                .from(SESSION_WORD)
                                .where(
                                        SESSION_WORD.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID),
                                        SESSION_WORD.WORD.eq(word),
                                        SESSION_WORD.LOCAL_DATE.eq(TIME_SESSION.LOCAL_DATE),
                                        SESSION_WORD.START_AT.eq(TIME_SESSION.START_AT),
                                        SESSION_WORD.SESSION_ID.eq(TIME_SESSION.ID))
                                .limit(1))
                        .eq(one()))
                .reduce(noCondition(), Condition::and);
    }

    private static TableField<Record, Long> columnOf(Path path) {
        return switch (path) {
            case USERS -> TIME_SESSION.USER_ID;
            case PROJECTS -> TIME_SESSION.PROJECT_ID;
            case CATEGORIES -> TIME_SESSION.CATEGORY_ID;
            default -> throw new IllegalArgumentException(path + " is no column");
        };
    }

    private Set<Long> keys(Path path) {
        return switch (path) {
            case USERS -> filter.users();
            case PROJECTS -> filter.projects();
            case CATEGORIES -> filter.categories();
            case LABOR_TYPES -> filter.laborTypes();
            default -> Set.of();
        };
    }

    private InstantWindow window(Path path) {
        return switch (path) {
            case CREATED -> filter.created();
            case UPDATED -> filter.updated();
            case STARTED -> filter.started();
            default -> InstantWindow.OPEN;
        };
    }

    private static Field<BigDecimal> summed(Field<? extends Number> field) {
        return coalesce(sum(field), inline(BigDecimal.ZERO));
    }

    private static Field<BigDecimal> asNumber(Field<Integer> count) {
        return count.cast(SQLDataType.DECIMAL(20));
    }
}
