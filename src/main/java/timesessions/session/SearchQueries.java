package timesessions.session;

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
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.STAMP_TOTAL;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.TOTAL;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import timesessions.jooq.enums.IdBlockGrain;
import timesessions.jooq.enums.StampTotalGrain;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;

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

    private final DSLContext db;
    private final Limits limits;
    private final long companyId;
    private final SessionFilter filter;
    private final RankQueries ranks;
    private final Set<Path> restrictions;
    private final Map<Path, Long> sizes = new EnumMap<>(Path.class);
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
        measure();
    }

    /** How many sessions match, exactly. */
    long count() {
        if (restrictions.isEmpty()) {
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
                case WORDS, RUNNING, DAYS -> {
                    // Counted below, from their own index.
                }
            }
        }
        return countFrom(narrowest);
    }

    /**
     * The ids of the sessions from an offset, in the order asked for.
     *
     * @param total what {@link #count} gave
     */
    Select<Record1<Long>> page(Order order, long offset, int size, long total) {
        if (isStretchOf(order)) {
            return stretch(order, offset, size, total);
        }
        return ordered(order, order.descending(), Place.ANYWHERE, offset, size);
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

    /** Asks the rollups, in one statement, how much each restriction holds. */
    private void measure() {
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
        var measured = new HashMap<String, Long>();
        db.fetch(parts).forEach(row -> measured.put(row.value1(), row.value2().longValueExact()));
        companySize = measured.getOrDefault("company", 0L);
        for (Path path : restrictions) {
            sizes.put(path, measured.getOrDefault(path.name(), 0L));
        }
        if (restrictions.contains(Path.WORDS)) {
            words = words.stream()
                    .sorted(Comparator.comparing(word -> measured.getOrDefault("word " + word, 0L)))
                    .toList();
            sizes.put(Path.WORDS, measured.getOrDefault("word " + words.getFirst(), 0L));
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
                                TOTAL.GRAIN.eq(TotalGrain.month));
            case DAYS ->
                select(name, summed(TOTAL.SESSIONS))
                        .from(TOTAL)
                        .where(
                                TOTAL.COMPANY_ID.eq(companyId),
                                TOTAL.DIMENSION.eq(TotalDimension.company),
                                TOTAL.KEY_ID.eq(0L),
                                TOTAL.GRAIN.eq(TotalGrain.day),
                                filter.from() == null ? noCondition() : TOTAL.PERIOD.ge(filter.from()),
                                filter.to() == null ? noCondition() : TOTAL.PERIOD.le(filter.to()));
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
                                window.min() == null
                                        ? noCondition()
                                        : STAMP_TOTAL.PERIOD.ge(window.min().truncatedTo(ChronoUnit.DAYS)),
                                window.max() == null ? noCondition() : STAMP_TOTAL.PERIOD.le(window.max()));
            }
            case WORDS -> throw new IllegalArgumentException("Words are measured one by one");
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
        return sizes.getOrDefault(path, 0L);
    }

    private Path narrowest() {
        return restrictions.stream().min(Comparator.comparingLong(this::size)).orElseThrow();
    }

    private boolean isDense(Path path) {
        long size = size(path);
        boolean frequentWord = path == Path.WORDS && size >= limits.counted;
        return size > limits.alwaysSorted && (frequentWord || size > companySize / limits.dense);
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
        return filter.running() == null && (restrictions.isEmpty() || (!order.isById() && isAlone(pathOf(order))));
    }

    private Select<Record1<Long>> stretch(Order order, long offset, int size, long total) {
        long position = order.descending() ? total - 1 - offset : offset;
        if (order.isById()) {
            RankQueries.Run<Long> run = ranks.byId(position);
            return run == null
                    ? ordered(order, order.descending(), Place.ANYWHERE, offset, size)
                    : inRun(order, run, position, Place.ofId(order.descending() ? run.to() : run.from(), order), size);
        }
        Path path = pathOf(order);
        Instant min = window(path).min();
        long rank =
                position + (min == null ? 0 : ranks.count(path.stamp(), new InstantWindow(null, min.minusMillis(1))));
        RankQueries.Run<Instant> run = ranks.byStamp(path.stamp(), rank);
        return run == null
                ? ordered(order, order.descending(), Place.ANYWHERE, offset, size)
                : inRun(order, run, rank, Place.ofInstant(order.descending() ? run.to() : run.from(), order), size);
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
            TableField<Record, Instant> at = pathOf(order).instant();
            return id -> order.descending() ? at.lt(bound) : at.ge(bound);
        }

        /** After the row of a cursor, in that direction. The leading bound stands by itself, for the index. */
        static Place beyond(Cursor cursor, boolean descending) {
            Instant bound = cursor.at();
            if (bound == null) {
                return id -> descending ? id.lt(cursor.id()) : id.gt(cursor.id());
            }
            TableField<Record, Instant> at = pathOf(cursor.order()).instant();
            return id -> descending
                    ? at.le(bound).and(at.lt(bound).or(id.lt(cursor.id())))
                    : at.ge(bound).and(at.gt(bound).or(id.gt(cursor.id())));
        }
    }

    private Select<Record1<Long>> ordered(Order order, boolean descending, Place place, long offset, int size) {
        if (restrictions.isEmpty() || (!order.isById() && restrictions.contains(pathOf(order)))) {
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
        if (isDense(narrowest)) {
            return walk(order, descending, place, offset, size);
        }
        return select(TIME_SESSION.ID)
                .from(source(narrowest))
                .where(start(narrowest), restOf(narrowest), place.from(TIME_SESSION.ID))
                .orderBy(orderBy(order, descending))
                .offset(offset)
                .limit(size);
    }

    /** In the order of an index of the whole company, leaving out what does not match. */
    private Select<Record1<Long>> walk(Order order, boolean descending, Place place, long offset, int size) {
        String index = order.isById() ? "PRIMARY" : pathOf(order).index();
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
            return select(SESSION_LABOR.SESSION_ID)
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
        Table<Record1<Long>> merged = parts.asTable("merged", "id");
        Field<Long> id = merged.field("id", Long.class);
        return select(id)
                .from(merged)
                .orderBy(descending ? id.desc() : id.asc())
                .offset(offset)
                .limit(size);
    }

    static List<OrderField<?>> orderBy(Order order, boolean descending) {
        OrderField<Long> id = descending ? TIME_SESSION.ID.desc() : TIME_SESSION.ID.asc();
        if (order.isById()) {
            return List.of(id);
        }
        TableField<Record, Instant> at = pathOf(order).instant();
        return List.of(descending ? at.desc() : at.asc(), id);
    }

    private static Path pathOf(Order order) {
        return switch (order.column()) {
            case ID -> throw new IllegalArgumentException("Ids have no window");
            case START_AT -> Path.STARTED;
            case UPDATED_AT -> Path.UPDATED;
        };
    }

    /** Where the sessions of a restriction stand together, joined with the sessions. */
    private Table<?> source(Path path) {
        return switch (path) {
            case LABOR_TYPES -> {
                var found = selectDistinct(SESSION_LABOR.COMPANY_ID, SESSION_LABOR.SESSION_ID)
                        .from(SESSION_LABOR)
                        .where(startOfLabor(filter.laborTypes()))
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
            case LABOR_TYPES -> noCondition();
            case WORDS -> startOfWord(words.getFirst());
            default -> TIME_SESSION.COMPANY_ID.eq(companyId).and(condition(path));
        };
    }

    private Condition startOfWord(String word) {
        return SESSION_WORD.COMPANY_ID.eq(companyId).and(SESSION_WORD.WORD.eq(word));
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
            if (other != path) {
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
            case WORDS -> haveWords(words);
            case RUNNING -> TIME_SESSION.RUNNING.isTrue();
            case DAYS ->
                (filter.from() == null ? noCondition() : TIME_SESSION.LOCAL_DATE.ge(filter.from()))
                        .and(filter.to() == null ? noCondition() : TIME_SESSION.LOCAL_DATE.le(filter.to()));
            case CREATED, UPDATED, STARTED -> {
                InstantWindow window = window(path);
                yield (window.min() == null ? noCondition() : path.instant().ge(window.min()))
                        .and(
                                window.max() == null
                                        ? noCondition()
                                        : path.instant().le(window.max()));
            }
        };
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

    private static Field<BigDecimal> summed(Field<Long> field) {
        return coalesce(sum(field), inline(BigDecimal.ZERO));
    }

    private static Field<BigDecimal> asNumber(Field<Integer> count) {
        return count.cast(SQLDataType.DECIMAL(20));
    }
}
