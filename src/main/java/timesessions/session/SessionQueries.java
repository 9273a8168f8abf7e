package timesessions.session;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static timesessions.jooq.Tables.LABOR_TYPE;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.TIME_ENTRY;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.database.KnownTexts;
import timesessions.database.RowReader;
import timesessions.directory.Named;
import timesessions.jooq.enums.TimeEntryType;
import timesessions.jooq.enums.TimeSessionSource;
import timesessions.time.DateRange;
import timesessions.total.SeatMasks;
import timesessions.web.Problem;

/** Finds sessions. Running ones are given as stored: {@link TimeSession#at} counts them up. */
public final class SessionQueries {
    /** Up to so many sessions are sorted by anything but their day. */
    public static final int MOST_SORTED = 10_000;

    /** Sessions that a walk reads at once. */
    private static final int AT_ONCE = 500;

    private static final List<TimeSessionSource> SOURCES = List.of(TimeSessionSource.values());
    private static final List<TimeEntryType> ENTRY_TYPES = List.of(TimeEntryType.values());

    private static final KnownTexts<Integer> ENTRIES = new KnownTexts<>(SessionQueries::entriesOf);

    private final Database database;

    private final SearchLimits limits;

    private final SeatMasks masks = new SeatMasks();

    public SessionQueries(Database database) {
        this(database, SearchLimits.MEASURED);
    }

    SessionQueries(Database database, SearchLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    /** One page, whose rows and total are of one moment. */
    public SessionPage page(Visibility reader, SessionFilter filter, Order order, Paging paging) {
        return database.read(db -> {
            var search = new SearchQueries(db, limits, masks, reader, filter);
            long total = search.count();
            Cursor cursor = paging.cursor();
            return cursor == null
                    ? byNumber(db, reader.companyId(), search, order, paging, total)
                    : beside(db, reader.companyId(), search, cursor, paging, total);
        });
    }

    /**
     * One page of a list, with what all its sessions and those of its days add up to: of one moment, running clocks counted
     * up to it. An order other than by day is kept up to {@link #MOST_SORTED} sessions; more come by day.
     *
     * @param before other days, of which the sums and people are wanted too
     */
    public SessionList list(
            Visibility reader,
            SessionFilter filter,
            Order asked,
            Paging paging,
            Optional<DateRange> before,
            Instant now) {
        return database.read(db -> {
            var search = new SearchQueries(db, limits, masks, reader, filter);
            SortedMap<LocalDate, Sums> running = search.clocks()
                    .sums(before.map(other -> other.spanning(filter.days())).orElse(filter.days()), now);
            List<SearchTotals.Tiles> tiles = search.totals().tiles(before);
            Sums stored = tiles.get(0).sums();
            Order order =
                    asked.column() == Order.Column.DAY || stored.sessions() <= MOST_SORTED ? asked : Order.NEWEST_FIRST;
            Paging within = paging.within(stored.sessions());
            var rows = List.<SessionList.Row>of();
            Map<LocalDate, Sums> days = new TreeMap<>();
            if (stored.sessions() > 0 && order.column() == Order.Column.DAY) {
                var page = search.dayPage(order, within.offset(), within.size(), stored.sessions());
                rows = rows(db, reader.companyId(), page.keys(), order, now);
                Map<LocalDate, Sums> whole = wholeDays(rows, within, stored.sessions());
                Set<LocalDate> others = rows.stream()
                        .map(SessionList.Row::day)
                        .filter(day -> !whole.containsKey(day))
                        .collect(Collectors.toSet());
                days.putAll(page.sums().isEmpty() ? search.totals().sumsOf(others) : page.sums());
                days.keySet().retainAll(others);
                running.forEach((day, seconds) -> days.computeIfPresent(day, (any, sum) -> sum.plus(seconds)));
                days.putAll(whole);
            } else if (stored.sessions() > 0) {
                var page = search.page(order, within.offset(), within.size(), stored.sessions());
                rows = rows(db, reader.companyId(), page, order, now);
            }
            return new SessionList(
                    rows,
                    within,
                    order,
                    stored.plus(sum(running, filter.days())),
                    tiles.get(0).people(),
                    before.map(other -> tiles.get(1).sums().plus(sum(running, other))),
                    before.map(other -> tiles.get(1).people()),
                    days,
                    rows.stream().anyMatch(row -> row.session().ticks())
                            || Stream.concat(Stream.of(filter.days()), before.stream())
                                    .anyMatch(shown -> running.keySet().stream().anyMatch(shown::contains)));
        });
    }

    /** What the days add up to that have all their sessions on the page, as these are counted up. */
    private static Map<LocalDate, Sums> wholeDays(List<SessionList.Row> rows, Paging paging, long total) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        var days = new TreeMap<LocalDate, Sums>();
        rows.forEach(row -> days.merge(
                row.day(),
                new Sums(1, row.session().workDuration(), row.session().breakDuration()),
                Sums::plus));
        if (paging.offset() > 0) {
            days.remove(rows.getFirst().day());
        }
        if (paging.offset() + rows.size() < total) {
            days.remove(rows.getLast().day());
        }
        return days;
    }

    /**
     * How many sessions match, where totals tell or few have to be read for it; else empty.
     *
     * @throws Problem if a word is asked for that leads to too many
     */
    public Optional<Long> countIfSoon(Visibility reader, SessionFilter filter) {
        return database.read(db -> {
            var search = new SearchQueries(db, limits, masks, reader, filter);
            boolean soon = search.totals().isKnown() || search.sizes().mostSessions() <= limits.counted();
            return soon ? Optional.of(search.count()) : Optional.empty();
        });
    }

    private static Sums sum(SortedMap<LocalDate, Sums> byDay, DateRange days) {
        return byDay.entrySet().stream()
                .filter(day -> days.contains(day.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Sums.NONE, Sums::plus);
    }

    /** What is handed all the sessions that match, a few hundred at a time. */
    public interface Walker {
        /** When the database has answered, before anything is read that may take its time. */
        void begin();

        /** Before the first of them: what they all add up to. */
        void sums(Sums sums);

        void next(List<SessionList.Row> rows);
    }

    /**
     * Hands over all the sessions that match, in the order of days, the earliest first: of one moment, running clocks
     * counted up to it, however long it takes. Meanwhile it holds a connection, and never more than a few hundred sessions.
     */
    public void walk(Visibility reader, SessionFilter filter, Instant now, Walker walker) {
        database.<@Nullable Void>read(db -> {
            var search = new SearchQueries(db, limits, masks, reader, filter);
            SortedMap<LocalDate, Sums> running = search.clocks().sums(filter.days(), now);
            walker.begin();
            walker.sums(search.totals().sums().plus(sum(running, filter.days())));
            for (DateRange days : stretches(search.totals().sessionsByDay())) {
                var part = new SearchQueries(db, limits, masks, reader, filter.during(days));
                SessionList.Row last = null;
                List<SessionList.Row> rows;
                do {
                    rows = rows(db, reader.companyId(), part.after(last, AT_ONCE), Order.OLDEST_FIRST, now);
                    if (!rows.isEmpty()) {
                        last = rows.getLast();
                        walker.next(rows);
                    }
                } while (rows.size() == AT_ONCE);
            }
            return null;
        });
    }

    /** Days with sessions, as many together as hold what is read at once, so that no index is read twice. */
    private static List<DateRange> stretches(SortedMap<LocalDate, Long> sessions) {
        var stretches = new ArrayList<DateRange>();
        LocalDate first = null;
        long together = 0;
        for (Map.Entry<LocalDate, Long> day : sessions.entrySet()) {
            first = first == null ? day.getKey() : first;
            together += day.getValue();
            if (together >= AT_ONCE || day.getKey().equals(sessions.lastKey())) {
                stretches.add(new DateRange(first, day.getKey()));
                first = null;
                together = 0;
            }
        }
        return stretches;
    }

    /** The session of that id, if the reader may see it. */
    public Optional<TimeSession> find(Visibility reader, long id) {
        return database.read(db -> withKeys(db, reader.companyId(), key(reader, id), Order.BY_ID).stream()
                .map(Found::session)
                .findFirst());
    }

    /** The same as a row of a list, its clock counted up to that moment. */
    public Optional<SessionList.Row> row(Visibility reader, long id, Instant now) {
        return database.read(db -> row(db, reader, id, now));
    }

    /** One session for its own page, with its neighbours: the sessions of the same person before and after it. */
    public Optional<SessionDetail> detail(Visibility reader, long id, Instant now) {
        return database.read(db -> row(db, reader, id, now)
                .map(row -> new SessionDetail(
                        row, beside(db, reader.companyId(), row, true), beside(db, reader.companyId(), row, false))));
    }

    private static Optional<SessionList.Row> row(DSLContext db, Visibility reader, long id, Instant now) {
        return rows(db, reader.companyId(), key(reader, id), Order.BY_ID, now).stream()
                .findFirst();
    }

    private static Keys key(Visibility reader, long id) {
        return Keys.of(select(TIME_SESSION.ID)
                .from(TIME_SESSION)
                .where(
                        TIME_SESSION.COMPANY_ID.eq(reader.companyId()),
                        TIME_SESSION.ID.eq(id),
                        reader.people() == null ? noCondition() : TIME_SESSION.USER_ID.in(reader.people())));
    }

    private static Optional<Long> beside(DSLContext db, long companyId, SessionList.Row row, boolean before) {
        var s = TIME_SESSION;
        LocalDate day = row.day();
        Instant start = row.session().startAt();
        long id = row.session().id();
        return db.select(s.ID)
                .from(s.forceIndex(Path.USERS.index()))
                .where(
                        s.COMPANY_ID.eq(companyId),
                        s.USER_ID.eq(row.session().user().id()),
                        before
                                ? s.LOCAL_DATE
                                        .le(day)
                                        .and(s.LOCAL_DATE
                                                .lt(day)
                                                .or(s.START_AT.lt(start))
                                                .or(s.START_AT.eq(start).and(s.ID.lt(id))))
                                : s.LOCAL_DATE
                                        .ge(day)
                                        .and(s.LOCAL_DATE
                                                .gt(day)
                                                .or(s.START_AT.gt(start))
                                                .or(s.START_AT.eq(start).and(s.ID.gt(id)))))
                .orderBy(SearchSql.orderBy(Order.NEWEST_FIRST, before))
                .limit(1)
                .fetchOptional(s.ID);
    }

    private static List<SessionList.Row> rows(DSLContext db, long companyId, Keys keys, Order order, Instant now) {
        return withKeys(db, companyId, keys, order).stream()
                .map(found -> new SessionList.Row(found.session.at(now), found.day, found.source))
                .toList();
    }

    private static SessionPage byNumber(
            DSLContext db, long companyId, SearchQueries search, Order order, Paging paging, long total) {
        if (paging.offset() >= total) {
            return new SessionPage(List.of(), total, paging, null, null);
        }
        List<TimeSession> rows =
                sessions(withKeys(db, companyId, search.page(order, paging.offset(), paging.size(), total), order));
        boolean isLast = paging.offset() + paging.size() >= total;
        return page(rows, total, paging, order, /* hasNext= */ !isLast, /* hasPrevious= */ paging.number() > 1);
    }

    private static SessionPage beside(
            DSLContext db, long companyId, SearchQueries search, Cursor cursor, Paging paging, long total) {
        Order order = cursor.order();
        // One more than the page holds tells whether another page follows in that direction.
        List<TimeSession> rows =
                sessions(withKeys(db, companyId, search.page(cursor, paging.size() + 1, total), order));
        boolean more = rows.size() > paging.size();
        if (!cursor.backwards()) {
            return page(more ? rows.subList(0, paging.size()) : rows, total, paging, order, more, paging.number() > 1);
        }
        return page(
                more ? rows.subList(1, rows.size()) : rows,
                total,
                paging,
                order,
                /* hasNext= */ true,
                more && paging.number() > 1);
    }

    private static SessionPage page(
            List<TimeSession> rows, long total, Paging paging, Order order, boolean hasNext, boolean hasPrevious) {
        // Lists are told by their numbers alone.
        boolean empty = rows.isEmpty() || !order.isOfApi();
        return new SessionPage(
                rows,
                total,
                paging,
                hasNext && !empty ? Cursor.beside(rows.getLast(), order, false) : null,
                hasPrevious && !empty ? Cursor.beside(rows.getFirst(), order, true) : null);
    }

    private static List<TimeSession> sessions(List<Found> found) {
        return found.stream().map(Found::session).toList();
    }

    /** A session as it is stored, on the day that is stored with it. */
    private record Found(TimeSession session, LocalDate day, SessionWriter.Source source) {
        Found with(@Nullable List<TimeEntry> entries) {
            return entries == null ? this : new Found(session.withEntries(entries), day, source);
        }
    }

    private static List<Found> withKeys(DSLContext db, long companyId, Keys keys, Order order) {
        List<Found> rows = new ArrayList<>(SessionRows.read(db, companyId, keys, order, SessionQueries::found));
        if (rows.isEmpty()) {
            return List.of();
        }
        if (!order.isByName()) {
            Comparator<Found> comparator = comparator(order);
            rows.sort(order.descending() ? comparator.reversed() : comparator);
        }
        Map<Long, List<TimeEntry>> entries = entries(db, companyId, rows);
        rows.replaceAll(row -> row.with(entries.get(row.session.id())));
        return rows;
    }

    /**
     * Sorts the rows of a page where that can be told from them. The server would do it in a temporary table, which is a
     * file, since descriptions may be long.
     */
    private static Comparator<Found> comparator(Order order) {
        Comparator<Found> byId = Comparator.comparingLong(found -> found.session.id());
        Comparator<Found> byStart = Comparator.comparing(found -> found.session.startAt());
        return switch (order.column()) {
            case ID -> byId;
            case START_AT -> byStart.thenComparing(byId);
            case UPDATED_AT ->
                Comparator.<Found, Instant>comparing(found -> found.session.updatedAt())
                        .thenComparing(byId);
            case DAY ->
                Comparator.<Found, LocalDate>comparing(found -> found.day)
                        .thenComparing(byStart)
                        .thenComparing(byId);
            case DURATION ->
                Comparator.<Found>comparingInt(found -> found.session.workDuration() + found.session.breakDuration())
                        .thenComparing(byId);
            case PERSON, PROJECT -> throw new IllegalArgumentException(order + " goes by names");
        };
    }

    /** A session before its entries are there, from {@link SessionRows#COLUMNS}. */
    private static Found found(RowReader row) throws SQLException {
        long id = row.number();
        Instant startAt = row.instant();
        Instant endAt = row.instantOrNull();
        String timeZone = row.text();
        int duration = row.integer();
        int work = row.integer();
        int breaks = row.integer();
        int numBreaks = row.integer();
        String description = row.textOrNull();
        Instant createdAt = row.instant();
        Instant updatedAt = row.instant();
        boolean running = row.flag();
        LocalDate day = row.date();
        SessionWriter.Source source = SessionWriter.sourceOf(row.oneOf(SOURCES));
        var user = new Named(row.number(), orNothing(row.textOrNull()));
        var session = new TimeSession(
                id,
                startAt,
                endAt,
                timeZone,
                duration,
                work,
                breaks,
                numBreaks,
                description,
                createdAt,
                updatedAt,
                running,
                user,
                named(row),
                named(row),
                List.of());
        return new Found(session, day, source);
    }

    /** The entries of all these sessions, in one statement. */
    private static Map<Long, List<TimeEntry>> entries(DSLContext db, long companyId, List<Found> sessions) {
        var values = new ArrayList<Long>(sessions.size() + 1);
        values.add(companyId);
        sessions.forEach(row -> values.add(row.session.id()));
        var entries = new HashMap<Long, List<TimeEntry>>();
        RowReader.forEach(
                db,
                ENTRIES.of(sessions.size()),
                values,
                row -> entries.computeIfAbsent(row.number(), id -> new ArrayList<>())
                        .add(new TimeEntry(
                                row.number(),
                                row.instant(),
                                row.instantOrNull(),
                                row.text(),
                                row.integer(),
                                row.instant(),
                                row.instant(),
                                SessionWriter.typeOf(row.oneOf(ENTRY_TYPES)),
                                row.flag(),
                                named(row))));
        return entries;
    }

    private static Select<?> entriesOf(int sessions) {
        var e = TIME_ENTRY;
        return DSL.select(
                        e.SESSION_ID,
                        e.ID,
                        e.START_AT,
                        e.END_AT,
                        e.TIME_ZONE,
                        e.DURATION,
                        e.CREATED_AT,
                        e.UPDATED_AT,
                        e.TYPE,
                        e.RUNNING,
                        e.LABOR_TYPE_ID,
                        LABOR_TYPE.NAME)
                .from(e)
                .leftJoin(LABOR_TYPE)
                .on(LABOR_TYPE.COMPANY_ID.eq(e.COMPANY_ID), LABOR_TYPE.ID.eq(e.LABOR_TYPE_ID))
                .where(e.COMPANY_ID.eq(0L), e.SESSION_ID.in(Collections.nCopies(sessions, 0L)));
    }

    /** What an id and a name beside it say. */
    private static @Nullable Named named(RowReader row) throws SQLException {
        Long id = row.numberOrNull();
        String name = row.textOrNull();
        return id == null ? null : new Named(id, orNothing(name));
    }

    /** A name that is missing is told by the check; a page is shown all the same. */
    private static String orNothing(@Nullable String name) {
        return name == null ? "" : name;
    }
}
