package timesessions.session;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static timesessions.jooq.Tables.ID_SPAN;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import timesessions.jooq.enums.IdSpanGrain;
import timesessions.total.TotalChanges;

/**
 * Where the sessions of the instants that a search asks for lie, by blocks of ids: these are mostly given in the order of
 * time, so that nearly all blocks lie outside of the instants or wholly within, and only the sessions of the others have to
 * be looked at. What the blocks say of other instants, and of days, holds for the search too.
 */
final class SearchSpans {
    /** Each of these blocks is a part of a statement. */
    private static final int MOST_CUT = 40;

    /** More fine blocks than these are not named in one statement. */
    private static final int MOST_NEAR = 1_000;

    /** Some fine blocks only seem to hold sessions of the search: what has changed or gone leaves its span as it was. */
    private static final double MORE_THAN_WANTED = 1.5;

    /** More totals than these, of all keys in all blocks, cost more than looking at sessions in their index. */
    private static final int MOST_COUNTED = 100_000;

    /** About so many rows of an index are read while one session is looked up. */
    private static final int READ_ALIKE = 4;

    private static final Set<Path> INSTANTS = EnumSet.of(Path.CREATED, Path.UPDATED, Path.STARTED);

    private final DSLContext db;
    private final SearchLimits limits;
    private final SearchSizes sizes;
    private final SearchTotals totals;
    private final RankQueries ranks;
    private final boolean daysAreAsked;
    private @Nullable Boolean known;
    private @Nullable Boolean useful;
    /** Whether the blocks that are cut are read one after the other, or else the index of a window. */
    private boolean cutByBlocks;

    private final TreeSet<Long> whole = new TreeSet<>();
    private final TreeSet<Long> cut = new TreeSet<>();
    private final Map<Path, InstantWindow> windows = new EnumMap<>(Path.class);
    private @Nullable SortedMap<Long, Long> endedInWhole;
    private @Nullable SortedMap<Long, Long> byBlock;

    SearchSpans(DSLContext db, SearchLimits limits, SearchSizes sizes, SearchTotals totals) {
        this.db = db;
        this.limits = limits;
        this.sizes = sizes;
        this.totals = totals;
        this.ranks = sizes.ranks();
        this.daysAreAsked = sizes.sql().asksForDays();
    }

    /** Whether instants are asked for, of so many sessions that it is worth knowing where those lie. */
    boolean areKnown() {
        if (known == null) {
            known = sizes.sql().restrictions().stream().anyMatch(Path::isWindow)
                    && !sizes.sql().restrictions().contains(Path.RUNNING)
                    && sizes.mostSessions() > limits.alwaysSorted();
            if (known) {
                readBlocks();
                if (!others().isEmpty() && !hasOneKey()) {
                    sizes.narrowTo(SearchSql.daysOf(window(Path.STARTED)));
                }
            }
        }
        return known;
    }

    /** Whether sessions are counted by blocks with less reading than otherwise. */
    boolean areUseful() {
        if (useful == null) {
            useful = areKnown() && chooseCheaper();
        }
        return useful;
    }

    /** Chooses how the blocks that are cut are counted; gives whether that reads less than a search without blocks. */
    private boolean chooseCheaper() {
        long byBlocks = readInCut();
        long byWindow = readInWindow();
        cutByBlocks = byBlocks <= byWindow;
        return Math.min(byBlocks, byWindow) < sizes.mostSessions();
    }

    /** How many sessions are read to count those of the blocks that are cut, one block after the other. */
    private long readInCut() {
        return cut.size() <= MOST_CUT ? sum(sizesOf(cut)) : Long.MAX_VALUE;
    }

    /** The same by the index of the narrowest window, which tells those in whole blocks from the others. */
    private long readInWindow() {
        long size = sizes.size(narrowestWindow());
        long inWhole = (long) whole.size() << TotalChanges.KEY_SHIFT;
        return whole.isEmpty() ? Long.MAX_VALUE : size / READ_ALIKE + Math.max(0, size - inWhole);
    }

    private Path narrowestWindow() {
        return sizes.sql().restrictions().stream()
                .filter(Path::isWindow)
                .min(Comparator.comparingLong(sizes::size))
                .orElseThrow();
    }

    private void readBlocks() {
        Condition within = inEachWindow((path, window) -> SearchSql.within(first(path), window.min(), null)
                .and(SearchSql.within(last(path), null, window.max())));
        var s = ID_SPAN;
        db.select(
                        s.BLOCK,
                        when(within, inline(1)).otherwise(inline(0)),
                        s.CREATED_FIRST,
                        s.CREATED_LAST,
                        s.UPDATED_FIRST,
                        s.UPDATED_LAST,
                        s.START_FIRST,
                        s.START_LAST)
                .from(s)
                .where(overlap(IdSpanGrain.coarse))
                .forEach(row -> {
                    (row.value2() == 1 ? whole : cut).add(row.value1());
                    windows.merge(Path.CREATED, new InstantWindow(row.value3(), row.value4()), InstantWindow::spanning);
                    windows.merge(Path.UPDATED, new InstantWindow(row.value5(), row.value6()), InstantWindow::spanning);
                    windows.merge(Path.STARTED, new InstantWindow(row.value7(), row.value8()), InstantWindow::spanning);
                });
        for (Path path : INSTANTS) {
            windows.merge(path, sizes.sql().window(path), InstantWindow::within);
        }
    }

    /** The blocks that may hold sessions of all the instants asked for. */
    private Condition overlap(IdSpanGrain grain) {
        return ID_SPAN.COMPANY_ID
                .eq(sizes.sql().companyId())
                .and(ID_SPAN.GRAIN.eq(grain))
                .and(inEachWindow((path, window) -> SearchSql.within(last(path), window.min(), null)
                        .and(SearchSql.within(first(path), null, window.max()))));
    }

    private Condition inEachWindow(BiFunction<Path, InstantWindow, Condition> condition) {
        return sizes.sql().restrictions().stream()
                .filter(Path::isWindow)
                .map(path -> condition.apply(path, sizes.sql().window(path)))
                .reduce(noCondition(), Condition::and);
    }

    /** Those that may hold sessions of the search. */
    private NavigableSet<Long> blocks() {
        var blocks = new TreeSet<>(whole);
        blocks.addAll(cut);
        return blocks;
    }

    /**
     * Fine blocks of ids in which the sessions nearest to an end lie.
     *
     * @param areAll whether no other block in that direction holds any
     */
    record Nearest(Place place, boolean areAll) {}

    /**
     * Where so many sessions should lie that are nearest to an end of the search, of at most one key; null where a walk meets
     * them at once, since the first block of all lies wholly within the instants, and where too many fine blocks would have
     * to be named. Changes come late and starts are entered late, so that the first of them lie scattered among others.
     *
     * @param descending whether that end is the one of the greatest ids
     * @param beyond only those after this id in that direction; null for all
     */
    @Nullable
    Nearest nearest(boolean descending, @Nullable Long beyond, long wanted) {
        NavigableSet<Long> blocks = blocks();
        if (beyond != null) {
            long from = beyond >> TotalChanges.KEY_SHIFT;
            blocks = descending ? blocks.headSet(from, true) : blocks.tailSet(from, true);
        }
        long named = Math.round(MORE_THAN_WANTED * wanted / shareOfDimension());
        if (blocks.isEmpty() || whole.contains(descending ? blocks.last() : blocks.first()) || named > MOST_NEAR) {
            return null;
        }
        int finer = TotalChanges.KEY_SHIFT - TotalChanges.SPAN_SHIFT;
        long least = blocks.first() << finer;
        long most = ((blocks.last() + 1) << finer) - 1;
        if (beyond != null) {
            long at = beyond >> TotalChanges.SPAN_SHIFT;
            least = descending ? least : Math.max(least, at);
            most = descending ? Math.min(most, at) : most;
        }
        var found = new TreeSet<>(db.select(ID_SPAN.BLOCK)
                .from(ID_SPAN.forceIndex("PRIMARY"))
                .where(overlap(IdSpanGrain.fine), ID_SPAN.BLOCK.between(least, most))
                .orderBy(descending ? ID_SPAN.BLOCK.desc() : ID_SPAN.BLOCK.asc())
                .limit(named)
                .fetch(ID_SPAN.BLOCK));
        return new Nearest(
                columns -> RankQueries.anyOf(found, TotalChanges.SPAN_SHIFT, columns.id()), found.size() < named);
    }

    private double shareOfDimension() {
        Path dimension = dimension();
        return dimension == null ? 1 : (double) Math.max(1, sizes.size(dimension)) / sizes.companySize();
    }

    private static TableField<Record, Instant> first(Path path) {
        return switch (path) {
            case CREATED -> ID_SPAN.CREATED_FIRST;
            case UPDATED -> ID_SPAN.UPDATED_FIRST;
            case STARTED -> ID_SPAN.START_FIRST;
            default -> throw new IllegalArgumentException(path + " is no window of instants");
        };
    }

    private static TableField<Record, Instant> last(Path path) {
        return switch (path) {
            case CREATED -> ID_SPAN.CREATED_LAST;
            case UPDATED -> ID_SPAN.UPDATED_LAST;
            case STARTED -> ID_SPAN.START_LAST;
            default -> throw new IllegalArgumentException(path + " is no window of instants");
        };
    }

    /** Between which instants of that kind all the sessions of the search lie, whatever it asks for. */
    InstantWindow window(Path path) {
        return windows.getOrDefault(path, InstantWindow.OPEN);
    }

    /** About how many sessions of the company a walk meets in the order of ids from the first of the search to the last. */
    long sessions() {
        return Math.min(sizes.companySize(), (long) (whole.size() + cut.size()) << TotalChanges.KEY_SHIFT);
    }

    /** What is asked for beside instants, and beside the days that follow from these. */
    private Set<Path> others() {
        return sizes.sql().restrictions().stream()
                .filter(path -> !path.isWindow() && (path != Path.DAYS || daysAreAsked))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Path.class)));
    }

    /** The first that is asked for beside instants; null for nothing. */
    @Nullable
    Path dimension() {
        return others().stream().findFirst().orElse(null);
    }

    /** Whether at most one key is asked for beside instants, whose sessions stand in the order of ids. */
    boolean hasOneKey() {
        Path dimension = dimension();
        return dimension == null || (isCounted() && keys(dimension).size() == 1);
    }

    /** Whether it is told in which blocks the sessions of a page lie. */
    boolean leadToPages() {
        return isCounted() && cut.size() <= MOST_CUT;
    }

    /** Whether the rollups hold what each block has of the search, were it not for the instants. */
    private boolean isCounted() {
        Path dimension = dimension();
        return dimension == null
                || (others().size() == 1
                        && dimension.isDimension()
                        && (long) keys(dimension).size() * whole.size() <= MOST_COUNTED);
    }

    private Set<Long> keys(Path dimension) {
        return sizes.sql().keys(dimension);
    }

    /** What these blocks hold, whatever its instants: of the dimension where it is counted, or else of the company. */
    private SortedMap<Long, Long> sizesOf(SortedSet<Long> blocks) {
        Path dimension = dimension();
        return dimension == null || !isCounted()
                ? ranks.sizes(blocks)
                : ranks.sizes(totals.partsInBlocks(dimension), blocks);
    }

    /** How many sessions match, exactly, where it is {@linkplain #areUseful useful} to count by blocks. */
    long total() {
        if (isCounted() && cutByBlocks) {
            return sum(byBlock());
        }
        return (isCounted() ? sum(endedInWhole()) : countInWhole()) + (cutByBlocks ? countInCut() : countInWindow());
    }

    private static long sum(SortedMap<Long, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Where those of these ranks lie, from 0 in ascending order of ids; null past the end. Of what is counted. Blocks that are
     * cut need not be looked at where the page lies before or after them all.
     *
     * @param total how many sessions match
     */
    RankQueries.@Nullable Run<Long> run(long firstRank, long lastRank, long total) {
        if (byBlock == null && !cut.isEmpty() && !whole.isEmpty()) {
            SortedMap<Long, Long> known = endedInWhole();
            SortedMap<Long, Long> first = known.headMap(cut.first());
            SortedMap<Long, Long> last = known.tailMap(cut.last() + 1);
            long before = total - sum(last);
            if (lastRank < sum(first)) {
                return RankQueries.run(first, firstRank, lastRank);
            }
            if (firstRank >= before) {
                RankQueries.Run<Long> run = RankQueries.run(last, firstRank - before, lastRank - before);
                return run == null
                        ? null
                        : new RankQueries.Run<>(run.from(), run.to(), before + run.before(), run.size());
            }
        }
        return RankQueries.run(byBlock(), firstRank, lastRank);
    }

    /** Whether such a run is one block, all of whose sessions are asked for. */
    boolean isAllOfABlock(RankQueries.Run<Long> run) {
        long block = run.from() >> TotalChanges.KEY_SHIFT;
        return dimension() == null
                && sizes.sql().filter().running() == null
                && whole.contains(block)
                && run.to() == (block + 1) << TotalChanges.KEY_SHIFT;
    }

    /** Where all of them lie in the order of ids or of an instant. */
    Place place(Order order) {
        if (order.isById()) {
            return placeOfIds();
        }
        Path window = SearchSql.requireWindowOf(order);
        return Place.in(window, window(window));
    }

    private Place placeOfIds() {
        NavigableSet<Long> all = blocks();
        return all.isEmpty()
                ? columns -> falseCondition()
                : Place.between(all.first() << TotalChanges.KEY_SHIFT, (all.last() + 1) << TotalChanges.KEY_SHIFT);
    }

    private SortedMap<Long, Long> byBlock() {
        if (byBlock == null) {
            var found = new TreeMap<>(endedInWhole());
            cut.stream()
                    .<Select<Record2<Long, Integer>>>map(this::counted)
                    .reduce(Select::unionAll)
                    .ifPresent(parts -> db.fetch(parts)
                            .forEach(row -> found.put(row.value1(), row.value2().longValue())));
            found.values().removeIf(sessions -> sessions == 0);
            byBlock = found;
        }
        return byBlock;
    }

    /** Where only ended sessions are asked for, without the others. */
    private SortedMap<Long, Long> endedInWhole() {
        if (endedInWhole == null) {
            endedInWhole = sizesOf(whole);
            if (sizes.sql().asksForEnded()) {
                RankQueries.less(endedInWhole, runningInWhole());
            }
        }
        return endedInWhole;
    }

    private Select<Record2<Long, Integer>> counted(long block) {
        SearchSql sql = sizes.sql();
        Path dimension = dimension();
        Place place = Place.between(block << TotalChanges.KEY_SHIFT, (block + 1) << TotalChanges.KEY_SHIFT);
        Field<Long> number = inline(block);
        if (dimension == null) {
            return select(number, count())
                    .from(TIME_SESSION.forceIndex("PRIMARY"))
                    .where(
                            TIME_SESSION.COMPANY_ID.eq(sql.companyId()),
                            place.from(SearchSql.Columns.OF_SESSIONS),
                            sql.all());
        }
        return select(number, count())
                .from(sql.sourceById(dimension))
                .where(
                        sql.startById(dimension, sql.keys(dimension)),
                        place.from(sql.columns(dimension)),
                        sql.restOf(dimension));
    }

    /** Where all instants are met nothing is asked for but what stands in the index. */
    private long countInWhole() {
        if (whole.isEmpty()) {
            return 0;
        }
        Path path = sizes.narrowestBesideInstants();
        SearchSql sql = sizes.sql().withoutInstants();
        long found = db.select(count())
                .from(sql.source(path))
                .where(sql.start(path), sql.restOf(path), inBlocks(whole, sql.columns(path)))
                .fetchSingle()
                .value1();
        return sizes.sql().asksForEnded() ? found - runningInWhole().size() : found;
    }

    private long countInCut() {
        SearchSql sql = sizes.sql();
        return cut.isEmpty()
                ? 0
                : db.select(count())
                        .from(TIME_SESSION.forceIndex("PRIMARY"))
                        .where(
                                TIME_SESSION.COMPANY_ID.eq(sql.companyId()),
                                inBlocks(cut, SearchSql.Columns.OF_SESSIONS),
                                sql.all())
                        .fetchSingle()
                        .value1();
    }

    private long countInWindow() {
        Path window = narrowestWindow();
        SearchSql sql = sizes.sql();
        return db.select(count())
                .from(sql.source(window))
                .where(
                        sql.start(window),
                        inBlocks(whole, SearchSql.Columns.OF_SESSIONS).not(),
                        sql.restOf(window))
                .fetchSingle()
                .value1();
    }

    private static Condition inBlocks(SortedSet<Long> blocks, SearchSql.Columns columns) {
        return RankQueries.anyOf(blocks, TotalChanges.KEY_SHIFT, columns.id());
    }

    /** The sessions in whole blocks that would match if they did not run. */
    private Collection<Long> runningInWhole() {
        SearchSql running = sizes.sql().withRunning(true);
        return db.select(TIME_SESSION.ID)
                .from(running.source(Path.RUNNING))
                .where(
                        running.start(Path.RUNNING),
                        running.restOf(Path.RUNNING),
                        inBlocks(whole, SearchSql.Columns.OF_SESSIONS))
                .fetch(TIME_SESSION.ID);
    }
}
