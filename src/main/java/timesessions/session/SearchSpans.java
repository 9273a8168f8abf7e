package timesessions.session;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static timesessions.jooq.Tables.ID_SPAN;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.total.TotalChanges;

/**
 * A search of instants, and of one key of one dimension at most, by blocks of ids: these are mostly given in the order of
 * time, so that nearly all blocks lie outside of the instants or wholly within, and only the sessions of the others have to
 * be looked at.
 */
final class SearchSpans {
    /** Each of these blocks is a part of a statement. */
    private static final int MOST_CUT = 40;

    private final DSLContext db;
    private final SearchLimits limits;
    private final SearchSizes sizes;
    private final RankQueries ranks;
    private @Nullable Boolean useful;
    private final TreeSet<Long> whole = new TreeSet<>();
    private final TreeSet<Long> cut = new TreeSet<>();
    private @Nullable SortedMap<Long, Long> counted;

    SearchSpans(DSLContext db, SearchLimits limits, SearchSizes sizes) {
        this.db = db;
        this.limits = limits;
        this.sizes = sizes;
        this.ranks = sizes.ranks();
    }

    /** Whether it is a search of that kind, and reads less by blocks than otherwise. */
    boolean areUseful() {
        if (useful == null) {
            useful = isOfInstants() && sizes.mostSessions() > limits.alwaysSorted() && readBlocks();
        }
        return useful;
    }

    private boolean isOfInstants() {
        SearchSql sql = sizes.sql();
        Set<Path> others = others();
        return sql.filter().running() == null
                && others.size() < sql.restrictions().size()
                && others.size() <= 1
                && others.stream()
                        .allMatch(path -> path.isDimension() && sql.keys(path).size() == 1);
    }

    private Set<Path> others() {
        return sizes.sql().restrictions().stream()
                .filter(path -> !path.isWindow())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Path.class)));
    }

    /** What is asked for beside instants; null for nothing. */
    @Nullable
    Path dimension() {
        return others().stream().findFirst().orElse(null);
    }

    private boolean readBlocks() {
        Condition overlaps = ID_SPAN.COMPANY_ID.eq(sizes.sql().companyId());
        Condition within = DSL.noCondition();
        for (Path path : sizes.sql().restrictions()) {
            if (path.isWindow()) {
                InstantWindow window = sizes.sql().window(path);
                overlaps = overlaps.and(SearchSql.within(last(path), window.min(), null))
                        .and(SearchSql.within(first(path), null, window.max()));
                within = within.and(SearchSql.within(first(path), window.min(), null))
                        .and(SearchSql.within(last(path), null, window.max()));
            }
        }
        db.select(ID_SPAN.BLOCK, when(within, inline(1)).otherwise(inline(0)))
                .from(ID_SPAN)
                .where(overlaps)
                .forEach(row -> {
                    var blocks = row.value2() == 1 ? whole : cut;
                    blocks.add(row.value1());
                });
        return cut.size() <= MOST_CUT && sum(blocks(cut)) < sizes.mostSessions();
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

    /** What these blocks hold of the dimension, whatever its instants. */
    private SortedMap<Long, Long> blocks(SortedSet<Long> some) {
        Path dimension = dimension();
        return dimension == null
                ? ranks.sizes(some)
                : ranks.sizes(new Rollup(dimension.rollup(), sizes.sql().keys(dimension)).parts(), some);
    }

    /** How many sessions match, exactly. */
    long total() {
        return sum(counted());
    }

    private static long sum(SortedMap<Long, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Where those of these ranks lie, from 0 in ascending order of ids; null past the end. */
    RankQueries.@Nullable Run<Long> run(long firstRank, long lastRank) {
        return RankQueries.run(counted(), firstRank, lastRank);
    }

    /** Where all of them lie. */
    Place place() {
        var all = new TreeSet<>(whole);
        all.addAll(cut);
        return all.isEmpty()
                ? columns -> DSL.falseCondition()
                : Place.between(all.first() << TotalChanges.KEY_SHIFT, (all.last() + 1) << TotalChanges.KEY_SHIFT);
    }

    private SortedMap<Long, Long> counted() {
        if (counted == null) {
            SortedMap<Long, Long> found = blocks(whole);
            cut.stream()
                    .<Select<Record2<Long, Integer>>>map(this::counted)
                    .reduce(Select::unionAll)
                    .ifPresent(parts -> db.fetch(parts)
                            .forEach(row -> found.put(row.value1(), row.value2().longValue())));
            found.values().removeIf(sessions -> sessions == 0);
            counted = found;
        }
        return counted;
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
}
