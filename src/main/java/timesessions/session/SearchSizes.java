package timesessions.session;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static timesessions.jooq.Tables.ID_BLOCK;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.STAMP_TOTAL;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.TOTAL;
import static timesessions.session.SearchSql.asNumber;
import static timesessions.session.SearchSql.summed;
import static timesessions.session.SearchSql.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.jooq.enums.IdBlockGrain;
import timesessions.jooq.enums.StampTotalGrain;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;
import timesessions.total.TotalChanges;
import timesessions.web.Params;
import timesessions.web.Problem;

/**
 * How much each restriction of a search holds, and which way to its sessions costs least by that. The statistics of the
 * server cannot make that choice, customers are too unequal; the rollups can, and so each statement says which index it
 * means.
 */
final class SearchSizes {
    /** More ranges than this of one index cost more to tell than to read. */
    private static final long MOST_RANGES = 5_000;

    private final DSLContext db;
    private final SearchLimits limits;
    /** The teams whose people are asked for, all of them; empty where people are asked for otherwise. */
    private final Set<Long> teams;

    private final RankQueries ranks;
    private final Map<Path, Long> sizes = new EnumMap<>(Path.class);
    private SearchSql sql;
    private boolean measured;
    private long companySize;
    /** How much of the sessions of their months the days asked for have. */
    private double shareOfMonths = 1;

    private @Nullable DateRange months;
    private @Nullable StillRunning stillRunning;

    SearchSizes(DSLContext db, SearchLimits limits, Visibility reader, SessionFilter asked) {
        this.db = db;
        this.limits = limits;
        this.teams = asked.users().isEmpty() ? reader.teams() : Set.of();
        this.ranks = new RankQueries(db, reader.companyId());
        this.sql = new SearchSql(reader.companyId(), asked.seenBy(reader));
    }

    private SearchSizes(SearchSizes other, SearchSql sql) {
        this.db = other.db;
        this.limits = other.limits;
        this.teams = other.teams;
        this.ranks = other.ranks;
        this.sql = sql;
        this.measured = other.measured;
        this.companySize = other.companySize;
        this.shareOfMonths = other.shareOfMonths;
        this.stillRunning = other.stillRunning;
        this.sizes.putAll(other.sizes);
    }

    /** The same search of other days; what this one has measured chooses its way too. */
    SearchSizes during(DateRange days) {
        return new SearchSizes(this, sql.during(days));
    }

    /**
     * The same search of days within the instants that are asked for, without asking for these; what this one has measured
     * chooses its way too.
     */
    SearchSizes withoutInstants(DateRange days) {
        return new SearchSizes(
                this,
                new SearchSql(sql.companyId(), sql.filter().withoutInstants().during(days)));
    }

    /** The same search of other days, which chooses its way by itself. */
    SearchSizes anew(DateRange days) {
        SearchSizes other = during(days);
        other.measured = false;
        other.sizes.clear();
        return other;
    }

    /** Looks for the search on these days alone, which hold all that it asks for, and measures that anew. */
    void narrowTo(DateRange days) {
        DateRange asked = sql.filter().days();
        DateRange both = asked.within(days).orElse(asked);
        if (!both.equals(asked)) {
            sql = sql.during(both);
            measured = false;
            sizes.clear();
        }
    }

    /** What the search says: once it is measured, starting from its rarest word. */
    SearchSql sql() {
        return sql;
    }

    /** Shared, since they remember the blocks that the size of the company comes from. */
    RankQueries ranks() {
        return ranks;
    }

    /** Whether the people asked for are whole teams, which have totals of their own. */
    boolean isOfTeams() {
        return !teams.isEmpty();
    }

    /** What holds the totals of the keys of one kind that are asked for. */
    Rollup rollupOf(Path kind) {
        return kind == Path.USERS && isOfTeams()
                ? new Rollup(TotalDimension.team, teams)
                : new Rollup(kind.rollup(), sql.keys(kind));
    }

    /** Those of any day that run, where only ended ones are asked for; else none. */
    StillRunning stillRunning() {
        if (stillRunning == null) {
            stillRunning = new StillRunning(db, sql);
        }
        return stillRunning;
    }

    /** Asks the rollups, in one statement and once, how much each restriction holds. */
    void measure() {
        if (measured) {
            return;
        }
        measured = true;
        askRollups();
        if (sql.asksForEnded() && sql.standsInIndexes() && isLong(narrowest())) {
            sql = sql.leavingOut(stillRunning().ids());
        }
    }

    private void askRollups() {
        if (sql.restrictions().isEmpty()) {
            companySize = ranks.all();
            return;
        }
        Select<Record2<String, BigDecimal>> parts = select(inline("company"), summed(ID_BLOCK.SESSIONS))
                .from(ID_BLOCK)
                .where(ID_BLOCK.COMPANY_ID.eq(sql.companyId()), ID_BLOCK.GRAIN.eq(IdBlockGrain.coarse));
        for (Path path : sql.restrictions()) {
            if (path == Path.WORDS) {
                for (String word : sql.words()) {
                    parts = parts.unionAll(select(inline("word " + word), asNumber(counted(word))));
                }
            } else {
                parts = parts.unionAll(measured(path));
            }
        }
        if (sql.restrictions().contains(Path.DAYS)) {
            parts = parts.unionAll(select(inline("months"), summed(TOTAL.SESSIONS))
                    .from(TOTAL)
                    .where(ofCompany(TotalGrain.month), inMonthsAsked()));
        }
        var found = new HashMap<String, Long>();
        db.fetch(parts).forEach(row -> found.put(row.value1(), row.value2().longValueExact()));
        companySize = found.getOrDefault("company", 0L);
        for (Path path : sql.restrictions()) {
            sizes.put(path, found.getOrDefault(path.name(), 0L));
        }
        long ofMonths = found.getOrDefault("months", 0L);
        shareOfMonths = ofMonths == 0 ? 1 : (double) size(Path.DAYS) / ofMonths;
        if (sql.restrictions().contains(Path.WORDS)) {
            sql = sql.withWords(sql.words().stream()
                    .sorted(Comparator.comparing(word -> found.getOrDefault("word " + word, 0L)))
                    .toList());
            sizes.put(Path.WORDS, found.getOrDefault("word " + sql.words().getFirst(), 0L));
            requireFewFound();
        }
    }

    private Select<Record2<String, BigDecimal>> measured(Path path) {
        var name = inline(path.name());
        return switch (path) {
            case USERS, PROJECTS, CATEGORIES, LABOR_TYPES -> {
                boolean ofAllTime = rollupOf(path).dimension() == TotalDimension.user
                        && !sql.restrictions().contains(Path.DAYS);
                yield ofAllTime
                        ? totalOf(path, TotalGrain.all, TOTAL.PERIOD.eq(TotalChanges.ALL_TIME))
                        : totalOf(path, TotalGrain.month, inMonthsAsked());
            }
            case DAYS ->
                select(name, summed(TOTAL.SESSIONS))
                        .from(TOTAL)
                        .where(
                                ofCompany(TotalGrain.day),
                                within(
                                        TOTAL.PERIOD,
                                        sql.filter().from(),
                                        sql.filter().to()));
            case RUNNING ->
                select(
                        name,
                        asNumber(selectCount()
                                .from(selectOne()
                                        .from(TIME_SESSION.forceIndex(path.index()))
                                        .where(
                                                TIME_SESSION.COMPANY_ID.eq(sql.companyId()),
                                                TIME_SESSION.RUNNING.isTrue())
                                        .limit(limits.counted())
                                        .asTable("counted"))
                                .asField()));
            case CREATED, UPDATED, STARTED ->
                select(name, summed(STAMP_TOTAL.SESSIONS)).from(STAMP_TOTAL).where(ofDays(path, sql.window(path)));
            case WORDS -> throw new IllegalArgumentException("Words are measured one by one");
            case USERS_OF_PROJECTS, USERS_OF_CATEGORIES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                throw new IllegalArgumentException(path + " is two restrictions, which are measured one by one");
        };
    }

    private Condition inMonthsAsked() {
        LocalDate from = sql.filter().from();
        return within(
                TOTAL.PERIOD,
                from == null ? null : from.withDayOfMonth(1),
                sql.filter().to());
    }

    /** What the keys of one kind that are asked for have in some periods, by the name of the kind. */
    private Select<Record2<String, BigDecimal>> totalOf(Path kind, TotalGrain grain, Condition periods) {
        return select(inline(kind.name()), summed(TOTAL.SESSIONS))
                .from(TOTAL.forceIndex("PRIMARY"))
                .where(
                        TOTAL.COMPANY_ID.eq(sql.companyId()),
                        rollupOf(kind).parts().getFirst().rows(),
                        TOTAL.GRAIN.eq(grain),
                        periods);
    }

    private Condition ofDays(Path stamp, InstantWindow window) {
        InstantWindow days = window.fromItsFirstDay();
        return STAMP_TOTAL
                .COMPANY_ID
                .eq(sql.companyId())
                .and(STAMP_TOTAL.STAMP.eq(stamp.stamp()))
                .and(STAMP_TOTAL.GRAIN.eq(StampTotalGrain.day))
                .and(within(STAMP_TOTAL.PERIOD, days.min(), days.max()));
    }

    /** About how many sessions of the company have that instant in a window: all those of the days that it is on. */
    long size(Path stamp, InstantWindow window) {
        return db.select(summed(STAMP_TOTAL.SESSIONS))
                .from(STAMP_TOTAL)
                .where(ofDays(stamp, window))
                .fetchSingle()
                .value1()
                .longValueExact();
    }

    private void requireFewFound() {
        if (narrowest() != Path.WORDS || size(Path.WORDS) < limits.counted()) {
            return;
        }
        int found = db.select(counted(sql.words().getFirst(), limits.found() + 1))
                .fetchSingle()
                .value1();
        if (found > limits.found()) {
            throw Problem.badParameter(new Params.Problem("q", SearchLimits.TOO_COMMON));
        }
    }

    private Field<Integer> counted(String word) {
        return counted(word, limits.counted());
    }

    private Field<Integer> counted(String word, int most) {
        return selectCount()
                .from(selectOne()
                        .from(SESSION_WORD)
                        .where(
                                sql.startOfWord(word),
                                within(
                                        SESSION_WORD.LOCAL_DATE,
                                        sql.filter().from(),
                                        sql.filter().to()))
                        .limit(most)
                        .asTable("counted"))
                .asField();
    }

    long size(Path path) {
        measure();
        return path.pair().isEmpty()
                ? sizes.getOrDefault(path, 0L)
                : path.pair().stream()
                        .mapToLong(kind -> sizes.getOrDefault(kind, 0L))
                        .min()
                        .orElse(0);
    }

    /** Whether a restriction holds more sessions than are read and sorted without a thought. */
    boolean isLong(Path path) {
        return size(path) > limits.alwaysSorted();
    }

    /** From the first month with sessions to the last one, by their first days; one month where there are none. */
    DateRange months() {
        if (months == null) {
            Record2<LocalDate, LocalDate> ends = db.select(min(TOTAL.PERIOD), max(TOTAL.PERIOD))
                    .from(TOTAL.forceIndex("PRIMARY"))
                    .where(ofCompany(TotalGrain.month))
                    .fetchSingle();
            LocalDate first = ends.value1();
            months = first == null
                    ? new DateRange(LocalDate.EPOCH, LocalDate.EPOCH)
                    : new DateRange(first, ends.value2());
        }
        return months;
    }

    /** All the sessions of the company. */
    long companySize() {
        measure();
        return companySize;
    }

    /** No fewer sessions than there are to be read. */
    long mostSessions() {
        measure();
        return sql.restrictions().stream().mapToLong(this::size).reduce(companySize, Math::min);
    }

    /** Whether there may be more to be read than is sorted without a thought. */
    boolean areManySessions() {
        return mostSessions() > limits.alwaysSorted();
    }

    /** Where the sessions that match are found cheapest, all with {@link #foundBy} and {@link #foundColumns}. */
    Table<?> found() {
        measure();
        return sql.source(narrowest());
    }

    SearchSql.Columns foundColumns() {
        measure();
        return sql.columns(narrowest());
    }

    Condition foundBy() {
        measure();
        return sql.start(narrowest()).and(sql.restOf(narrowest()));
    }

    /**
     * The narrowest restriction to a single key whose sessions stand in the order of days together with all else that is asked
     * of them; null where there is none. What is asked of projects may all be long ago, and is not met soon among the many
     * sessions of a category or labor type.
     */
    @Nullable
    Path narrowestOfOneKey() {
        return sql.looksUpState() || !sql.standsInIndexes()
                ? null
                : sql.restrictions().stream()
                        .filter(path -> path.isDimension() && sql.keys(path).size() == 1)
                        .filter(path -> path == Path.PROJECTS
                                || path == Path.USERS
                                || !sql.restrictions().contains(Path.PROJECTS))
                        // Labor types stand in no index of sessions, but all else beside a labor type.
                        .filter(path ->
                                path == Path.LABOR_TYPES || !sql.restrictions().contains(Path.LABOR_TYPES))
                        .min(Comparator.comparingLong(this::size))
                        .orElse(null);
    }

    /** Where nothing restricts, the days do: all of them. */
    Path narrowest() {
        if (sql.restrictions().size() == 1 && !sql.restrictions().contains(Path.WORDS)) {
            return sql.restrictions().iterator().next();
        }
        return narrowest(sql.restrictions().stream());
    }

    /** The same without the instants that are asked for. */
    Path narrowestBesideInstants() {
        return narrowest(sql.restrictions().stream().filter(path -> !path.isWindow()));
    }

    /** How much a restriction is thought to hold on the days asked for: keys are measured by whole months. */
    private double likelySize(Path path) {
        return path.isDimension() ? size(path) * shareOfMonths : size(path);
    }

    private Path narrowest(Stream<Path> some) {
        Path narrowest = some.min(Comparator.comparingDouble(this::likelySize)).orElse(Path.DAYS);
        return narrowest == Path.DAYS || narrowest.isDimension() ? inPairs(narrowest) : narrowest;
    }

    /**
     * Sessions of two restrictions stand together, each with their days, in an index of their own: a range for each two keys,
     * unless those were more than one of the two has sessions. What two others have together may be more than the narrowest.
     */
    private Path inPairs(Path narrowest) {
        return Path.PAIRS.stream()
                .filter(pair -> sql.restrictions().containsAll(pair.pair()))
                .filter(pair -> narrowest == Path.DAYS || pair.covers(narrowest))
                .filter(pair -> ranges(pair) <= Math.min(MOST_RANGES, Math.max(limits.fewKeys(), size(pair))))
                .min(Comparator.comparingLong(pair -> pair.pair().stream()
                        .mapToLong(kind -> sizes.getOrDefault(kind, 0L))
                        .sum()))
                .orElse(narrowest);
    }

    /** How many ranges of its index hold what is asked for: one for each key, or for each two keys of a pair. */
    private long ranges(Path path) {
        return (path.pair().isEmpty() ? Set.of(path) : path.pair())
                .stream().mapToLong(kind -> sql.keys(kind).size()).reduce(1, (one, other) -> one * other);
    }

    /**
     * The narrowest restriction where only these days of the search are read. Many keys are looked up on each day; where the
     * whole company has fewer sessions on these days, so has one key of another kind.
     */
    Path narrowestOn(Set<LocalDate> days) {
        Path narrowest = narrowest();
        Path ofOneKey = hasManyKeys() ? narrowestOfOneKey() : null;
        return ofOneKey != null && ranges(narrowest) * days.size() > sizeOf(days) ? ofOneKey : narrowest;
    }

    /** Whether the days asked for hold most of all sessions, so that a walk over all of them is one over these. */
    boolean areMostDays() {
        return size(Path.DAYS) > companySize / 2;
    }

    /**
     * Whether a walk over all sessions to there crosses fewer than the narrowest restriction has. It goes by all the sessions
     * that there are and by those of a month where it begins, since people come and go, and projects end.
     *
     * @param fromLast whether it begins with the last sessions
     */
    boolean isSoonMet(long wanted, Path narrowest, boolean fromLast) {
        long sorted = size(narrowest);
        if (sorted <= limits.alwaysSorted()) {
            return false;
        }
        double share = share(this::shareOfAll);
        return share > 0 && isDearer(sorted, wanted / share) && isDearer(sorted, wanted / shareOfMonth(fromLast));
    }

    /** How much it is of the month beside the first or the last one, of which there may be little. */
    private double shareOfMonth(boolean last) {
        Record2<LocalDate, Long> month = db.select(TOTAL.PERIOD, TOTAL.SESSIONS)
                .from(TOTAL.forceIndex("PRIMARY"))
                .where(ofCompany(TotalGrain.month), TOTAL.SESSIONS.gt(0L))
                .orderBy(last ? TOTAL.PERIOD.desc() : TOTAL.PERIOD.asc())
                .limit(2)
                .fetch()
                .getLast();
        var shares = new EnumMap<Path, Double>(Path.class);
        sql.restrictions().stream()
                .filter(Path::isDimension)
                .map(path -> totalOf(path, TotalGrain.month, TOTAL.PERIOD.eq(month.value1())))
                .reduce(Select::unionAll)
                .ifPresent(parts -> db.fetch(parts)
                        .forEach(row -> shares.put(
                                Path.valueOf(row.value1()), row.value2().doubleValue() / month.value2())));
        return share(path -> shares.getOrDefault(path, shareOfAll(path)));
    }

    private double shareOfAll(Path path) {
        return (double) size(path) / Math.max(1, companySize());
    }

    /** As if the restrictions had nothing to do with each other. */
    private double share(ToDoubleFunction<Path> each) {
        return sql.restrictions().stream().mapToDouble(each).reduce(1, (one, other) -> one * other);
    }

    /** Whether so many sessions cost more to sort than so many others to walk over. */
    static boolean isDearer(long sorted, double walked) {
        return walked < 2.0 * sorted;
    }

    /** Whether a walk over these days crosses fewer rows than another way reads. */
    boolean isSoonMet(long wanted, long found, long otherwise, DateRange days) {
        return found > 0 && wanted * (sizeOf(days) / found) < otherwise;
    }

    /**
     * Whether walking from day to day meets so many of them soon. People, categories and labor types lie evenly among the
     * days; projects and words need not. Some people work at weekends or at night only, so this is no more than likely.
     *
     * @param otherwise how many rows another way reads
     */
    boolean isSoonMetByDay(long wanted, long total, long otherwise) {
        return Set.of(Path.USERS, Path.CATEGORIES, Path.LABOR_TYPES, Path.DAYS).containsAll(sql.restrictions())
                && isSoonMet(wanted, total, otherwise, sql.filter().days());
    }

    /** How many sessions the company has on these days. */
    private long sizeOf(DateRange days) {
        Select<Record1<BigDecimal>> parts = Periods.between(days).stream()
                .map(period -> (Select<Record1<BigDecimal>>) select(summed(TOTAL.SESSIONS))
                        .from(TOTAL)
                        .where(ofCompany(period.grain()), period.contains(TOTAL.PERIOD)))
                .reduce(Select::unionAll)
                .orElseThrow();
        return db.fetch(parts).getValues(0, BigDecimal.class).stream()
                .mapToLong(BigDecimal::longValueExact)
                .sum();
    }

    /** How many sessions the company has on these days. */
    long sizeOf(Set<LocalDate> days) {
        return db.select(summed(TOTAL.SESSIONS))
                .from(TOTAL)
                .where(ofCompany(TotalGrain.day), TOTAL.PERIOD.in(days))
                .fetchSingle()
                .value1()
                .longValueExact();
    }

    /** The rows of the rollup that leaves nothing out. */
    private Condition ofCompany(TotalGrain grain) {
        return TOTAL.COMPANY_ID
                .eq(sql.companyId())
                .and(TOTAL.DIMENSION.eq(TotalDimension.company))
                .and(TOTAL.KEY_ID.eq(0L))
                .and(TOTAL.GRAIN.eq(grain));
    }

    /** Of so many keys even the totals are many rows. */
    boolean hasManyKeys() {
        return areMany(sql.mostKeys());
    }

    /** Whether so many totals are looked up one by one sooner than by reading those between them too. */
    boolean areFewLookUps(long totals) {
        return totals <= limits.lookedUp();
    }

    boolean areMany(int keys) {
        return keys > limits.fewKeys();
    }
}
