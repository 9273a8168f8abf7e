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
import static timesessions.jooq.Tables.ID_BLOCK;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.STAMP_TOTAL;
import static timesessions.jooq.Tables.TIME_ENTRY;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.TOTAL;
import static timesessions.jooq.Tables.USER;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
import timesessions.directory.Dimension;
import timesessions.jooq.enums.IdBlockGrain;
import timesessions.jooq.enums.KeyBlockDimension;
import timesessions.jooq.enums.StampTotalGrain;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;

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
     * @param keysMerged up to this many keys of one kind are merged in the order of ids
     * @param rowsMerged up to this many rows of each
     */
    record Limits(long dense, long alwaysSorted, int counted, int keysMerged, long rowsMerged) {
        static final Limits MEASURED = new Limits(50, 2_000, 20_000, 50, 1_000);
    }

    private static final Map<Path, TotalDimension> DIMENSIONS = new EnumMap<>(Map.of(
            Path.USERS, TotalDimension.user,
            Path.PROJECTS, TotalDimension.project,
            Path.CATEGORIES, TotalDimension.category,
            Path.LABOR_TYPES, TotalDimension.labor_type));

    /** The index that leads to the people of each. */
    private static final Map<Path, Path> PEOPLE_OF = new EnumMap<>(Map.of(
            Path.PROJECTS, Path.USERS_OF_PROJECTS,
            Path.CATEGORIES, Path.USERS_OF_CATEGORIES,
            Path.LABOR_TYPES, Path.USERS_OF_LABOR_TYPES));

    private static final Map<Path, KeyBlockDimension> BLOCKS = new EnumMap<>(Map.of(
            Path.PROJECTS, KeyBlockDimension.project,
            Path.CATEGORIES, KeyBlockDimension.category,
            Path.LABOR_TYPES, KeyBlockDimension.labor_type));

    /** More ranges than this of one index cost more to tell than to read. */
    private static final long MOST_RANGES = 5_000;

    private final DSLContext db;
    private final Limits limits;
    private final long companyId;
    private final SessionFilter filter;
    private final RankQueries ranks;
    private final Set<Path> restrictions;
    private final Map<Path, Long> sizes = new EnumMap<>(Path.class);
    private boolean measured;
    private List<String> words;
    private long companySize;

    SearchQueries(DSLContext db, Limits limits, long companyId, SessionFilter filter) {
        this.db = db;
        this.limits = limits;
        this.companyId = companyId;
        this.filter = filter;
        this.ranks = new RankQueries(db, companyId);
        this.restrictions = restrictions(filter);
        this.words = filter.words();
    }

    /** The same search of other days; what this one has measured chooses its way too. */
    private SearchQueries(SearchQueries other, DateRange days) {
        this.db = other.db;
        this.limits = other.limits;
        this.companyId = other.companyId;
        this.filter = other.filter.during(days);
        this.ranks = other.ranks;
        this.restrictions = restrictions(filter);
        this.words = other.words;
        this.measured = other.measured;
        this.companySize = other.companySize;
        this.sizes.putAll(other.sizes);
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
                case USERS_OF_PROJECTS, USERS_OF_CATEGORIES, USERS_OF_LABOR_TYPES, WORDS, RUNNING, DAYS -> {
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
                && keys(only).size() == 1
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
            return hasManyKeys() && isSoonMetByDay(offset + size, total)
                    ? new DayPage(byDay(order, offset, size), Map.of())
                    : dayStretch(order, offset, size);
        }
        return new DayPage(
                size(narrowest()) > limits.alwaysSorted && isSoonMetByDay(offset + size, total)
                        ? byDay(order, offset, size)
                        : ordered(order, order.descending(), Place.ANYWHERE, offset, size),
                Map.of());
    }

    /** Of so many keys even the totals are many rows. */
    private boolean hasManyKeys() {
        return restrictions.stream().anyMatch(path -> keys(path).size() > limits.keysMerged);
    }

    /**
     * Whether walking from day to day meets so many of them soon. People, categories and labor types lie evenly among the
     * days; projects and words need not.
     */
    private boolean isSoonMetByDay(long wanted, long total) {
        return total > 0
                && Set.of(Path.USERS, Path.CATEGORIES, Path.LABOR_TYPES, Path.DAYS)
                        .containsAll(restrictions)
                && wanted * (sizeOfDays() / total) < limits.alwaysSorted;
    }

    /** How many sessions the company has on the days asked for. */
    private long sizeOfDays() {
        Select<Record1<BigDecimal>> parts = Periods.between(filter.from(), filter.to()).stream()
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

    private Select<Record1<Long>> byDay(Order order, long offset, int size) {
        return select(TIME_SESSION.ID)
                .from(source(Path.DAYS))
                .where(start(Path.DAYS), restOf(Path.DAYS))
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

    /** The tiles, without what running clocks have come to since, and those of other days, in one statement. */
    List<Tiles> tiles(Optional<DateRange> otherDays) {
        if (!isRolledUp()) {
            measure();
        }
        var parts = tileParts(0);
        if (otherDays.isPresent()) {
            parts = parts.unionAll(new SearchQueries(this, otherDays.get()).tileParts(1));
        }
        var tiles = new ArrayList<>(List.of(Tiles.NONE, Tiles.NONE));
        db.fetch(parts)
                .forEach(row -> tiles.set(
                        row.value1(),
                        tiles.get(row.value1())
                                .plus(new Tiles(
                                        sums(row.value2(), row.value3(), row.value4()),
                                        row.value5().longValueExact()))));
        return tiles;
    }

    private Select<Record5<Integer, BigDecimal, BigDecimal, BigDecimal, BigDecimal>> tileParts(int number) {
        // A union takes its columns from the first part, and they need names that differ.
        var which = inline(number).as("which");
        var noSessions = inline(BigDecimal.ZERO).as("sessions");
        var noWork = inline(BigDecimal.ZERO).as("work");
        var noBreak = inline(BigDecimal.ZERO).as("breaks");
        if (!isRolledUp()) {
            Path path = narrowest();
            return select(
                            which,
                            asNumber(DSL.count()),
                            summed(TIME_SESSION.WORK_DURATION),
                            summed(TIME_SESSION.BREAK_DURATION),
                            asNumber(countDistinct(TIME_SESSION.USER_ID)))
                    .from(source(path))
                    .where(start(path), restOf(path));
        }
        Select<Record5<Integer, BigDecimal, BigDecimal, BigDecimal, BigDecimal>> counted =
                select(which, noSessions, noWork, noBreak, asNumber(people()));
        return Periods.between(filter.from(), filter.to()).stream()
                .map(period -> (Select<Record5<Integer, BigDecimal, BigDecimal, BigDecimal, BigDecimal>>) select(
                                which,
                                summed(TOTAL.SESSIONS),
                                summed(TOTAL.WORK),
                                summed(TOTAL.BREAK),
                                inline(BigDecimal.ZERO))
                        .from(TOTAL)
                        .where(ofTotals(period.grain()), period.contains(TOTAL.PERIOD)))
                .reduce(counted, Select::unionAll);
    }

    /**
     * How many different people, where the rollups hold what is asked for. Over all time it is asked of each person whether
     * there is anything, so that it costs no more than the company has people; where days are asked for, they are read.
     */
    private Field<Integer> people() {
        Path kind = restrictions.stream()
                .filter(DIMENSIONS::containsKey)
                .findFirst()
                .orElse(Path.USERS);
        boolean fromTheFirst = filter.from() == null;
        if (kind == Path.USERS) {
            return fromTheFirst
                    ? peopleThat(hasWorked())
                    : selectCount().from(peopleOfTotals().asTable("people")).asField();
        }
        if (fromTheFirst && size(kind) > limits.alwaysSorted) {
            return peopleThat(hasWorkedOn(kind));
        }
        return kind == Path.LABOR_TYPES
                ? select(countDistinct(SESSION_LABOR.USER_ID))
                        .from(SESSION_LABOR)
                        .where(startOfLabor(kind))
                        .asField()
                : select(countDistinct(TIME_SESSION.USER_ID))
                        .from(source(kind))
                        .where(start(kind), restOf(kind))
                        .asField();
    }

    private Field<Integer> peopleThat(Condition worked) {
        return selectCount()
                .from(USER)
                .where(
                        USER.COMPANY_ID.eq(companyId),
                        filter.users().isEmpty() ? noCondition() : USER.ID.in(filter.users()),
                        worked)
                .asField();
    }

    private Select<Record1<Long>> peopleOfTotals() {
        return Periods.between(filter.from(), filter.to()).stream()
                .map(period -> (Select<Record1<Long>>) selectDistinct(TOTAL.KEY_ID)
                        .from(TOTAL)
                        .where(
                                TOTAL.COMPANY_ID.eq(companyId),
                                TOTAL.DIMENSION.eq(TotalDimension.user),
                                filter.users().isEmpty() ? noCondition() : TOTAL.KEY_ID.in(filter.users()),
                                TOTAL.GRAIN.eq(period.grain()),
                                period.contains(TOTAL.PERIOD),
                                TOTAL.SESSIONS.gt(0L)))
                .reduce(Select::union)
                .orElseThrow();
    }

    /** One look at the totals of the person, or two where the days end within a month. */
    private Condition hasWorked() {
        return Periods.between(filter.from(), filter.to()).stream()
                .map(period -> field(selectOne()
                                .from(TOTAL.forceIndex("PRIMARY"))
                                .where(
                                        TOTAL.COMPANY_ID.eq(companyId),
                                        TOTAL.DIMENSION.eq(TotalDimension.user),
                                        TOTAL.KEY_ID.eq(USER.ID),
                                        TOTAL.GRAIN.eq(period.grain()),
                                        period.contains(TOTAL.PERIOD),
                                        TOTAL.SESSIONS.gt(0L))
                                .limit(1))
                        .eq(one()))
                .reduce(Condition::or)
                .orElseThrow();
    }

    private Condition hasWorkedOn(Path kind) {
        if (kind == Path.LABOR_TYPES) {
            return field(selectOne()
                            .from(SESSION_LABOR.forceIndex(Path.USERS_OF_LABOR_TYPES.index()))
                            .where(
                                    startOfLabor(filter.laborTypes()),
                                    SESSION_LABOR.USER_ID.eq(USER.ID),
                                    within(SESSION_LABOR.LOCAL_DATE, filter.from(), filter.to()))
                            .limit(1))
                    .eq(one());
        }
        return field(selectOne()
                        .from(TIME_SESSION.forceIndex(
                                requireNonNull(PEOPLE_OF.get(kind)).index()))
                        .where(
                                TIME_SESSION.COMPANY_ID.eq(companyId),
                                anyOf(columnOf(kind), keys(kind)),
                                TIME_SESSION.USER_ID.eq(USER.ID),
                                within(TIME_SESSION.LOCAL_DATE, filter.from(), filter.to()))
                        .limit(1))
                .eq(one());
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
        return db.select(
                        TIME_SESSION.LOCAL_DATE,
                        asNumber(DSL.count()),
                        summed(TIME_SESSION.WORK_DURATION),
                        summed(TIME_SESSION.BREAK_DURATION))
                // Sorted: as its statistics fall, the server would make a temporary table of the same rows instead.
                .hint("SQL_BIG_RESULT")
                .from(source(narrowest()))
                .where(
                        start(narrowest()),
                        restOf(narrowest()),
                        dayOf(narrowest()).in(days))
                .groupBy(TIME_SESSION.LOCAL_DATE)
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
            db.select(TIME_SESSION.LOCAL_DATE, DSL.count())
                    .from(found())
                    .where(foundBy())
                    .groupBy(TIME_SESSION.LOCAL_DATE)
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
     * What running clocks have come to by that moment beyond what is stored, by the day of their sessions: of all days, not
     * only of those asked for. There are never more of them than people at work.
     */
    SortedMap<LocalDate, Sums> runningSums(Instant now) {
        var byDay = new TreeMap<LocalDate, Sums>();
        runningClocks(now).forEach(clock -> byDay.merge(clock.day(), clock.seconds(), Sums::plus));
        return byDay;
    }

    /** The clocks themselves: as for the sums, of all days. */
    List<RunningClock> runningClocks(Instant now) {
        if (Boolean.FALSE.equals(filter.running())) {
            return List.of();
        }
        Condition all = restrictions.stream()
                .filter(path -> path != Path.RUNNING && path != Path.DAYS)
                .map(this::condition)
                .reduce(noCondition(), Condition::and);
        var anyEntry = field(selectOne()
                .from(TIME_ENTRY)
                .where(TIME_ENTRY.COMPANY_ID.eq(companyId), TIME_ENTRY.SESSION_ID.eq(TIME_SESSION.ID))
                .limit(1));
        var running = TIME_ENTRY.as("running_entry");
        var clocks = new ArrayList<RunningClock>();
        db.select(
                        TIME_SESSION.LOCAL_DATE,
                        TIME_SESSION.START_AT,
                        TIME_SESSION.USER_ID,
                        TIME_SESSION.PROJECT_ID,
                        TIME_SESSION.CATEGORY_ID,
                        anyEntry,
                        running.START_AT,
                        running.TYPE,
                        running.LABOR_TYPE_ID)
                .from(TIME_SESSION.forceIndex(Path.RUNNING.index()))
                .leftJoin(running)
                .on(
                        running.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID),
                        running.SESSION_ID.eq(TIME_SESSION.ID),
                        running.RUNNING.isTrue())
                .where(TIME_SESSION.COMPANY_ID.eq(companyId), TIME_SESSION.RUNNING.isTrue(), all)
                .forEach(row -> {
                    Instant since =
                            row.get(anyEntry) == null ? row.get(TIME_SESSION.START_AT) : row.get(running.START_AT);
                    if (since != null) {
                        long seconds = TimeSession.secondsBetween(since, now);
                        var type = row.get(running.TYPE);
                        boolean isBreak = type != null && SessionWriter.typeOf(type) == EntryType.BREAK;
                        clocks.add(new RunningClock(
                                row.get(TIME_SESSION.LOCAL_DATE),
                                row.get(TIME_SESSION.USER_ID),
                                orNone(row.get(TIME_SESSION.PROJECT_ID)),
                                orNone(row.get(TIME_SESSION.CATEGORY_ID)),
                                orNone(row.get(running.LABOR_TYPE_ID)),
                                isBreak ? new Sums(0, 0, seconds) : new Sums(0, seconds, 0)));
                    }
                });
        return clocks;
    }

    private static long orNone(@Nullable Long id) {
        return id == null ? 0 : id;
    }

    SessionFilter filter() {
        return filter;
    }

    /** No fewer sessions than there are to be read. */
    long mostSessions() {
        measure();
        return restrictions.isEmpty() ? companySize : size(narrowest());
    }

    /** Where the sessions that match are found cheapest, all with {@link #foundBy}. */
    Table<?> found() {
        measure();
        return source(narrowest());
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

    /** Whether the rollups hold what is asked for: days, and any number of keys of at most one kind. */
    private boolean isRolledUp() {
        if (filter.running() != null) {
            return false;
        }
        var kinds = EnumSet.copyOf(DIMENSIONS.keySet());
        kinds.retainAll(restrictions);
        var others = EnumSet.noneOf(Path.class);
        others.addAll(restrictions);
        others.removeAll(DIMENSIONS.keySet());
        others.remove(Path.DAYS);
        // A session with two of the labor types would count twice.
        return others.isEmpty() && kinds.size() <= 1 && filter.laborTypes().size() <= 1;
    }

    Condition ofTotals(TotalGrain grain) {
        Path kind = restrictions.stream()
                .filter(DIMENSIONS::containsKey)
                .findFirst()
                .orElse(null);
        return TOTAL.COMPANY_ID
                .eq(companyId)
                .and(TOTAL.DIMENSION.eq(kind == null ? TotalDimension.company : DIMENSIONS.get(kind)))
                .and(kind == null ? TOTAL.KEY_ID.eq(0L) : TOTAL.KEY_ID.in(keys(kind)))
                .and(TOTAL.GRAIN.eq(grain));
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
        }
    }

    private Select<Record2<String, BigDecimal>> measured(Path path) {
        var name = inline(path.name());
        return switch (path) {
            case USERS, PROJECTS, CATEGORIES, LABOR_TYPES ->
                select(name, summed(TOTAL.SESSIONS))
                        .from(TOTAL)
                        .where(
                                TOTAL.COMPANY_ID.eq(companyId),
                                TOTAL.DIMENSION.eq(DIMENSIONS.get(path)),
                                TOTAL.KEY_ID.in(keys(path)),
                                TOTAL.GRAIN.eq(TotalGrain.month),
                                within(
                                        TOTAL.PERIOD,
                                        filter.from() == null
                                                ? null
                                                : filter.from().withDayOfMonth(1),
                                        filter.to()));
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
            case USERS_OF_PROJECTS, USERS_OF_CATEGORIES, USERS_OF_LABOR_TYPES ->
                throw new IllegalArgumentException(path + " is two restrictions, which are measured one by one");
        };
    }

    private Field<Integer> counted(String word) {
        return selectCount()
                .from(selectOne()
                        .from(SESSION_WORD)
                        .where(SESSION_WORD.COMPANY_ID.eq(companyId), SESSION_WORD.WORD.eq(word))
                        .limit(limits.counted)
                        .asTable("counted"))
                .asField();
    }

    private long size(Path path) {
        measure();
        Path kind = path.kind();
        return kind == null
                ? sizes.getOrDefault(path, 0L)
                : Math.min(sizes.getOrDefault(kind, 0L), sizes.getOrDefault(Path.USERS, 0L));
    }

    /** Where nothing restricts, the days do: all of them. */
    private Path narrowest() {
        if (restrictions.size() == 1 && !restrictions.contains(Path.WORDS)) {
            return restrictions.iterator().next();
        }
        Path narrowest =
                restrictions.stream().min(Comparator.comparingLong(this::size)).orElse(Path.DAYS);
        return narrowest == Path.DAYS || DIMENSIONS.containsKey(narrowest) ? withPeople(narrowest) : narrowest;
    }

    /** People of a project, category or labor type stand together, each with their days, in an index of their own. */
    private Path withPeople(Path narrowest) {
        if (!restrictions.contains(Path.USERS)) {
            return narrowest;
        }
        return PEOPLE_OF.keySet().stream()
                .filter(restrictions::contains)
                .filter(path -> (long) keys(path).size() * filter.users().size() <= MOST_RANGES)
                .min(Comparator.comparingLong(this::size))
                .map(PEOPLE_OF::get)
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
                    RUNNING -> isFrequent(size);
        };
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

    /** Deep in the sessions of one key: its blocks of ids lead there. */
    private Select<Record1<Long>> keyStretch(
            Path path, KeyBlockDimension dimension, Order order, long offset, int size, long total) {
        Long key = keys(path).iterator().next();
        long rank = order.descending() ? total - 1 - offset : offset;
        RankQueries.Run<Long> run = ranks.byId(dimension, key, rank);
        return run == null
                ? byId(path, key, order.descending(), Place.ANYWHERE, offset, size)
                : byId(
                        path,
                        key,
                        order.descending(),
                        Place.ofId(order.descending() ? run.to() : run.from(), order),
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
        List<PeriodSize> periods = periodSizes(order, Periods.between(filter.from(), filter.to()));
        Span span = Span.of(periods, offset, size, 0);
        if (span == null) {
            return new DayPage(ordered(order, order.descending(), Place.ANYWHERE, offset, size), Map.of());
        }
        if (span.hasMonths()) {
            var days = periodSizes(order, List.of(new Periods.Run(TotalGrain.day, span.firstDay(), span.lastDay())));
            Span closer = Span.of(days, offset, size, span.before);
            span = closer == null ? span : closer;
        }
        LocalDate first = span.firstDay();
        LocalDate last = span.lastDay();
        Path path = restrictions.stream()
                .filter(DIMENSIONS::containsKey)
                .findFirst()
                .orElse(Path.DAYS);
        return new DayPage(
                select(TIME_SESSION.ID)
                        .from(source(path))
                        .where(start(path), restOf(path), dayOf(path).between(first, last))
                        .orderBy(orderBy(order, order.descending(), path))
                        .offset(offset - span.before)
                        .limit(size),
                span.days());
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
        Place ANYWHERE = id -> noCondition();

        Condition from(Field<Long> id);

        /** From the least id that is wanted; or, descending, up to the least that is not. */
        static Place ofId(Long bound, Order order) {
            return id -> order.descending() ? id.lt(bound) : id.ge(bound);
        }

        static Place ofInstant(Instant bound, Order order) {
            TableField<Record, Instant> at = requireWindowOf(order).instant();
            return id -> order.descending() ? at.lt(bound) : at.ge(bound);
        }

        /** After a session in the order of days. */
        static Place after(LocalDate day, Instant start, long id) {
            return field -> TIME_SESSION
                    .LOCAL_DATE
                    .ge(day)
                    .and(TIME_SESSION
                            .LOCAL_DATE
                            .gt(day)
                            .or(TIME_SESSION.START_AT.gt(start))
                            .or(TIME_SESSION.START_AT.eq(start).and(field.gt(id))));
        }

        /** After the row of a cursor, in that direction. The leading bound stands by itself, for the index. */
        static Place beyond(Cursor cursor, boolean descending) {
            Instant bound = cursor.at();
            if (bound == null) {
                return id -> descending ? id.lt(cursor.id()) : id.gt(cursor.id());
            }
            TableField<Record, Instant> at = requireWindowOf(cursor.order()).instant();
            return id -> descending
                    ? at.le(bound).and(at.lt(bound).or(id.lt(cursor.id())))
                    : at.ge(bound).and(at.gt(bound).or(id.gt(cursor.id())));
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
            return byId(narrowest, keys.getFirst(), descending, place, offset, size);
        }
        if (order.isById() && canMerge(narrowest, keys) && offset + size <= limits.rowsMerged) {
            return mergedById(narrowest, keys, descending, place, offset, size);
        }
        if (walkable && isDense(narrowest)) {
            return walk(order, descending, place, offset, size);
        }
        return select(TIME_SESSION.ID)
                .from(source(narrowest))
                .where(start(narrowest), restOf(narrowest), place.from(TIME_SESSION.ID))
                .orderBy(orderBy(order, descending, narrowest))
                .offset(offset)
                .limit(size);
    }

    /** In the order of an index of the whole company, leaving out what does not match. */
    private Select<Record1<Long>> walk(Order order, boolean descending, Place place, long offset, int size) {
        String index = order.isById() ? "PRIMARY" : requireWindowOf(order).index();
        Condition all = restrictions.stream().map(this::condition).reduce(hasEndedIfAsked(), Condition::and);
        return select(TIME_SESSION.ID)
                .from(TIME_SESSION.forceIndex(index))
                .where(TIME_SESSION.COMPANY_ID.eq(companyId), place.from(TIME_SESSION.ID), all)
                .orderBy(orderBy(order, descending))
                .offset(offset)
                .limit(size);
    }

    /** The sessions of one key are in the order of their ids in an index, so that a page reads no more than itself. */
    private Select<Record1<Long>> byId(Path path, Long key, boolean descending, Place place, long offset, int size) {
        if (path == Path.LABOR_TYPES) {
            return select(SESSION_LABOR.SESSION_ID.as(TIME_SESSION.ID))
                    .from(SESSION_LABOR.forceIndex("by_session_id"))
                    .straightJoin(TIME_SESSION)
                    .on(
                            TIME_SESSION.COMPANY_ID.eq(SESSION_LABOR.COMPANY_ID),
                            TIME_SESSION.ID.eq(SESSION_LABOR.SESSION_ID))
                    .where(startOfLabor(Set.of(key)), place.from(SESSION_LABOR.SESSION_ID), restOf(path))
                    .orderBy(descending ? SESSION_LABOR.SESSION_ID.desc() : SESSION_LABOR.SESSION_ID.asc())
                    .offset(offset)
                    .limit(size);
        }
        return select(TIME_SESSION.ID)
                .from(TIME_SESSION.forceIndex(path.index() + "_id"))
                .where(
                        TIME_SESSION.COMPANY_ID.eq(companyId),
                        anyOf(columnOf(path), Set.of(key)),
                        place.from(TIME_SESSION.ID),
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
        Select<Record1<Long>> parts = byId(path, keys.getFirst(), descending, place, 0, each);
        for (Long key : keys.subList(1, keys.size())) {
            parts = parts.unionAll(byId(path, key, descending, place, 0, each));
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
     * The same, of rows that are found by that path: by labor type or word they lie in the order of days as the index there
     * has it, and names are looked up, since a join would be sorted in a temporary table.
     */
    private List<OrderField<?>> orderBy(Order order, boolean descending, Path path) {
        List<Field<?>> keys = switch (order.column()) {
            case DAY -> dayKeys(path);
            case PERSON -> byName(USER, USER.FULL_NAME, USER.COMPANY_ID, USER.ID.eq(TIME_SESSION.USER_ID));
            case PROJECT ->
                byName(PROJECT, PROJECT.FULL_NAME, PROJECT.COMPANY_ID, PROJECT.ID.eq(TIME_SESSION.PROJECT_ID));
            case ID, START_AT, UPDATED_AT, DURATION -> List.of();
        };
        return keys.isEmpty()
                ? orderBy(order, descending)
                : keys.stream()
                        .<OrderField<?>>map(key -> descending ? key.desc() : key.asc())
                        .toList();
    }

    private List<Field<?>> dayKeys(Path path) {
        return switch (path) {
            case LABOR_TYPES ->
                hasOneLaborType()
                        ? List.of(SESSION_LABOR.LOCAL_DATE, SESSION_LABOR.START_AT, SESSION_LABOR.SESSION_ID)
                        : List.of();
            case WORDS -> List.of(SESSION_WORD.LOCAL_DATE, SESSION_WORD.START_AT, SESSION_WORD.SESSION_ID);
            default -> List.of();
        };
    }

    private List<Field<?>> byName(Table<?> names, Field<String> name, Field<Long> company, Condition isOfSession) {
        return List.of(
                field(select(name).from(names).where(company.eq(companyId), isOfSession)),
                TIME_SESSION.LOCAL_DATE,
                TIME_SESSION.START_AT,
                TIME_SESSION.ID);
    }

    /** The day as the index of that path has it. */
    private Field<LocalDate> dayOf(Path path) {
        return switch (path) {
            case LABOR_TYPES -> hasOneLaborType() ? SESSION_LABOR.LOCAL_DATE : TIME_SESSION.LOCAL_DATE;
            case WORDS -> SESSION_WORD.LOCAL_DATE;
            default -> TIME_SESSION.LOCAL_DATE;
        };
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

    /** Where the sessions of a restriction stand together, joined with the sessions. */
    private Table<?> source(Path path) {
        return switch (path) {
            case LABOR_TYPES, USERS_OF_LABOR_TYPES -> {
                var labor = SESSION_LABOR.forceIndex(path.index());
                if (hasOneLaborType()) {
                    yield labor.straightJoin(TIME_SESSION)
                            .on(
                                    TIME_SESSION.COMPANY_ID.eq(SESSION_LABOR.COMPANY_ID),
                                    TIME_SESSION.ID.eq(SESSION_LABOR.SESSION_ID));
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
            case LABOR_TYPES, USERS_OF_LABOR_TYPES -> hasOneLaborType() ? startOfLabor(path) : noCondition();
            case WORDS ->
                startOfWord(words.getFirst()).and(within(SESSION_WORD.LOCAL_DATE, filter.from(), filter.to()));
            default -> TIME_SESSION.COMPANY_ID.eq(companyId).and(condition(path));
        };
    }

    private Condition startOfWord(String word) {
        return SESSION_WORD.COMPANY_ID.eq(companyId).and(SESSION_WORD.WORD.eq(word));
    }

    private Condition startOfLabor(Path path) {
        return startOfLabor(filter.laborTypes())
                .and(within(SESSION_LABOR.LOCAL_DATE, filter.from(), filter.to()))
                .and(path == Path.USERS_OF_LABOR_TYPES ? SESSION_LABOR.USER_ID.in(filter.users()) : noCondition());
    }

    private Condition startOfLabor(Set<Long> laborTypes) {
        return SESSION_LABOR
                .COMPANY_ID
                .eq(companyId)
                .and(
                        laborTypes.size() == 1
                                ? SESSION_LABOR.LABOR_TYPE_ID.eq(
                                        laborTypes.iterator().next())
                                : SESSION_LABOR.LABOR_TYPE_ID.in(laborTypes));
    }

    /** All that a row found by a path has still to meet. */
    private Condition restOf(Path path) {
        Condition rest = path == Path.WORDS ? haveWords(words.subList(1, words.size())) : noCondition();
        for (Path other : restrictions) {
            if (!path.covers(other)) {
                rest = rest.and(condition(other));
            }
        }
        return rest.and(hasEndedIfAsked());
    }

    private Condition hasEndedIfAsked() {
        return Boolean.FALSE.equals(filter.running()) ? TIME_SESSION.RUNNING.isFalse() : noCondition();
    }

    private Condition condition(Path path) {
        return switch (path) {
            case USERS, PROJECTS, CATEGORIES -> anyOf(columnOf(path), keys(path));
            case LABOR_TYPES -> hasLabor(filter.laborTypes());
            case USERS_OF_PROJECTS, USERS_OF_CATEGORIES -> condition(Path.USERS).and(condition(path.requireKind()));
            case USERS_OF_LABOR_TYPES -> condition(Path.USERS).and(condition(Path.LABOR_TYPES));
            case WORDS -> haveWords(words);
            case RUNNING -> TIME_SESSION.RUNNING.isTrue();
            case DAYS -> within(TIME_SESSION.LOCAL_DATE, filter.from(), filter.to());
            case CREATED, UPDATED, STARTED ->
                within(path.instant(), window(path).min(), window(path).max());
        };
    }

    /** Both ends inclusive; null where that end is open. */
    static <T> Condition within(Field<T> field, @Nullable T from, @Nullable T to) {
        return (from == null ? noCondition() : field.ge(from)).and(to == null ? noCondition() : field.le(to));
    }

    private static Condition anyOf(TableField<Record, Long> column, Set<Long> keys) {
        Set<Long> ids = keys.stream().filter(key -> key != 0).collect(Collectors.toCollection(TreeSet::new));
        if (ids.size() == keys.size()) {
            return ids.size() == 1 ? column.eq(ids.iterator().next()) : column.in(ids);
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
