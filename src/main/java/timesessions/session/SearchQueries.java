package timesessions.session;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToLongBiFunction;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectJoinStep;
import org.jooq.SelectLimitStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.database.KnownTexts;
import timesessions.database.RowReader;
import timesessions.jooq.enums.StampTotalStamp;
import timesessions.time.DateRange;
import timesessions.total.SeatMasks;
import timesessions.total.TotalChanges;

/**
 * One search of one company: how many sessions it finds, and which of them a page holds. It starts from the index of the
 * narrowest restriction, or walks in the order asked for where matches are frequent, so that it costs no more than the
 * narrowest restriction holds.
 */
final class SearchQueries {
    /** Clocks are at most so far ahead of UTC, and behind it: so much before and after a day all its sessions start. */
    private static final Duration AHEAD = Duration.ofHours(14);

    private static final Duration BEHIND = Duration.ofHours(12);

    /** What starts in that time belongs to no day further from it. */
    private static final int DAYS_OFF = 2;

    /** Of most pages that programs ask for, which go through all sessions of a company. */
    private static final KnownTexts<Order> WALKS =
            new KnownTexts<>(order -> walk(0, noCondition(), order, order.descending(), 0, 0));

    /** Of their first pages, of what follows on an id, and of the first page that people look at. */
    private static final KnownTexts<Next> NEXT = new KnownTexts<>(SearchQueries::next);

    /**
     * What tells apart the statements of sessions that follow one another in an index, with none between them that is not
     * asked for.
     *
     * @param order in which they are met
     */
    private record Next(Begin begin, Order order) {
        /** @param values what the beginning is compared with */
        Keys met(long companyId, List<?> values, int size) {
            var all = new ArrayList<Object>(values);
            all.addFirst(companyId);
            all.add((long) size);
            return new Keys.Met(NEXT.of(this), all);
        }
    }

    /** What the first of them lies beside. */
    private enum Begin {
        END_OF_ALL,
        END_OF_DAYS,
        ID
    }

    private final DSLContext db;
    private final SearchLimits limits;
    private final RankQueries ranks;
    private final SearchSizes sizes;
    private final SearchTotals totals;
    private final SearchClocks clocks;
    private final SearchSpans spans;

    SearchQueries(DSLContext db, SearchLimits limits, SeatMasks masks, Visibility reader, SessionFilter asked) {
        this.db = db;
        this.limits = limits;
        this.sizes = new SearchSizes(db, limits, reader, asked);
        this.ranks = sizes.ranks();
        this.totals = new SearchTotals(db, masks, sizes);
        this.clocks = new SearchClocks(db, sizes);
        this.spans = new SearchSpans(db, limits, sizes, totals);
    }

    SearchSizes sizes() {
        return sizes;
    }

    SearchTotals totals() {
        return totals;
    }

    SearchClocks clocks() {
        return clocks;
    }

    /** How many sessions match, exactly. */
    long count() {
        if (sql().restrictions().isEmpty()) {
            return sizes.companySize() - notAsked();
        }
        Path narrowest = sizes.narrowest();
        if (sql().restrictions().equals(Set.of(narrowest))) {
            switch (narrowest) {
                case USERS, PROJECTS, CATEGORIES -> {
                    return sizes.size(narrowest) - notAsked();
                }
                case LABOR_TYPES -> {
                    if (sql().hasOneLaborType()) {
                        return sizes.size(narrowest) - notAsked();
                    }
                }
                case CREATED, UPDATED, STARTED -> {
                    return ranks.count(narrowest.stamp(), sql().window(narrowest)) - notAsked();
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
        if (totals.isKnown()) {
            return totals.sums().sessions();
        }
        if (sizes.isLong(narrowest)) {
            for (Path window : List.of(Path.UPDATED, Path.STARTED)) {
                InstantTotals hours = sql().restrictions().contains(window) ? hoursOfKeys(window) : null;
                if (hours != null) {
                    return ranks.count(hours, sql().window(window)) - notAsked();
                }
            }
            Optional<Long> byDays = countByDays();
            if (byDays.isPresent()) {
                return byDays.get();
            }
        }
        return spans.areUseful() ? spans.total() : countFrom(sizes.narrowest());
    }

    /**
     * Those that start in a window: what the days have that lie within it is known, and only sessions of those at its ends are
     * looked at. Empty where that is not known, or nothing of the kind is asked for.
     */
    private Optional<Long> countByDays() {
        Set<Path> windows = sql().restrictions().stream().filter(Path::isWindow).collect(Collectors.toSet());
        boolean daysFollow = sql().restrictions().contains(Path.DAYS) && !sql().asksForDays();
        if (!windows.equals(Set.of(Path.STARTED)) || !daysFollow) {
            return Optional.empty();
        }
        DateRange days = sql().filter().days();
        return SearchSql.wholeDaysOf(sql().window(Path.STARTED)).flatMap(whole -> {
            SearchTotals within = totals.withoutInstants(whole);
            if (!within.isKnown()) {
                return Optional.empty();
            }
            var ends = new ArrayList<>(daysFrom(days.from(), whole.from()));
            ends.addAll(daysFrom(whole.to().plusDays(1), days.to().plusDays(1)));
            Path narrowest = sizes.narrowestBesideInstants();
            Path path = narrowest == Path.DAYS ? lastDimension() : narrowest;
            return Optional.of(within.sums().sessions()
                    + countFrom(path, sql().columns(path).day().in(ends)));
        });
    }

    /** The hours of a window's instants, where categories or one labor type are asked for, and nothing else but that window. */
    private @Nullable InstantTotals hoursOfKeys(Path window) {
        Set<Path> kinds = sql().restrictions().stream()
                .filter(path -> path != window && (path != Path.DAYS || sql().asksForDays()))
                .collect(Collectors.toSet());
        Path kind = kinds.size() == 1 ? kinds.iterator().next() : null;
        return kind != null && InstantTotals.areOf(sql(), kind) ? InstantTotals.of(sql(), kind, window.stamp()) : null;
    }

    /** How many sessions are counted with those that are asked for, since they run. */
    private long notAsked() {
        return totals.notAsked(DateRange.ALL).sessions();
    }

    private long countFrom(Path path) {
        return path == Path.WORDS && sql().isAlone(path) && sql().words().size() == 1
                ? db.fetchCount(SESSION_WORD, sql().startOfWord(sql().words().getFirst()))
                : countFrom(path, noCondition());
    }

    private long countFrom(Path path, Condition also) {
        return db.select(DSL.count())
                .from(sql().source(path))
                .where(sql().start(path), sql().restOf(path), also)
                .fetchSingle()
                .value1();
    }

    /**
     * The sessions from an offset, in the order asked for.
     *
     * @param total how many sessions match
     */
    Keys page(Order order, long offset, int size, long total) {
        if (order.column() == Order.Column.DAY && totals.isRolledUp()) {
            return dayStretch(order, offset, size, total).keys;
        }
        if (!asksForNothingBut(Set.of()) || !isStretchOf(order) || !isNear(offset, size)) {
            return keys(order, offset, size, total);
        }
        return offset == 0
                ? new Next(Begin.END_OF_ALL, order).met(sql().companyId(), List.of(), size)
                : new Keys.Chosen(WALKS.of(order), List.of(sql().companyId(), offset, (long) size));
    }

    private boolean asksForNothingBut(Set<Path> restrictions) {
        return sql().filter().running() == null && restrictions.containsAll(sql().restrictions());
    }

    /** Whether all that is asked for stands with the sessions, so that these need not be joined with anything but names. */
    private boolean asksSessionsAlone() {
        return sql().restrictions().stream().noneMatch(path -> path.isOfLabor() || path == Path.WORDS);
    }

    private Keys keys(Order order, long offset, int size, long total) {
        if (isStretchOf(order) && !isNear(offset, size)) {
            return stretch(order, offset, size, total);
        }
        Path window = SearchSql.windowOf(order);
        if (window != null && !isNear(offset, size) && isDense(window, size, total)) {
            InstantTotals hours = hoursOfKeys(window);
            if (hours != null) {
                return byHours(hours, order, offset, size, total);
            }
        }
        if (order.column() == Order.Column.START_AT && totals.isRolledUp() && !isNear(offset, size)) {
            return startStretch(order, offset, size, total);
        }
        List<Long> nearest = isNear(offset, size)
                ? nearest(order, order.descending(), Place.ANYWHERE, null, (int) offset + size)
                : null;
        if (nearest != null) {
            return new Keys.Known(nearest.subList((int) Math.min(offset, nearest.size()), nearest.size()));
        }
        if (order.isById() && spans.areUseful()) {
            if (spans.hasOneKey() && isNear(offset, size)) {
                return amongBlocks(order.descending(), Place.ANYWHERE, offset, size);
            }
            if (spans.leadToPages()) {
                return spanStretch(order, offset, size, total);
            }
        }
        Path only = sql().restrictions().size() == 1
                ? sql().restrictions().iterator().next()
                : null;
        if (only != null && only.isDimension() && offset > limits.alwaysSorted()) {
            if (order.isById()) {
                return keyStretch(only, order, offset, size, total);
            }
            if (order.column() == Order.Column.UPDATED_AT) {
                return changeStretch(only, order, offset, size, total);
            }
        }
        return ordered(order, offset, size, total);
    }

    /**
     * A page in the order of days.
     *
     * @param keys its sessions
     * @param sums what days add up to under the filter, as stored: all those of the page, or none
     */
    record DayPage(Keys keys, Map<LocalDate, Sums> sums) {
        static DayPage withoutSums(Keys keys) {
            return new DayPage(keys, Map.of());
        }
    }

    /**
     * The page that begins at an offset.
     *
     * @param total how many sessions match
     */
    DayPage dayPage(Order order, long offset, int size, long total) {
        if (totals.isRolledUp()) {
            if (!totals.hasManyRows()) {
                return dayStretch(order, offset, size, total);
            }
            if (total <= limits.rowsMerged()) {
                return DayPage.withoutSums(ordered(order, offset, size, total));
            }
            long otherwise = Math.min(totals.rowsToNearDays(), limits.alwaysSorted());
            return sizes.isSoonMetByDay(offset + size, total, otherwise)
                    ? DayPage.withoutSums(Keys.of(byDay(Path.DAYS, noCondition(), order, offset, size)))
                    : dayStretch(order, offset, size, total);
        }
        return DayPage.withoutSums(dayKeys(order, offset, size, total));
    }

    private Keys dayKeys(Order order, long offset, int size, long total) {
        if (sizes.isLong(sizes.narrowest())) {
            if (sizes.isSoonMetByDay(offset + size, total, limits.alwaysSorted())) {
                return Keys.of(byDay(Path.DAYS, noCondition(), order, offset, size));
            }
            Path key = sizes.narrowestOfOneKey();
            if (key != null && (double) (offset + size) / total * sizes.size(key) <= limits.alwaysSorted()) {
                return Keys.of(byDay(key, noCondition(), order, offset, size));
            }
            Span months = totals.isOfPeople() ? totals.spanOfPeople(order, offset, size, total) : null;
            if (months != null) {
                Path narrowest = sizes.narrowest();
                return Keys.of(
                        byDay(narrowest, inDays(narrowest, months.days()), order, offset - months.before(), size));
            }
        }
        return ordered(order, offset, size, total);
    }

    private Condition inDays(Path path, DateRange days) {
        return sql().columns(path).day().between(days.from(), days.to());
    }

    /**
     * The sessions beside a cursor, those that are nearest to it.
     *
     * @param total how many sessions match
     */
    Keys page(Cursor cursor, int size, long total) {
        boolean descending = cursor.order().descending() != cursor.backwards();
        if (asksForNothingBut(Set.of()) && cursor.order().isById()) {
            return new Next(Begin.ID, new Order(Order.Column.ID, descending))
                    .met(sql().companyId(), List.of(cursor.id()), size);
        }
        List<Long> nearest = nearest(cursor.order(), descending, Place.beyond(cursor, descending), cursor.id(), size);
        if (nearest != null) {
            return new Keys.Known(nearest);
        }
        if (cursor.order().isById() && spans.areUseful() && spans.hasOneKey()) {
            return amongBlocks(descending, Place.beyond(cursor, descending), 0, size);
        }
        return ordered(cursor.order(), descending, Place.beyond(cursor, descending), 0, size, total);
    }

    /** The sessions that follow on one in the order of days, or the first ones. */
    Keys after(SessionList.@Nullable Row last, int size) {
        sizes.measure();
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
                size,
                0);
    }

    private Select<Record1<Long>> byDay(Path path, Condition days, Order order, long offset, int size) {
        SearchSql.Columns columns = sql().columns(path);
        return select(columns.id().as(TIME_SESSION.ID))
                .from(sql().source(path))
                .where(sql().start(path), sql().restOf(path), days)
                .orderBy(sql().orderBy(order, order.descending(), columns))
                .offset(offset)
                .limit(size);
    }

    /** Whether a page is met sooner than the way to it is found. */
    private boolean isNear(long offset, int size) {
        return offset + size <= limits.rowsMerged();
    }

    /** Whether what is asked for lies without gaps in the order asked for, so that a rank leads to it. */
    private boolean isStretchOf(Order order) {
        Path window = SearchSql.windowOf(order);
        return (order.isById() || window != null)
                && (sql().restrictions().isEmpty() || (window != null && sql().isAlone(window)));
    }

    /** Whether a walk in the order of a window meets a page before it has crossed many others. */
    private boolean isDense(Path window, int size, long total) {
        long walked = sql().restrictions().contains(window) ? sizes.size(window) : sizes.companySize();
        return (double) size * walked <= (double) limits.alwaysSorted() * total;
    }

    private Keys stretch(Order order, long offset, int size, long total) {
        if (!order.isById()) {
            StampTotalStamp stamp = SearchSql.requireWindowOf(order).stamp();
            return byHours(InstantTotals.of(sql().companyId(), stamp), order, offset, size, total);
        }
        long position = rank(order, offset, total);
        RankQueries.Run<Long> run = ranks.byId(position);
        if (run == null) {
            return ordered(order, offset, size, total);
        }
        return inRun(order, run, position, size, true, Place::ofId, sizes.stillRunning()::before);
    }

    /** Of the first session of a page in ascending order, among those too that are not asked for since they run. */
    private long rank(Order order, long offset, long total) {
        return order.descending() ? total + notAsked() - 1 - offset : offset;
    }

    /** From the hour that holds the first session of the page. */
    private Keys byHours(InstantTotals hours, Order order, long offset, int size, long total) {
        InstantWindow window = sql().window(SearchSql.requireWindowOf(order));
        long rank = rank(order, offset, total) + beforeOnFirstDay(hours, window);
        RankQueries.Run<Instant> run = ranks.byInstant(hours, window.fromItsFirstDay(), rank);
        if (run == null || isCutByEdge(run, order)) {
            return ordered(order, offset, size, total);
        }
        boolean isWhole = !isCutByEdge(run, order.reversed());
        return inRun(order, run, rank, size, isWhole, Place::ofInstant, sizes.stillRunning()::before);
    }

    /** The sessions of the day on which the window begins that lie before it. */
    private long beforeOnFirstDay(InstantTotals hours, InstantWindow window) {
        Instant min = window.min();
        Instant day = window.fromItsFirstDay().min();
        return min == null || min.equals(day) ? 0 : ranks.count(hours, new InstantWindow(day, min.minusMillis(1)));
    }

    /** Deep in the sessions of some keys: their blocks of ids lead there. */
    private Keys keyStretch(Path path, Order order, long offset, int size, long total) {
        Ranks wanted = Ranks.of(order, offset, size, total);
        RankQueries.Run<Long> run =
                ranks.byId(totals.partsInBlocks(path), sizes.stillRunning().ids(), wanted.first, wanted.last);
        return inBlocks(order, path, run, wanted, offset, size);
    }

    /**
     * Deep in the sessions of some keys in the order of their last change: only those blocks of ids are sorted whose changes
     * lie about the page.
     */
    private Keys changeStretch(Path path, Order order, long offset, int size, long total) {
        Ranks wanted = Ranks.of(order, offset, size, total);
        InstantBlocks found =
                ranks.byChange(totals.partsInBlocks(path), sizes.stillRunning().ids(), wanted.first, wanted.last);
        if (found == null || found.sessions() > total / 2) {
            return ordered(order, offset, size, total);
        }
        if (sizes.isSoonMetByDay(offset + size, total, found.sessions())) {
            return Keys.of(walk(order, offset, size));
        }
        long before = order.descending() ? total - found.before() - found.sessions() : found.before();
        SearchSql.Columns columns = sql().columns(path);
        return Keys.of(select(columns.id().as(TIME_SESSION.ID))
                .from(sql().sourceById(path))
                .where(
                        sql().startById(path, sql().keys(path)),
                        RankQueries.anyOf(found.blocks(), TotalChanges.KEY_SHIFT, columns.id()),
                        sql().restOf(path))
                .orderBy(sql().orderBy(order, order.descending(), columns))
                .offset(offset - before)
                .limit(size));
    }

    /** Which sessions a page holds, from 0 in ascending order; none past the end, where the first comes after the last. */
    private record Ranks(long first, long last) {
        static Ranks of(Order order, long offset, int size, long total) {
            long end = Math.min(total, offset + size);
            return order.descending() ? new Ranks(total - end, total - 1 - offset) : new Ranks(offset, end - 1);
        }

        long firstOfPage(Order order) {
            return order.descending() ? last : first;
        }
    }

    /** Deep among the sessions of some instants: where all of a block count, from the nearer end of a shorter run. */
    private Keys spanStretch(Order order, long offset, int size, long total) {
        Ranks wanted = Ranks.of(order, offset, size, total);
        RankQueries.Run<Long> run = spans.run(wanted.first, wanted.last, total);
        if (run != null && spans.isAllOfABlock(run)) {
            long rank = wanted.firstOfPage(order);
            RankQueries.Run<Long> closer = ranks.closer(run, rank);
            if (closer != null) {
                return inRun(order, closer, rank, size, true, Place::ofId, (any, bound) -> 0);
            }
        }
        return inBlocks(order, spans.dimension(), run, wanted, offset, size);
    }

    /**
     * A page in some blocks of ids.
     *
     * @param path whose keys are asked for; null where none are
     * @param run of the blocks; null past the end
     */
    private Keys inBlocks(
            Order order,
            @Nullable Path path,
            RankQueries.@Nullable Run<Long> run,
            Ranks wanted,
            long offset,
            int size) {
        long rank = wanted.firstOfPage(order);
        return Keys.of(
                run == null
                        ? byId(path, order.descending(), Place.ANYWHERE, offset, size)
                        : byId(
                                path,
                                order.descending(),
                                Place.between(run.from(), run.to()),
                                order.descending() ? run.before() + run.size() - 1 - rank : rank - run.before(),
                                size));
    }

    /**
     * The ids at an end of the order of ids where those of the instants asked for lie scattered: so many, or all. Null in other
     * orders, where they do not lie so, and where fewer were met than there are.
     *
     * @param beyond the id from which on the place wants them; null for all
     */
    private @Nullable List<Long> nearest(
            Order order, boolean descending, Place place, @Nullable Long beyond, int wanted) {
        SearchSpans.Nearest nearest = order.isById() && spans.areKnown() && spans.hasOneKey()
                ? spans.nearest(descending, beyond, wanted)
                : null;
        if (nearest == null) {
            return null;
        }
        List<Long> met = db.fetch(byId(spans.dimension(), descending, place.and(nearest.place()), 0, wanted))
                .map(row -> row.value1());
        return met.size() == wanted || nearest.areAll() ? met : null;
    }

    /** In the order of ids, from the first block of ids that has any of the instants asked for. */
    private Keys amongBlocks(boolean descending, Place place, long offset, int size) {
        Place within = place.and(spans.place(Order.BY_ID));
        Path path = spans.dimension();
        return path == null
                ? walked(Order.BY_ID, descending, within, offset, size)
                : ofOneKey(path, descending, within, offset, size);
    }

    private Select<Record1<Long>> byId(@Nullable Path path, boolean descending, Place place, long offset, int size) {
        return path == null
                ? walk(Order.BY_ID, descending, place, offset, size)
                : byId(path, sql().keys(path), descending, place, offset, size);
    }

    /** Whether the first hour of the order has rows outside of the window, which an offset in it would count. */
    private boolean isCutByEdge(RankQueries.Run<Instant> run, Order order) {
        InstantWindow window = sql().window(SearchSql.requireWindowOf(order));
        return order.descending()
                ? window.max() != null && window.max().isBefore(run.to())
                : window.min() != null && window.min().isAfter(run.from());
    }

    /**
     * From that end of a run which is nearer to the page.
     *
     * @param rank of the first session of the page among all, were there none that are not asked for
     * @param isWhole whether everything in the run counts, up to its other end
     * @param place where sessions lie that come at a bound or after it
     * @param notAsked how many sessions before a bound are not asked for
     */
    private <K> Keys inRun(
            Order order,
            RankQueries.Run<K> run,
            long rank,
            int size,
            boolean isWhole,
            BiFunction<K, Order, Place> place,
            ToLongBiFunction<Order, K> notAsked) {
        boolean descending = order.descending();
        K begin = descending ? run.to() : run.from();
        K end = descending ? run.from() : run.to();
        long left = notAsked.applyAsLong(order, begin);
        long offset = (descending ? run.before() + run.size() - 1 - rank : rank - run.before()) + left;
        long fromEnd = run.size() - (notAsked.applyAsLong(order, end) - left) - offset - size;
        return Keys.of(
                isWhole && fromEnd >= 0 && fromEnd < offset
                        ? walk(order, !descending, place.apply(end, order.reversed()), fromEnd, size)
                        : walk(order, descending, place.apply(begin, order), offset, size));
    }

    /** From the nearer end of the days that hold the page, so that no other day is read. */
    private DayPage dayStretch(Order order, long offset, int size, long total) {
        Span span = daysOfPage(order, offset, size, total);
        if (span == null) {
            return DayPage.withoutSums(ordered(order, offset, size, total));
        }
        DateRange days = span.days();
        long within = offset - span.before();
        int rows = (int) Math.min(size, span.size() - within);
        long fromEnd = span.size() - within - rows;
        Order nearer = fromEnd < within ? order.reversed() : order;
        long passed = Math.min(within, fromEnd);
        if (passed == 0 && asksForNothingBut(Set.of(Path.DAYS))) {
            Keys keys =
                    new Next(Begin.END_OF_DAYS, nearer).met(sql().companyId(), List.of(days.from(), days.to()), rows);
            return new DayPage(keys, span.sums());
        }
        boolean isWalked = sizes.hasManyKeys()
                && sizes.isSoonMet(passed + rows, span.size(), sql().mostKeys() + span.size(), days);
        Path path = isWalked ? Path.DAYS : lastDimension();
        return new DayPage(Keys.of(byDay(path, inDays(path, days), nearer, passed, rows)), span.sums());
    }

    /**
     * Deep in the order of starts. A page that some days hold in the order of days starts between the begin of the first of
     * them, where clocks are most ahead, and the end of the last one, where they are most behind. Before that time lie all
     * sessions of sooner days but those that start within it, which are counted.
     */
    private Keys startStretch(Order order, long offset, int size, long total) {
        Span span = daysOfPage(order, offset, size, total);
        if (span == null) {
            return ordered(order, offset, size, total);
        }
        DateRange days = span.days();
        long read = span.size() * (days.days() + 1) / days.days();
        if (sizes.isSoonMetByDay(offset + size, total, read)) {
            return Keys.of(walk(order, offset, size));
        }
        Path path = lastDimension();
        SearchSql.Columns columns = sql().columns(path);
        Condition inTime = columns.start()
                .ge(days.from().atStartOfDay().toInstant(ZoneOffset.UTC).minus(AHEAD))
                .and(columns.start()
                        .lt(days.to()
                                .plusDays(1)
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC)
                                .plus(BEHIND)));
        List<LocalDate> before = daysFrom(days.from().minusDays(DAYS_OFF), days.from());
        List<LocalDate> after = daysFrom(days.to().plusDays(1), days.to().plusDays(1L + DAYS_OFF));
        long sooner = countFrom(
                path, columns.day().in(order.descending() ? after : before).and(inTime));
        // Each day by itself, so that the time goes into the index too.
        Condition near =
                columns.day().in(daysFrom(before.getFirst(), after.getLast().plusDays(1)));
        return Keys.of(byDay(path, near.and(inTime), order, offset - span.before() + sooner, size));
    }

    private static List<LocalDate> daysFrom(LocalDate first, LocalDate end) {
        return first.datesUntil(end).toList();
    }

    /** The days that hold a page, by the totals of months and then of the days in them; null past the end. */
    private @Nullable Span daysOfPage(Order order, long offset, int size, long total) {
        Span span = totals.span(order, offset, size, total);
        if (span == null || !span.hasMonths()) {
            return span;
        }
        Span closer = totals.spanOfDays(order, span, offset, size);
        return closer == null ? span : closer;
    }

    private Path lastDimension() {
        return sql().restrictions().stream()
                .filter(Path::isDimension)
                .min(Comparator.reverseOrder())
                .orElse(Path.DAYS);
    }

    private Keys ordered(Order order, long offset, int size, long total) {
        return ordered(order, order.descending(), Place.ANYWHERE, offset, size, total);
    }

    /** @param total how many sessions match, wherever they lie */
    private Keys ordered(Order order, boolean descending, Place place, long offset, int size, long total) {
        Path window = SearchSql.windowOf(order);
        boolean walkable = order.isById() || window != null;
        if (walkable && sql().restrictions().isEmpty()) {
            return walked(order, descending, place, offset, size);
        }
        boolean isAlone = window != null && sql().restrictions().equals(Set.of(window));
        Place within = walkable && !isAlone && spans.areKnown() ? place.and(spans.place(order)) : place;
        Path narrowest = sizes.narrowest();
        List<Long> keys = List.copyOf(sql().keys(narrowest));
        // In the order of ids all other days would have to be crossed.
        boolean byId = order.isById() && !isOfFewDays();
        if (byId && keys.size() == 1) {
            return ofOneKey(narrowest, descending, within, offset, size);
        }
        if (byId && canMerge(narrowest, keys) && isNear(offset, size)) {
            List<Long> met = soonMet(descending, within, (int) offset + size, total);
            return met.isEmpty()
                    ? Keys.of(mergedById(narrowest, keys, descending, within, offset, size))
                    : new Keys.Known(met.subList((int) offset, met.size()));
        }
        if (walkable && (narrowest == window || isSoonMet(order, descending, offset + size, narrowest, total))) {
            return walked(order, descending, within, offset, size);
        }
        SearchSql.Columns columns = sql().columns(narrowest);
        // Where changes have to be looked up they are for the order, and not once more to leave nothing out.
        Place wanted = window == Path.UPDATED && narrowest.isOfLabor() && sql().standsAlone() ? place : within;
        return Keys.of(select(columns.id().as(TIME_SESSION.ID))
                .from(sql().source(narrowest))
                .where(sql().start(narrowest), sql().restOf(narrowest), wanted.from(columns))
                .orderBy(sql().orderBy(order, descending, columns))
                .offset(offset)
                .limit(size));
    }

    /**
     * The first ids of a search, if a walk is thought to meet so many before it has crossed many others, and does; else none.
     * To merge the sessions of fifty people the server reads hardly more, but takes milliseconds to plan it.
     */
    private List<Long> soonMet(boolean descending, Place within, int wanted, long total) {
        long most = limits.alwaysSorted();
        // As many again as half of those that it crosses on average are left for what lies less evenly.
        if (1.5 * wanted * sizes.companySize() > (double) most * total) {
            return List.of();
        }
        Select<Record1<Long>> all = inOrder(
                select(TIME_SESSION.ID).from(indexOf(Order.BY_ID)),
                sql().companyId(),
                matches(within),
                Order.BY_ID,
                descending);
        var values = new ArrayList<Object>(Database.values(all));
        values.add(wanted);
        values.add(most);
        List<Long> met =
                RowReader.read(db, Database.text(all) + " limit ? rows examined ?", values, row -> row.number());
        return met.size() < wanted ? List.of() : met;
    }

    /** Whether a walk to there crosses fewer sessions than sorting those of the narrowest restriction reads. */
    private boolean isSoonMet(Order order, boolean descending, long wanted, Path narrowest, long total) {
        return spans.areKnown()
                ? SearchSizes.isDearer(sizes.size(narrowest), crossed(order, descending, wanted, total))
                : sizes.isSoonMet(wanted, narrowest, descending);
    }

    /**
     * About how many sessions a walk crosses until it has met so many of a search, from the first instant or id that one of
     * these can have. Changes come late and starts are entered late, so that the last changed and the first started of
     * those made in some days lie scattered among all the others.
     */
    private double crossed(Order order, boolean descending, long wanted, long total) {
        Path window = SearchSql.windowOf(order);
        long walked = window == null ? spans.sessions() : sizes.size(window, spans.window(window));
        long narrow = sql().restrictions().stream()
                .filter(Path::isWindow)
                .mapToLong(sizes::size)
                .reduce(walked, Math::min);
        boolean scattered = window == null || (window == Path.UPDATED) == descending;
        return (double) wanted * (scattered ? narrow : walked) / Math.max(1, total) + (scattered ? walked - narrow : 0);
    }

    private boolean isOfFewDays() {
        return sql().restrictions().contains(Path.DAYS) && !sizes.areMostDays();
    }

    /** In the order of an index of the whole company, leaving out what does not match. */
    private Keys walked(Order order, boolean descending, Place place, long offset, int size) {
        return offset == 0 && asksSessionsAlone()
                ? Keys.met(
                        inOrder(SessionRows.from(indexOf(order)), sql().companyId(), matches(place), order, descending)
                                .limit(size))
                : Keys.of(walk(order, descending, place, offset, size));
    }

    private Select<Record1<Long>> walk(Order order, long offset, int size) {
        return walk(order, order.descending(), Place.ANYWHERE, offset, size);
    }

    private Select<Record1<Long>> walk(Order order, boolean descending, Place place, long offset, int size) {
        return walk(sql().companyId(), matches(place), order, descending, offset, size);
    }

    private Condition matches(Place place) {
        return place.from(SearchSql.Columns.OF_SESSIONS).and(sql().all());
    }

    private static Select<Record1<Long>> walk(
            long companyId, Condition matches, Order order, boolean descending, long offset, int size) {
        return inOrder(select(TIME_SESSION.ID).from(indexOf(order)), companyId, matches, order, descending)
                .offset(offset)
                .limit(size);
    }

    private static <R extends Record> SelectLimitStep<R> inOrder(
            SelectJoinStep<R> read, long companyId, Condition matches, Order order, boolean descending) {
        return read.where(TIME_SESSION.COMPANY_ID.eq(companyId), matches).orderBy(SearchSql.orderBy(order, descending));
    }

    private static Table<?> indexOf(Order order) {
        return TIME_SESSION.forceIndex(
                order.isById() ? "PRIMARY" : SearchSql.requireWindowOf(order).index());
    }

    /** The next ones of an index, which say nothing yet. */
    private static Select<?> next(Next next) {
        Order order = next.order;
        Table<?> sessions =
                next.begin == Begin.END_OF_DAYS ? TIME_SESSION.forceIndex(Path.DAYS.index()) : indexOf(order);
        Condition begin = switch (next.begin) {
            case END_OF_ALL -> noCondition();
            case END_OF_DAYS -> TIME_SESSION.LOCAL_DATE.between(DateRange.ALL.from(), DateRange.ALL.to());
            case ID -> order.descending() ? TIME_SESSION.ID.lt(0L) : TIME_SESSION.ID.gt(0L);
        };
        return inOrder(SessionRows.from(sessions), 0, begin, order, order.descending())
                .limit(0);
    }

    /** The sessions of one key are in the order of their ids in an index, so that a page reads no more than itself. */
    private Keys ofOneKey(Path path, boolean descending, Place place, long offset, int size) {
        Set<Long> key = sql().keys(path);
        return offset == 0 && asksSessionsAlone()
                ? Keys.met(inOrderOfIds(SessionRows.from(sql().sourceById(path)), path, key, descending, place)
                        .limit(size))
                : Keys.of(byId(path, key, descending, place, offset, size));
    }

    private Select<Record1<Long>> byId(
            Path path, Set<Long> keys, boolean descending, Place place, long offset, int size) {
        Field<Long> id = sql().columns(path).id();
        return inOrderOfIds(select(id.as(TIME_SESSION.ID)).from(sql().sourceById(path)), path, keys, descending, place)
                .offset(offset)
                .limit(size);
    }

    private <R extends Record> SelectLimitStep<R> inOrderOfIds(
            SelectJoinStep<R> read, Path path, Set<Long> keys, boolean descending, Place place) {
        SearchSql.Columns columns = sql().columns(path);
        return read.where(sql().startById(path, keys), place.from(columns), sql().restOf(path))
                .orderBy(descending ? columns.id().desc() : columns.id().asc());
    }

    private boolean canMerge(Path path, List<Long> keys) {
        return keys.size() > 1 && keys.size() <= limits.keysMerged() && path != Path.LABOR_TYPES && sizes.isLong(path);
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

    /** Asked anew each time: measuring may put another word first. */
    private SearchSql sql() {
        return sizes.sql();
    }
}
