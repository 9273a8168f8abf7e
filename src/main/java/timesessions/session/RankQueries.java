package timesessions.session;

import static java.util.stream.Collectors.joining;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static timesessions.jooq.Tables.ID_BLOCK;
import static timesessions.jooq.Tables.ID_SPAN;
import static timesessions.jooq.Tables.KEY_BLOCK;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.CustomCondition;
import org.jspecify.annotations.Nullable;
import timesessions.database.Database;
import timesessions.database.RowReader;
import timesessions.jooq.enums.IdBlockGrain;
import timesessions.jooq.enums.IdSpanGrain;
import timesessions.jooq.enums.KeyBlockDimension;
import timesessions.jooq.enums.KeyBlockGrain;
import timesessions.jooq.enums.StampTotalStamp;
import timesessions.total.TotalChanges;

/**
 * Counts and ranks of all the sessions of one company by id and by instant, from the rollups: a few hundred short rows
 * where counting would read millions.
 */
final class RankQueries {
    private static final String BLOCKS = Database.text(select(ID_BLOCK.BLOCK, ID_BLOCK.SESSIONS)
            .from(ID_BLOCK)
            .where(ID_BLOCK.COMPANY_ID.eq(0L), ID_BLOCK.GRAIN.eq(IdBlockGrain.coarse))
            .orderBy(ID_BLOCK.BLOCK));

    /** The server tries a row against one stretch of ids after the other, hundreds of times where these are hundreds. */
    private static final int TRIED_ONE_BY_ONE = 32;

    private final DSLContext db;
    private final long companyId;
    private @Nullable List<Bucket<Long>> coarseBlocks;

    /**
     * A short run of neighbours in ascending order that holds a certain rank.
     *
     * @param from the least key in it
     * @param to the least key after it
     * @param before how many sessions come before it
     * @param size how many sessions are in it
     */
    record Run<K>(K from, K to, long before, long size) {}

    private record Bucket<K>(K key, long size) {}

    private record Stretch(long first, long last) {
        Condition holds(Field<Long> column) {
            return column.between(first, last);
        }

        String holds(String column) {
            return column + " between " + first + " and " + last;
        }
    }

    RankQueries(DSLContext db, long companyId) {
        this.db = db;
        this.companyId = companyId;
    }

    /** All the sessions of the company. */
    long all() {
        return coarseBlocks().stream().mapToLong(Bucket::size).sum();
    }

    /** The sessions of the company whose instant lies in the window. */
    long count(StampTotalStamp stamp, InstantWindow window) {
        return count(InstantTotals.of(companyId, stamp), window);
    }

    /** Those whose instant lies in the window. */
    long count(InstantTotals totals, InstantWindow window) {
        Instant min = window.min() == null ? Instant.EPOCH.minus(365 * 1000L, ChronoUnit.DAYS) : window.min();
        Instant end = window.max() == null
                ? Instant.EPOCH.plus(365 * 8000L, ChronoUnit.DAYS)
                : window.max().plusMillis(1);
        Instant firstHour = roundUp(min, ChronoUnit.HOURS);
        Instant lastHour = end.truncatedTo(ChronoUnit.HOURS);
        if (!firstHour.isBefore(lastHour)) {
            return sumOf(totals.counted(min, end));
        }
        Instant firstDay = roundUp(firstHour, ChronoUnit.DAYS);
        Instant lastDay = lastHour.truncatedTo(ChronoUnit.DAYS);
        Select<Record1<BigDecimal>> edges = totals.counted(min, firstHour).unionAll(totals.counted(lastHour, end));
        if (!firstDay.isBefore(lastDay)) {
            return sumOf(edges.unionAll(totals.ofHours(firstHour, lastHour)));
        }
        return sumOf(edges.unionAll(totals.ofHours(firstHour, firstDay))
                .unionAll(totals.ofDays(firstDay, lastDay))
                .unionAll(totals.ofHours(lastDay, lastHour)));
    }

    /** The run of ids that holds the session of that rank, from 0; null past the end. */
    @Nullable
    Run<Long> byId(long rank) {
        Run<Long> coarse = run(coarseBlocks(), rank, 0, block -> block + 1);
        if (coarse == null) {
            return null;
        }
        return closer(
                new Run<>(
                        coarse.from << TotalChanges.COARSE_SHIFT,
                        coarse.to << TotalChanges.COARSE_SHIFT,
                        coarse.before,
                        coarse.size),
                rank);
    }

    /** The short run of ids within a long one, of whole blocks all of whose sessions count; null past its end. */
    @Nullable
    Run<Long> closer(Run<Long> ids, long rank) {
        List<Bucket<Long>> fine = db.select(ID_BLOCK.BLOCK, ID_BLOCK.SESSIONS)
                .from(ID_BLOCK)
                .where(
                        ID_BLOCK.COMPANY_ID.eq(companyId),
                        ID_BLOCK.GRAIN.eq(IdBlockGrain.fine),
                        ID_BLOCK.BLOCK.ge(ids.from >> TotalChanges.FINE_SHIFT),
                        ID_BLOCK.BLOCK.lt(ids.to >> TotalChanges.FINE_SHIFT))
                .orderBy(ID_BLOCK.BLOCK)
                .fetch(row -> new Bucket<>(row.value1(), row.value2()));
        Run<Long> run = run(fine, rank, ids.before, block -> block + 1);
        return run == null
                ? null
                : new Run<>(
                        run.from << TotalChanges.FINE_SHIFT, run.to << TotalChanges.FINE_SHIFT, run.before, run.size);
    }

    /**
     * The run of ids that holds the sessions from one rank to another among those that some keys of people, projects,
     * categories or labor types hold together: wide blocks are narrowed down to fine ones, so that hundreds of keys are not
     * met in all of these. Null past the end.
     *
     * @param without the ids of those that are not counted
     */
    @Nullable
    Run<Long> byId(List<Rollup.Part> counted, Set<Long> without, long firstRank, long lastRank) {
        var ids = new Run<>(Long.MIN_VALUE, Long.MAX_VALUE, 0, 0);
        for (KeyBlockGrain grain : KeyBlockGrain.values()) {
            ids = closer(ids, counted, without, grain, firstRank, lastRank);
            if (ids == null) {
                return null;
            }
        }
        return ids;
    }

    private @Nullable Run<Long> closer(
            Run<Long> ids,
            List<Rollup.Part> counted,
            Set<Long> without,
            KeyBlockGrain grain,
            long firstRank,
            long lastRank) {
        int shift = TotalChanges.shift(grain);
        Condition within = KEY_BLOCK.BLOCK.between(ids.from >> shift, (ids.to - 1) >> shift);
        List<Long> withoutHere =
                without.stream().filter(id -> ids.from <= id && id < ids.to).toList();
        Run<Long> run = run(
                less(sizes(counted, grain, within), withoutHere, shift),
                firstRank - ids.before,
                lastRank - ids.before,
                shift);
        return run == null ? null : new Run<>(run.from, run.to, ids.before + run.before, run.size);
    }

    /** How many sessions blocks of 2^15 ids have without these. */
    static SortedMap<Long, Long> less(SortedMap<Long, Long> sizes, Collection<Long> without) {
        return less(sizes, without, TotalChanges.KEY_SHIFT);
    }

    private static SortedMap<Long, Long> less(SortedMap<Long, Long> sizes, Collection<Long> without, int shift) {
        without.forEach(id -> sizes.merge(id >> shift, -1L, Long::sum));
        return sizes;
    }

    /**
     * The blocks of ids that hold the sessions from one rank to another in the order of their last change, among those of the
     * same keys. Null past the end.
     *
     * @param without the ids of those that are not counted
     */
    @Nullable
    InstantBlocks byChange(List<Rollup.Part> counted, Set<Long> without, long firstRank, long lastRank) {
        SortedMap<Long, Long> sizes = less(sizes(counted, KeyBlockGrain.fine, noCondition()), without);
        var s = ID_SPAN;
        List<InstantBlocks.Block> blocks = db.select(s.BLOCK, s.UPDATED_FIRST, s.UPDATED_LAST)
                .from(s)
                .where(s.COMPANY_ID.eq(companyId), s.GRAIN.eq(IdSpanGrain.coarse))
                .fetch(row -> new InstantBlocks.Block(
                        row.value1(), sizes.getOrDefault(row.value1(), 0L), row.value2(), row.value3()));
        return InstantBlocks.of(blocks, firstRank, lastRank);
    }

    /** The same among blocks of 2^15 ids that have so many. */
    static @Nullable Run<Long> run(SortedMap<Long, Long> sizes, long firstRank, long lastRank) {
        return run(sizes, firstRank, lastRank, TotalChanges.KEY_SHIFT);
    }

    private static @Nullable Run<Long> run(SortedMap<Long, Long> sizes, long firstRank, long lastRank, int shift) {
        List<Bucket<Long>> blocks = sizes.entrySet().stream()
                .map(block -> new Bucket<>(block.getKey(), block.getValue()))
                .toList();
        Run<Long> first = run(blocks, firstRank, 0, block -> block + 1);
        Run<Long> last = run(blocks, lastRank, 0, block -> block + 1);
        return first == null || last == null
                ? null
                : new Run<>(
                        first.from << shift, last.to << shift, first.before, last.before + last.size - first.before);
    }

    /** How many sessions these blocks of 2^15 ids have of some keys. */
    SortedMap<Long, Long> sizes(List<Rollup.Part> counted, Set<Long> blocks) {
        return blocks.isEmpty() ? new TreeMap<>() : sizes(counted, KeyBlockGrain.fine, KEY_BLOCK.BLOCK.in(blocks));
    }

    private SortedMap<Long, Long> sizes(List<Rollup.Part> counted, KeyBlockGrain grain, Condition within) {
        var sizes = new TreeMap<Long, Long>();
        for (Rollup.Part part : counted) {
            db.select(KEY_BLOCK.BLOCK, sum(KEY_BLOCK.SESSIONS))
                    .hint(SearchSql.SORTED)
                    .from(KEY_BLOCK)
                    .where(
                            KEY_BLOCK.COMPANY_ID.eq(companyId),
                            KEY_BLOCK.DIMENSION.eq(
                                    KeyBlockDimension.valueOf(part.dimension().name())),
                            KEY_BLOCK.GRAIN.eq(grain),
                            SearchSql.isOneOf(KEY_BLOCK.KEY_ID, part.keys()),
                            within)
                    .groupBy(KEY_BLOCK.BLOCK)
                    .forEach(row -> sizes.merge(row.value1(), row.value2().longValueExact() * part.times(), Long::sum));
        }
        return sizes;
    }

    /** How many sessions these blocks of 2^15 ids have. */
    SortedMap<Long, Long> sizes(SortedSet<Long> blocks) {
        var sizes = new TreeMap<Long, Long>();
        if (blocks.isEmpty()) {
            return sizes;
        }
        int finer = TotalChanges.KEY_SHIFT - TotalChanges.FINE_SHIFT;
        Condition within = anyOf(blocks, finer, ID_BLOCK.BLOCK);
        db.select(ID_BLOCK.BLOCK, ID_BLOCK.SESSIONS)
                .from(ID_BLOCK)
                .where(ID_BLOCK.COMPANY_ID.eq(companyId), ID_BLOCK.GRAIN.eq(IdBlockGrain.fine), within)
                .forEach(row -> sizes.merge(row.value1() >> finer, row.value2(), Long::sum));
        return sizes;
    }

    /**
     * That a column lies in one of these blocks, neighbours taken together.
     *
     * @param shift how many bits finer the column is than they are
     */
    static Condition anyOf(SortedSet<Long> blocks, int shift, Field<Long> column) {
        var stretches = new ArrayList<Stretch>();
        for (long first : blocks) {
            if (!blocks.contains(first - 1)) {
                long end = first + 1;
                while (blocks.contains(end)) {
                    end++;
                }
                stretches.add(new Stretch(first << shift, (end << shift) - 1));
            }
        }
        return anyOf(stretches, column);
    }

    /** A few are values of a statement that stays prepared; hundreds are not asked for again in the same number. */
    private static Condition anyOf(List<Stretch> stretches, Field<Long> column) {
        return stretches.size() <= TRIED_ONE_BY_ONE
                ? or(stretches.stream().map(stretch -> stretch.holds(column)).toList())
                : CustomCondition.of(context -> context.sql("(")
                        .sql(byParts(stretches, context.dsl().render(column)))
                        .sql(")"));
    }

    /** Text at once: putting a thousand conditions and values together takes a quarter of such a page's time in Java. */
    private static String byParts(List<Stretch> stretches, String column) {
        if (stretches.size() <= TRIED_ONE_BY_ONE) {
            return stretches.stream().map(stretch -> stretch.holds(column)).collect(joining(" or "));
        }
        int each = Math.max(TRIED_ONE_BY_ONE, Math.ceilDiv(stretches.size(), TRIED_ONE_BY_ONE));
        var parts = new StringJoiner(" or ");
        for (int from = 0; from < stretches.size(); from += each) {
            List<Stretch> part = stretches.subList(from, Math.min(stretches.size(), from + each));
            var whole = new Stretch(part.getFirst().first, part.getLast().last);
            parts.add(whole.holds(column) + " and (" + byParts(part, column) + ")");
        }
        return parts.toString();
    }

    /**
     * The hour that holds the session of that rank, from 0; null past the end.
     *
     * @param days from whose first the rank counts, and on one of which the session is
     */
    @Nullable
    Run<Instant> byInstant(InstantTotals totals, InstantWindow days, long rank) {
        Run<Instant> day = run(buckets(totals.days(days)), rank, 0, from -> from.plus(1, ChronoUnit.DAYS));
        if (day == null) {
            return null;
        }
        return run(
                buckets(totals.hours(new InstantWindow(day.from, day.to.minusMillis(1)))),
                rank,
                day.before,
                from -> from.plus(1, ChronoUnit.HOURS));
    }

    /** Both the count and the way to a page start from these. */
    private List<Bucket<Long>> coarseBlocks() {
        if (coarseBlocks == null) {
            coarseBlocks = readCoarseBlocks();
        }
        return coarseBlocks;
    }

    private List<Bucket<Long>> readCoarseBlocks() {
        return RowReader.read(
                db, BLOCKS, List.of(companyId, IdBlockGrain.coarse), row -> new Bucket<>(row.number(), row.number()));
    }

    private List<Bucket<Instant>> buckets(Select<Record2<Instant, Long>> periods) {
        var sizes = new TreeMap<Instant, Long>();
        db.fetch(periods).forEach(row -> sizes.merge(row.value1(), row.value2(), Long::sum));
        return sizes.entrySet().stream()
                .map(period -> new Bucket<>(period.getKey(), period.getValue()))
                .toList();
    }

    private interface Following<K> {
        K after(K key);
    }

    private static <K> @Nullable Run<K> run(List<Bucket<K>> buckets, long rank, long before, Following<K> following) {
        long passed = before;
        for (Bucket<K> bucket : buckets) {
            if (rank < passed + bucket.size) {
                return new Run<>(bucket.key, following.after(bucket.key), passed, bucket.size);
            }
            passed += bucket.size;
        }
        return null;
    }

    private long sumOf(Select<Record1<BigDecimal>> parts) {
        return db.fetch(parts).getValues(0, Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Instant roundUp(Instant instant, ChronoUnit unit) {
        Instant down = instant.truncatedTo(unit);
        return down.equals(instant) ? down : down.plus(1, unit);
    }
}
