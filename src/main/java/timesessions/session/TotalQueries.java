package timesessions.session;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static timesessions.jooq.Tables.KEY_LABOR;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.jooq.Tables.TIME_ENTRY;
import static timesessions.jooq.Tables.TOTAL;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.directory.NameQueries;
import timesessions.jooq.enums.TimeEntryType;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;
import timesessions.total.SeatMasks;
import timesessions.total.TotalChanges;

/**
 * Adds sessions up by groups, running clocks counted up to a moment. What is filtered and grouped by one dimension at most
 * comes from the rollups; all else from the sessions themselves, up to a bound.
 */
public final class TotalQueries {
    /**
     * How much one question may read.
     *
     * @param rollupRows rows of the rollups
     * @param laborRows rows of the totals of labor types with people and the like, which are read as they lie
     * @param sessions that are read and sorted by their groups, some of them looked up as well
     * @param sessionsWithEntries sessions whose entries are read too
     */
    record Limits(long rollupRows, long laborRows, long sessions, long sessionsWithEntries) {
        static final Limits MEASURED = new Limits(200_000, 400_000, 240_000, 60_000);
    }

    private static final int ROWS_AT_ONCE = 1_000;

    /** What is read of a session whose labor types are told apart, with its entries. */
    private static final int ROWS_WITH_ENTRIES = 4;

    private final Database database;
    private final Limits limits;
    private final SearchLimits searching;

    private final SeatMasks masks = new SeatMasks();

    public TotalQueries(Database database) {
        this(database, Limits.MEASURED, SearchLimits.MEASURED);
    }

    TotalQueries(Database database, Limits limits, SearchLimits searching) {
        this.database = database;
        this.limits = limits;
        this.searching = searching;
    }

    /**
     * What the sessions add up to by one or two groupings.
     *
     * @param by at most one of them a stretch of time
     * @param company whose calendar says what a week and a pay period is
     * @return empty where that would read more than a page may cost
     */
    public Optional<Totals> find(
            Visibility reader, SessionFilter filter, List<GroupBy> by, Company company, Instant now) {
        return database.read(db -> {
            var search = new SearchQueries(db, searching, masks, reader, filter);
            List<SearchClocks.RunningClock> clocks = search.clocks().running(now);
            // Those that run are taken away again: they are few, and no rollup tells them from the others.
            boolean asksForEnded = search.sizes().sql().asksForEnded();
            SearchQueries counted =
                    asksForEnded ? new SearchQueries(db, searching, masks, reader, filter.withRunning(null)) : search;
            SearchSizes notAsked = asksForEnded
                    ? new SearchQueries(db, searching, masks, reader, filter.withRunning(true)).sizes()
                    : null;
            var grouping = new Grouping(db, counted, notAsked, clocks, by, company);
            if (!grouping.add()) {
                return Optional.empty();
            }
            List<TotalCell> cells = grouping.cells();
            var firsts = new HashMap<Long, Sums>();
            var seconds = new HashMap<Long, Sums>();
            for (TotalCell cell : cells) {
                firsts.merge(cell.first(), cell.sums(), Sums::plus);
                seconds.merge(cell.second(), cell.sums(), Sums::plus);
            }
            if (by.size() == 1) {
                seconds.clear();
            } else if (by.contains(GroupBy.LABOR_TYPE)) {
                // Sessions with two labor types would count twice in what is not told apart by them.
                boolean laborIsFirst = by.getFirst() == GroupBy.LABOR_TYPE;
                var other = new Grouping(db, counted, notAsked, clocks, List.of(by.get(laborIsFirst ? 1 : 0)), company);
                if (!other.add()) {
                    return Optional.empty();
                }
                Map<Long, Sums> whole = laborIsFirst ? seconds : firsts;
                whole.clear();
                other.cells().forEach(cell -> whole.put(cell.first(), cell.sums()));
            }
            Sums sums = search.totals().sums();
            for (SearchClocks.RunningClock clock : clocks) {
                sums = sums.plus(clock.seconds());
            }
            return Optional.of(new Totals(by, sums, firsts, seconds, cells, !clocks.isEmpty()));
        });
    }

    /** The names of what totals have found, as far as there are any. */
    public Map<Dimension, Map<Long, String>> names(Visibility reader, Map<Dimension, ? extends Collection<Long>> ids) {
        return database.read(db -> NameQueries.find(db, reader.companyId(), ids));
    }

    /** One question on its way. */
    private final class Grouping {
        private final DSLContext db;
        private final SearchSizes sizes;
        private final @Nullable SearchSizes notAsked;
        private final SearchTotals totals;
        private final KeyUserTotals people;
        private final KeyLaborTotals labor;
        private final SessionFilter filter;
        private final long companyId;
        private final List<SearchClocks.RunningClock> clocks;
        private final List<GroupBy> by;
        private final Company company;
        private final Map<Key, Sums> found = new HashMap<>();

        private record Key(long first, long second) {}

        Grouping(
                DSLContext db,
                SearchQueries search,
                @Nullable SearchSizes notAsked,
                List<SearchClocks.RunningClock> clocks,
                List<GroupBy> by,
                Company company) {
            this.db = db;
            this.sizes = search.sizes();
            this.notAsked = notAsked;
            this.totals = search.totals();
            this.people = totals.keyUsers();
            this.labor = new KeyLaborTotals(sizes);
            this.filter = sizes.sql().filter();
            this.companyId = sizes.sql().companyId();
            this.clocks = clocks;
            this.by = by;
            this.company = company;
        }

        /** Whether it could be afforded. */
        boolean add() {
            if (!addStored()) {
                return false;
            }
            if (notAsked != null) {
                addOneByOne(notAsked, -1);
            }
            addRunning();
            return true;
        }

        /** What is stored; false where it could not be afforded. */
        private boolean addStored() {
            Dimension dimension = rolledUpDimension();
            if (by.stream().filter(one -> !one.isTime()).count() <= 1 && totals.isRolledUpBy(dimension)) {
                if (!isAffordable(dimension)) {
                    return false;
                }
                addRollups(dimension);
                return true;
            }
            OfPeople ofPeople = ofPeople(dimension);
            if (ofPeople != null) {
                return addPeople(ofPeople);
            }
            Dimension withLabor = labor.dimensionBy(by);
            if (withLabor != null && sizes.areManySessions() && isShorter(withLabor)) {
                return addLabor(withLabor);
            }
            return addOneByOneIfFew(sizes, 1);
        }

        /** False where there are too many. */
        private boolean addOneByOneIfFew(SearchSizes sessions, int times) {
            long most = by.contains(GroupBy.LABOR_TYPE) ? limits.sessionsWithEntries : limits.sessions;
            if (sessions.mostSessions() > most) {
                return false;
            }
            addOneByOne(sessions, times);
            return true;
        }

        /** Days that have no totals. */
        private boolean addDaysIfFew(Periods.Run days) {
            return addOneByOneIfFew(
                    sizes.anew(new DateRange(requireNonNull(days.from()), requireNonNull(days.to()))), days.times(1));
        }

        /** @param times how often they count; less than zero where they are taken away */
        private void addOneByOne(SearchSizes sessions, int times) {
            if (by.contains(GroupBy.LABOR_TYPE)) {
                addEntries(sessions, times);
            } else {
                addSessions(sessions, times);
            }
        }

        List<TotalCell> cells() {
            var cells = new ArrayList<TotalCell>(found.size());
            found.forEach((key, sums) -> {
                if (!sums.equals(Sums.NONE)) {
                    cells.add(new TotalCell(key.first, key.second, sums));
                }
            });
            return cells;
        }

        private @Nullable Dimension rolledUpDimension() {
            return by.stream()
                    .filter(one -> !one.isTime())
                    .map(GroupBy::dimension)
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable GroupBy time() {
            return by.stream().filter(GroupBy::isTime).findFirst().orElse(null);
        }

        private List<Periods.Run> runs() {
            GroupBy time = time();
            return time == null || time == GroupBy.MONTH
                    ? Periods.summed(filter.days())
                    : List.of(new Periods.Run(TotalGrain.day, filter.from(), filter.to()));
        }

        /** The same of what the rollups hold of a dimension, or of the company. */
        private List<Periods.Run> runs(@Nullable Dimension dimension) {
            return time() == null && dimension != null ? Rollup.periods(rollup(dimension), filter.days()) : runs();
        }

        /** What is not grouped by a dimension has a row for each day at most, for each key that is filtered by. */
        private boolean isAffordable(@Nullable Dimension dimension) {
            if (dimension == null
                    || sizes.mostSessions() <= limits.rollupRows
                    || mostRollupRows(dimension) <= limits.rollupRows) {
                return true;
            }
            long rows = 0;
            for (Periods.Run run : runs(dimension)) {
                rows += db.fetchCount(selectOne()
                        .from(TOTAL.forceIndex(index(dimension)))
                        .where(totals.ofTotals(rollup(dimension), run.grain()), run.contains(TOTAL.PERIOD))
                        .limit(limits.rollupRows + 1 - rows));
                if (rows > limits.rollupRows) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Keys that are asked for are looked up; where all are, periods are read. Left to itself the server has read all rows of
         * 2,000 people for two days of 500.
         */
        private String index(@Nullable Dimension dimension) {
            return dimension == null || !sizes.sql().keys(Path.of(dimension)).isEmpty() ? "PRIMARY" : "by_period";
        }

        /** A row for each key and period, at most. */
        private long mostRollupRows(Dimension dimension) {
            long periods = 0;
            for (Periods.Run run : runs(dimension)) {
                if (run.from() == null || run.to() == null) {
                    return Long.MAX_VALUE;
                }
                periods += run.grain() == TotalGrain.day
                        ? ChronoUnit.DAYS.between(run.from(), run.to()) + 1
                        : ChronoUnit.MONTHS.between(run.from(), run.to()) + 1;
            }
            Set<Long> asked = sizes.sql().keys(Path.of(dimension));
            return periods * (asked.isEmpty() ? 1 + names(dimension) : asked.size());
        }

        private long names(Dimension dimension) {
            var names = NameQueries.of(dimension);
            return db.fetchCount(names.table(), names.companyId().eq(companyId));
        }

        private void addRollups(@Nullable Dimension dimension) {
            for (Periods.Run run : runs(dimension)) {
                var groups = new ArrayList<Field<?>>();
                if (time() != null) {
                    groups.add(TOTAL.PERIOD);
                }
                if (dimension != null) {
                    groups.add(TOTAL.KEY_ID);
                }
                var columns = new ArrayList<Field<?>>(groups);
                columns.add(sum(TOTAL.SESSIONS).as("sessions"));
                columns.add(sum(TOTAL.WORK).as("work"));
                columns.add(sum(TOTAL.BREAK).as("breaks"));
                for (Source source : sources(dimension, run.grain())) {
                    each(
                            db.select(columns)
                                    .from(TOTAL.forceIndex(index(dimension)))
                                    .where(source.rows, run.contains(TOTAL.PERIOD))
                                    .groupBy(groups),
                            row -> add(
                                    time() == null ? null : row.get(TOTAL.PERIOD),
                                    one -> row.get(TOTAL.KEY_ID),
                                    sums(row).times(run.times(source.times))));
                }
            }
        }

        /** @param times how often the rows count; less than zero where they are taken away */
        private record Source(Condition rows, int times) {}

        private List<Source> sources(@Nullable Dimension dimension, TotalGrain grain) {
            return dimension == null
                    ? totals.parts().stream()
                            .map(part -> new Source(totals.ofTotals(part, grain), part.times()))
                            .toList()
                    : List.of(new Source(totals.ofTotals(rollup(dimension), grain), 1));
        }

        /** Whole sessions would count once for each of their labor types. */
        private static TotalDimension rollup(Dimension dimension) {
            return dimension == Dimension.LABOR_TYPE
                    ? TotalDimension.labor_share
                    : Path.of(dimension).rollup();
        }

        /**
         * Totals of people with projects and the like, to add up instead of sessions.
         *
         * @param dimension what they are told apart by
         * @param kind what people are told apart together with
         * @param keys those that are asked for, or all there are
         */
        private record OfPeople(Dimension dimension, Path kind, Set<Long> keys) {}

        /** Those that come to what is asked for, if they are fewer than the sessions; they tell apart nothing else but months. */
        private @Nullable OfPeople ofPeople(@Nullable Dimension dimension) {
            GroupBy time = time();
            if (dimension == null || (time == null ? by.size() > 1 : time != GroupBy.MONTH)) {
                return null;
            }
            Path kind = people.kindBy(dimension);
            if (kind == null || !sizes.isLong(sizes.narrowest())) {
                return null;
            }
            Set<Long> asked = sizes.sql().keys(kind);
            var found = new OfPeople(dimension, kind, asked.isEmpty() ? all(dimension) : asked);
            return mostRows(found) < Math.min(limits.rollupRows, sizes.mostSessions()) ? found : null;
        }

        private Set<Long> all(Dimension dimension) {
            var names = NameQueries.of(dimension);
            Set<Long> keys = db.select(names.id())
                    .from(names.table())
                    .where(names.companyId().eq(companyId))
                    .fetchSet(names.id());
            keys.add(0L);
            return keys;
        }

        private long mostRows(OfPeople ofPeople) {
            long everybody = names(Dimension.USER);
            return runs().stream()
                    .filter(run -> run.grain() == TotalGrain.month)
                    .mapToLong(run -> people.mostRows(ofPeople.keys.size(), months(run), everybody))
                    .sum();
        }

        private Months months(Periods.Run run) {
            return time() == null ? Months.asFew(run, sizes) : Months.each(run, sizes);
        }

        /** Days beside whole months are added up from their sessions; false where these are too many. */
        private boolean addPeople(OfPeople ofPeople) {
            for (Periods.Run run : runs()) {
                if (run.grain() == TotalGrain.month) {
                    addMonthsOfPeople(ofPeople, run);
                    continue;
                }
                if (!addDaysIfFew(run)) {
                    return false;
                }
            }
            return true;
        }

        private void addMonthsOfPeople(OfPeople ofPeople, Periods.Run run) {
            Field<Long> key = ofPeople.dimension == Dimension.USER ? KEY_USER.USER_ID : KEY_USER.KEY_ID;
            Field<LocalDate> period =
                    time() == null ? inline(TotalChanges.ALL_TIME).as("any") : KEY_USER.PERIOD;
            each(
                    db.select(
                                    period,
                                    key,
                                    sum(KEY_USER.SESSIONS).as("sessions"),
                                    sum(KEY_USER.WORK).as("work"),
                                    sum(KEY_USER.BREAK).as("breaks"))
                            .hint(SearchSql.SORTED)
                            .from(KEY_USER)
                            .where(people.rows(ofPeople.kind, ofPeople.keys, months(run)))
                            .groupBy(time() == null ? List.of(key) : List.of(key, KEY_USER.PERIOD)),
                    row -> add(row.get(period), one -> row.get(key), sums(row)));
        }

        /** Whether the totals of labor types are fewer rows than the sessions with their entries, and may be read. */
        private boolean isShorter(Dimension dimension) {
            long most = Math.min(limits.laborRows, ROWS_WITH_ENTRIES * sizes.mostSessions());
            return mostRollupRows(dimension) <= most / (1 + names(Dimension.LABOR_TYPE))
                    || runs().stream()
                            .map(run -> laborRows(dimension, run))
                            .noneMatch(rows -> rows != null && areMore(rows, most));
        }

        private boolean areMore(Condition laborRows, long most) {
            return db.select(inline(1))
                    .from(KEY_LABOR)
                    .where(laborRows)
                    .limit(1)
                    .offset(most)
                    .fetch()
                    .isNotEmpty();
        }

        /** The totals of labor types in a run; null where it is of days that have none. */
        private @Nullable Condition laborRows(Dimension dimension, Periods.Run run) {
            if (run.grain() == TotalGrain.month) {
                return labor.rows(dimension, months(run));
            }
            return KeyLaborTotals.isByDay(dimension) ? labor.rows(dimension, run) : null;
        }

        /** Days beside whole months that have no totals are added up from their sessions; false where these are too many. */
        private boolean addLabor(Dimension dimension) {
            for (Periods.Run run : runs()) {
                Condition rows = laborRows(dimension, run);
                if (rows != null) {
                    addLaborRows(rows, run.times(1));
                } else if (!addDaysIfFew(run)) {
                    return false;
                }
            }
            return true;
        }

        /** As they lie: to group them the database would sort them, and read each three times. */
        private void addLaborRows(Condition rows, int times) {
            var columns = new ArrayList<Field<?>>(List.of(
                    KEY_LABOR.KEY_ID, KEY_LABOR.LABOR_TYPE_ID, KEY_LABOR.SESSIONS, KEY_LABOR.WORK, KEY_LABOR.BREAK));
            if (time() != null) {
                columns.add(KEY_LABOR.PERIOD);
            }
            each(
                    db.select(columns).from(KEY_LABOR).where(rows),
                    row -> add(
                            time() == null ? null : row.get(KEY_LABOR.PERIOD),
                            one -> row.get(one == GroupBy.LABOR_TYPE ? KEY_LABOR.LABOR_TYPE_ID : KEY_LABOR.KEY_ID),
                            new Sums(row.get(KEY_LABOR.SESSIONS), row.get(KEY_LABOR.WORK), row.get(KEY_LABOR.BREAK))
                                    .times(times)));
        }

        /** The sums among the columns of a row. */
        private static Sums sums(Record row) {
            return new Sums(
                    row.get("sessions", BigDecimal.class).longValueExact(),
                    row.get("work", BigDecimal.class).longValueExact(),
                    row.get("breaks", BigDecimal.class).longValueExact());
        }

        /** @param times how often they count; less than zero where they are taken away */
        private void addSessions(SearchSizes found, int times) {
            addSessions(found, sums -> sums.times(times));
        }

        private void addSessions(SearchSizes found, UnaryOperator<Sums> counting) {
            SearchSql.Columns of = found.foundColumns();
            var groups = groups(of);
            var columns = new ArrayList<Field<?>>(groups);
            // What words lead to would be grouped in a temporary table, beside the sessions that it is looked up in.
            boolean isGrouped = found.narrowest() != Path.WORDS;
            columns.add((isGrouped ? count() : inline(1)).as("sessions"));
            columns.add((isGrouped ? sum(of.work()) : of.work()).as("work"));
            columns.add((isGrouped ? sum(of.breaks()) : of.breaks()).as("breaks"));
            var rows = db.select(columns)
                    .hint(SearchSql.SORTED)
                    .from(found.found())
                    .where(found.foundBy());
            each(
                    isGrouped ? rows.groupBy(groups) : rows,
                    row -> addRow(row, of, /* laborType= */ 0, counting.apply(sums(row))));
        }

        private record Part(long session, long laborType) {}

        /**
         * The seconds of each labor type, and under 0 what no entry with one accounts for: all seconds of the sessions, less
         * those of the others. The database would group them in a temporary table, which takes longer than sending them.
         */
        private void addEntries(SearchSizes found, int times) {
            addSessions(found, sums -> sums.withoutSessions().times(times));
            SearchSql.Columns of = found.foundColumns();
            var columns = groups(of);
            columns.add(of.id());
            columns.add(TIME_ENTRY.LABOR_TYPE_ID);
            columns.add(TIME_ENTRY.TYPE);
            columns.add(TIME_ENTRY.DURATION);
            var counted = new HashSet<Part>();
            each(
                    db.select(columns)
                            .from(found.found()
                                    .leftJoin(TIME_ENTRY)
                                    .on(TIME_ENTRY.COMPANY_ID.eq(companyId), TIME_ENTRY.SESSION_ID.eq(of.id())))
                            .where(found.foundBy()),
                    row -> {
                        long laborType = requireNonNullElse(row.get(TIME_ENTRY.LABOR_TYPE_ID), 0L);
                        long sessions = counted.add(new Part(row.get(of.id()), laborType)) ? times : 0;
                        if (laborType == 0) {
                            addRow(row, of, 0, new Sums(sessions, 0, 0));
                        } else {
                            long seconds = (long) times * row.get(TIME_ENTRY.DURATION);
                            boolean isWork = row.get(TIME_ENTRY.TYPE) == TimeEntryType.work;
                            var sums = new Sums(sessions, isWork ? seconds : 0, isWork ? 0 : seconds);
                            addRow(row, of, laborType, sums);
                            addRow(row, of, 0, sums.withoutSessions().times(-1));
                        }
                    });
        }

        private List<Field<?>> groups(SearchSql.Columns of) {
            var columns = new ArrayList<Field<?>>();
            for (GroupBy one : by) {
                if (one != GroupBy.LABOR_TYPE) {
                    columns.add(one.isTime() ? of.day() : of.of(Path.of(one.dimension())));
                }
            }
            return columns;
        }

        private void addRow(Record row, SearchSql.Columns of, long laborType, Sums sums) {
            add(
                    time() == null ? null : row.get(of.day()),
                    one -> {
                        if (one == GroupBy.LABOR_TYPE) {
                            return laborType;
                        }
                        Long id = row.get(of.of(Path.of(one.dimension())));
                        return id == null ? 0 : id;
                    },
                    sums);
        }

        private void addRunning() {
            for (SearchClocks.RunningClock clock : clocks) {
                add(
                        clock.day(),
                        one -> switch (one.dimension()) {
                            case USER -> clock.user();
                            case PROJECT -> clock.project();
                            case CATEGORY -> clock.category();
                            case LABOR_TYPE -> clock.laborType();
                        },
                        clock.seconds());
            }
        }

        private interface Keys {
            long of(GroupBy dimension);
        }

        private void add(@Nullable LocalDate day, Keys keys, Sums sums) {
            long first = key(by.getFirst(), day, keys);
            long second = by.size() == 1 ? 0 : key(by.get(1), day, keys);
            found.merge(new Key(first, second), sums, Sums::plus);
        }

        private long key(GroupBy one, @Nullable LocalDate day, Keys keys) {
            return one.isTime() && day != null ? one.around(day, company).from().toEpochDay() : keys.of(one);
        }

        private void each(ResultQuery<?> query, Consumer<Record> action) {
            try (var rows = query.fetchSize(ROWS_AT_ONCE).fetchLazy()) {
                for (Record row : rows) {
                    action.accept(row);
                }
            }
        }
    }
}
