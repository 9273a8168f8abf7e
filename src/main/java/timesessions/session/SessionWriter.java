package timesessions.session;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static timesessions.jooq.Tables.COMPANY;
import static timesessions.jooq.Tables.RUNNING_CLOCK;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.TIME_ENTRY;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.database.Rows;
import timesessions.directory.NameWriter;
import timesessions.directory.Named;
import timesessions.jooq.enums.RunningClockType;
import timesessions.jooq.enums.TimeEntryType;
import timesessions.jooq.enums.TimeSessionSource;
import timesessions.total.TotalChanges;
import timesessions.total.TotalWriter;

/**
 * The only way in which sessions get into the database and out of it. With a session go its entries, the names it
 * carries, what it is found by, and what it adds to the totals: all in one transaction.
 */
public final class SessionWriter {
    private final Database database;

    /** Where sessions came from. */
    public enum Source {
        JETBUILT(TimeSessionSource.jetbuilt),
        MADE(TimeSessionSource.made),
        CLOCKIFY(TimeSessionSource.clockify),
        TOGGL(TimeSessionSource.toggl),
        HARVEST(TimeSessionSource.harvest),
        KIMAI(TimeSessionSource.kimai),
        SOLIDTIME(TimeSessionSource.solidtime);

        private static final Map<TimeSessionSource, Source> BY_STORED =
                Stream.of(values()).collect(toMap(source -> source.stored, Function.identity()));

        private final TimeSessionSource stored;

        /** How readers know it. */
        public String label() {
            return switch (this) {
                case JETBUILT -> "Jetbuilt";
                case MADE -> "made up, for a demonstration";
                case CLOCKIFY -> "Clockify";
                case TOGGL -> "Toggl Track";
                case HARVEST -> "Harvest";
                case KIMAI -> "Kimai";
                case SOLIDTIME -> "solidtime";
            };
        }

        /** Whether its times of day are real, or only its durations. */
        public boolean hasClockTimes() {
            return this != HARVEST;
        }

        private static Source of(TimeSessionSource stored) {
            return requireNonNull(BY_STORED.get(stored), () -> "No source is called " + stored);
        }

        Source(TimeSessionSource stored) {
            this.stored = stored;
        }
    }

    static Source sourceOf(TimeSessionSource stored) {
        return Source.of(stored);
    }

    /**
     * What became of a batch, in sessions.
     *
     * @param unchanged there already, as they are or changed later than the ones that came
     */
    public record Written(int added, int changed, int unchanged) {
        public static final Written NOTHING = new Written(0, 0, 0);

        public Written plus(Written other) {
            return new Written(added + other.added, changed + other.changed, unchanged + other.unchanged);
        }
    }

    /** What else is written in the transaction of a batch. */
    @FunctionalInterface
    public interface Alongside {
        /**
         * Runs statements, once it is known what becomes of the batch. What it throws undoes the batch; where the
         * transaction is run again, so is this.
         */
        void write(DSLContext db, Written written);
    }

    /** There is no such company to write for. */
    public static final class UnknownCompany extends RuntimeException {
        UnknownCompany(long id) {
            super("There is no company " + id);
        }
    }

    public SessionWriter(Database database) {
        this.database = database;
    }

    /**
     * Writes the batch in one transaction. A session that is there already is replaced, unless the one that came was
     * changed earlier: so files can be written in any order. Where the batch has a session twice, the one changed later
     * counts, or else the later one. A batch written twice changes nothing the second time.
     *
     * @param batch some thousand sessions make good use of a transaction
     * @throws UnknownCompany if there is no such company
     */
    public Written write(long companyId, Source source, Collection<TimeSession> batch) {
        SortedMap<Long, TimeSession> incoming = newestOfEach(batch);
        if (incoming.isEmpty()) {
            return Written.NOTHING;
        }
        return database.write(db -> write(db, companyId, source, incoming));
    }

    /** As {@link #write(long, Source, Collection)}, as part of a transaction. */
    public static Written write(DSLContext db, long companyId, Source source, Collection<TimeSession> batch) {
        SortedMap<Long, TimeSession> incoming = newestOfEach(batch);
        return incoming.isEmpty() ? Written.NOTHING : write(db, companyId, source, incoming);
    }

    private static Written write(DSLContext db, long companyId, Source source, SortedMap<Long, TimeSession> incoming) {
        requireCompany(db, companyId);
        var changes = Changes.between(stored(db, companyId, incoming.keySet(), true), incoming);
        apply(db, companyId, source, changes);
        return changes.written();
    }

    /**
     * Writes the batch as what its origin has now: unlike by {@link #write}, a session is replaced even by one that was
     * changed earlier, and names are taken whatever their date, since the clocks of an origin may be off.
     *
     * @param alongside runs for an empty batch too
     * @throws UnknownCompany if there is no such company
     */
    public Written mirror(long companyId, Source source, Collection<TimeSession> batch, Alongside alongside) {
        SortedMap<Long, TimeSession> incoming = newestOfEach(batch);
        return database.write(db -> {
            requireCompany(db, companyId);
            SortedMap<Long, OnDay> stored =
                    incoming.isEmpty() ? new TreeMap<>() : stored(db, companyId, incoming.keySet(), true);
            var changes = Changes.mirroring(stored, incoming);
            alongside.write(db, changes.written());
            apply(db, companyId, source, changes);
            return changes.written();
        });
    }

    /** What {@link #write} would do, without doing it. */
    public Written compare(long companyId, Collection<TimeSession> batch) {
        SortedMap<Long, TimeSession> incoming = newestOfEach(batch);
        return database.read(db -> {
            if (!db.fetchExists(COMPANY, COMPANY.ID.eq(companyId))) {
                throw new UnknownCompany(companyId);
            }
            return Changes.between(stored(db, companyId, incoming.keySet(), false), incoming)
                    .written();
        });
    }

    /**
     * Takes sessions out in one transaction, with all that they added up to.
     *
     * @return how many of them were there
     */
    public int remove(long companyId, Collection<Long> ids) {
        return remove(companyId, ids, (db, gone) -> {});
    }

    /** What else is written in the transaction that takes sessions out. */
    @FunctionalInterface
    public interface AlongsideRemoval {
        /**
         * Runs statements; what it throws leaves the sessions where they are.
         *
         * @param gone those that were there, without names
         */
        void write(DSLContext db, Collection<TimeSession> gone);
    }

    /** As {@link #remove(long, Collection)}, with other statements in the same transaction. */
    public int remove(long companyId, Collection<Long> ids, AlongsideRemoval alongside) {
        var sorted = new TreeSet<>(ids);
        if (sorted.isEmpty()) {
            return 0;
        }
        return database.write(db -> remove(db, companyId, sorted, alongside));
    }

    /** As {@link #remove(long, Collection)}, as part of a transaction. */
    public static int remove(DSLContext db, long companyId, Collection<Long> ids) {
        return remove(db, companyId, ids, (same, gone) -> {});
    }

    private static int remove(DSLContext db, long companyId, Collection<Long> ids, AlongsideRemoval alongside) {
        requireCompany(db, companyId);
        SortedMap<Long, OnDay> gone = stored(db, companyId, new TreeSet<>(ids), true);
        alongside.write(db, gone.values().stream().map(OnDay::session).toList());
        var totals = new TotalChanges();
        gone.values().forEach(row -> totals.remove(row.session, row.day));
        deleteFoundBy(db, companyId, gone.values());
        deleteEntries(db, companyId, gone.keySet());
        db.deleteFrom(TIME_SESSION)
                .where(TIME_SESSION.COMPANY_ID.eq(companyId), TIME_SESSION.ID.in(gone.keySet()))
                .execute();
        TotalWriter.apply(db, companyId, totals);
        if (!gone.isEmpty()) {
            CompanyVersion.raise(db, companyId);
        }
        return gone.size();
    }

    /**
     * A session on its day. The day of a stored one is read and not worked out again: the rules of a zone may have changed
     * since, and what was added to a day must be taken from that day.
     */
    private record OnDay(TimeSession session, LocalDate day) {
        static OnDay now(TimeSession session) {
            return new OnDay(session, session.localDate());
        }
    }

    /** Sessions that have to be written, next to what they replace. */
    private record Changes(List<OnDay> added, List<OnDay> before, List<OnDay> after, int unchanged, NameWriter names) {

        static Changes between(Map<Long, OnDay> stored, SortedMap<Long, TimeSession> incoming) {
            return between(stored, incoming, new NameWriter(), false);
        }

        static Changes mirroring(Map<Long, OnDay> stored, SortedMap<Long, TimeSession> incoming) {
            return between(stored, incoming, NameWriter.ofWhatIsNow(), true);
        }

        private static Changes between(
                Map<Long, OnDay> stored,
                SortedMap<Long, TimeSession> incoming,
                NameWriter names,
                boolean replacesLater) {
            var added = new ArrayList<OnDay>();
            var before = new ArrayList<OnDay>();
            var after = new ArrayList<OnDay>();
            for (TimeSession session : incoming.values()) {
                OnDay old = stored.get(session.id());
                if (old != null && !replacesLater && session.updatedAt().isBefore(old.session.updatedAt())) {
                    continue;
                }
                noteNames(names, session);
                if (old == null) {
                    added.add(OnDay.now(session));
                } else if (!withoutNames(session).equals(old.session)) {
                    before.add(old);
                    after.add(OnDay.now(session));
                }
            }
            return new Changes(added, before, after, incoming.size() - added.size() - after.size(), names);
        }

        List<OnDay> all() {
            var all = new ArrayList<>(added);
            all.addAll(after);
            return all;
        }

        Written written() {
            return new Written(added.size(), after.size(), unchanged);
        }

        private static void noteNames(NameWriter names, TimeSession session) {
            names.user(session.user(), session.updatedAt());
            names.project(session.project(), session.updatedAt());
            names.category(session.category(), session.updatedAt());
            for (TimeEntry entry : session.entries()) {
                names.laborType(entry.laborType(), session.updatedAt());
            }
        }
    }

    private static SortedMap<Long, TimeSession> newestOfEach(Collection<TimeSession> batch) {
        var newest = new TreeMap<Long, TimeSession>();
        for (TimeSession session : batch) {
            newest.merge(
                    session.id(),
                    session.asStored(),
                    (one, other) -> other.updatedAt().isBefore(one.updatedAt()) ? one : other);
        }
        return newest;
    }

    /** Holds off a repair of the company's totals until the transaction has ended. */
    private static void requireCompany(DSLContext db, long companyId) {
        if (db.select(COMPANY.ID)
                .from(COMPANY)
                .where(COMPANY.ID.eq(companyId))
                .forShare()
                .fetch()
                .isEmpty()) {
            throw new UnknownCompany(companyId);
        }
    }

    private static void apply(DSLContext db, long companyId, Source source, Changes changes) {
        insertSessions(db, companyId, source, changes.added);
        updateSessions(db, companyId, changes.after);

        deleteFoundBy(db, companyId, changes.before);
        deleteEntries(
                db,
                companyId,
                changes.before.stream().map(row -> row.session.id()).toList());
        List<OnDay> written = changes.all();
        insertEntries(db, companyId, written);
        insertFoundBy(db, companyId, written);

        changes.names.apply(db, companyId);
        var totals = new TotalChanges();
        changes.before.forEach(row -> totals.remove(row.session, row.day));
        written.forEach(row -> totals.add(row.session, row.day));
        TotalWriter.apply(db, companyId, totals);
        if (!written.isEmpty()) {
            CompanyVersion.raise(db, companyId);
        }
    }

    /** A plain insert: where another writer has been faster, it fails, and the batch is compared anew. */
    private static void insertSessions(DSLContext db, long companyId, Source source, Collection<OnDay> sessions) {
        var rows = new Rows();
        for (OnDay row : sessions) {
            rows.add(Stream.of(Stream.of(companyId, row.session.id()), facts(row), Stream.of(source.stored))
                    .flatMap(values -> values)
                    .toArray());
        }
        var s = TIME_SESSION;
        rows.execute(
                db,
                db.insertInto(s)
                        .columns(
                                s.COMPANY_ID,
                                s.ID,
                                s.USER_ID,
                                s.PROJECT_ID,
                                s.CATEGORY_ID,
                                s.START_AT,
                                s.END_AT,
                                s.TIME_ZONE,
                                s.LOCAL_DATE,
                                s.DURATION,
                                s.WORK_DURATION,
                                s.BREAK_DURATION,
                                s.NUM_BREAKS,
                                s.RUNNING,
                                s.DESCRIPTION,
                                s.CREATED_AT,
                                s.UPDATED_AT,
                                s.SOURCE)
                        .values(
                                0L,
                                0L,
                                0L,
                                0L,
                                0L,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                "",
                                LocalDate.EPOCH,
                                0,
                                0,
                                0,
                                0,
                                false,
                                "",
                                Instant.EPOCH,
                                Instant.EPOCH,
                                TimeSessionSource.made));
    }

    private static void updateSessions(DSLContext db, long companyId, Collection<OnDay> sessions) {
        var rows = new Rows();
        for (OnDay row : sessions) {
            rows.add(Stream.concat(facts(row), Stream.of(companyId, row.session.id()))
                    .toArray());
        }
        var s = TIME_SESSION;
        rows.execute(
                db,
                db.update(s)
                        .set(s.USER_ID, 0L)
                        .set(s.PROJECT_ID, 0L)
                        .set(s.CATEGORY_ID, 0L)
                        .set(s.START_AT, Instant.EPOCH)
                        .set(s.END_AT, Instant.EPOCH)
                        .set(s.TIME_ZONE, "")
                        .set(s.LOCAL_DATE, LocalDate.EPOCH)
                        .set(s.DURATION, 0)
                        .set(s.WORK_DURATION, 0)
                        .set(s.BREAK_DURATION, 0)
                        .set(s.NUM_BREAKS, 0)
                        .set(s.RUNNING, false)
                        .set(s.DESCRIPTION, "")
                        .set(s.CREATED_AT, Instant.EPOCH)
                        .set(s.UPDATED_AT, Instant.EPOCH)
                        .where(s.COMPANY_ID.eq(0L), s.ID.eq(0L)));
    }

    /** What may change of a session, in the order in which both statements have it. */
    private static Stream<@Nullable Object> facts(OnDay row) {
        TimeSession session = row.session;
        return Stream.of(
                session.user().id(),
                idOrNull(session.project()),
                idOrNull(session.category()),
                session.startAt(),
                session.endAt(),
                session.timeZone(),
                row.day,
                session.duration(),
                session.workDuration(),
                session.breakDuration(),
                session.numBreaks(),
                session.running(),
                session.description(),
                session.createdAt(),
                session.updatedAt());
    }

    private static void insertEntries(DSLContext db, long companyId, Collection<OnDay> sessions) {
        var rows = new Rows();
        for (OnDay row : sessions) {
            TimeSession session = row.session;
            for (TimeEntry entry : session.entries()) {
                rows.add(
                        companyId,
                        session.id(),
                        entry.id(),
                        entry.startAt(),
                        entry.endAt(),
                        entry.timeZone(),
                        entry.duration(),
                        entry.createdAt(),
                        entry.updatedAt(),
                        switch (entry.type()) {
                            case WORK -> TimeEntryType.work;
                            case BREAK -> TimeEntryType.break_;
                        },
                        entry.running(),
                        idOrNull(entry.laborType()));
            }
        }
        var e = TIME_ENTRY;
        rows.execute(
                db,
                db.insertInto(e)
                        .columns(
                                e.COMPANY_ID,
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
                                e.LABOR_TYPE_ID)
                        .values(
                                0L,
                                0L,
                                0L,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                "",
                                0,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                TimeEntryType.work,
                                false,
                                0L));
    }

    private static void deleteEntries(DSLContext db, long companyId, Collection<Long> sessionIds) {
        if (!sessionIds.isEmpty()) {
            db.deleteFrom(TIME_ENTRY)
                    .where(TIME_ENTRY.COMPANY_ID.eq(companyId), TIME_ENTRY.SESSION_ID.in(sessionIds))
                    .execute();
        }
    }

    private static void insertFoundBy(DSLContext db, long companyId, Collection<OnDay> sessions) {
        clockRows(companyId, sessions)
                .execute(
                        db,
                        db.insertInto(
                                        RUNNING_CLOCK,
                                        RUNNING_CLOCK.COMPANY_ID,
                                        RUNNING_CLOCK.LOCAL_DATE,
                                        RUNNING_CLOCK.SESSION_ID,
                                        RUNNING_CLOCK.ENTRY_ID,
                                        RUNNING_CLOCK.USER_ID,
                                        RUNNING_CLOCK.PROJECT_ID,
                                        RUNNING_CLOCK.CATEGORY_ID,
                                        RUNNING_CLOCK.LABOR_TYPE_ID,
                                        RUNNING_CLOCK.TYPE,
                                        RUNNING_CLOCK.SINCE)
                                .values(
                                        0L,
                                        LocalDate.EPOCH,
                                        0L,
                                        0L,
                                        0L,
                                        0L,
                                        0L,
                                        0L,
                                        RunningClockType.work,
                                        Instant.EPOCH));
        var labor = SESSION_LABOR;
        laborRows(companyId, sessions)
                .execute(
                        db,
                        db.insertInto(
                                        labor,
                                        labor.COMPANY_ID,
                                        labor.LABOR_TYPE_ID,
                                        labor.LOCAL_DATE,
                                        labor.START_AT,
                                        labor.SESSION_ID,
                                        labor.USER_ID,
                                        labor.PROJECT_ID,
                                        labor.CATEGORY_ID,
                                        labor.WORK_DURATION,
                                        labor.BREAK_DURATION)
                                .values(0L, 0L, LocalDate.EPOCH, Instant.EPOCH, 0L, 0L, 0L, 0L, 0, 0));
        var word = SESSION_WORD;
        wordRows(companyId, sessions)
                .execute(
                        db,
                        db.insertInto(word, word.COMPANY_ID, word.WORD, word.LOCAL_DATE, word.START_AT, word.SESSION_ID)
                                .values(0L, "", LocalDate.EPOCH, Instant.EPOCH, 0L));
    }

    private static void deleteFoundBy(DSLContext db, long companyId, Collection<OnDay> sessions) {
        var clocks = new Rows();
        var labor = SESSION_LABOR;
        var laborKeys = new Rows();
        for (OnDay row : sessions) {
            if (row.session.running()) {
                clocks.add(companyId, row.day, row.session.id());
            }
            for (long laborType : row.session.laborTypeIds()) {
                laborKeys.add(companyId, laborType, row.day, row.session.startAt(), row.session.id());
            }
        }
        clocks.execute(
                db,
                db.deleteFrom(RUNNING_CLOCK)
                        .where(
                                RUNNING_CLOCK.COMPANY_ID.eq(0L),
                                RUNNING_CLOCK.LOCAL_DATE.eq(LocalDate.EPOCH),
                                RUNNING_CLOCK.SESSION_ID.eq(0L)));
        laborKeys.execute(
                db,
                db.deleteFrom(labor)
                        .where(
                                labor.COMPANY_ID.eq(0L),
                                labor.LABOR_TYPE_ID.eq(0L),
                                labor.LOCAL_DATE.eq(LocalDate.EPOCH),
                                labor.START_AT.eq(Instant.EPOCH),
                                labor.SESSION_ID.eq(0L)));
        var word = SESSION_WORD;
        wordRows(companyId, sessions)
                .execute(
                        db,
                        db.deleteFrom(word)
                                .where(
                                        word.COMPANY_ID.eq(0L),
                                        word.WORD.eq(""),
                                        word.LOCAL_DATE.eq(LocalDate.EPOCH),
                                        word.START_AT.eq(Instant.EPOCH),
                                        word.SESSION_ID.eq(0L)));
    }

    private static Rows clockRows(long companyId, Collection<OnDay> sessions) {
        var rows = new Rows();
        for (OnDay row : sessions) {
            TimeSession session = row.session;
            if (!session.running()) {
                continue;
            }
            if (session.entries().isEmpty()) {
                rows.add(clock(companyId, row, 0, 0, RunningClockType.work, session.startAt()));
            }
            for (TimeEntry entry : session.entries()) {
                if (entry.running()) {
                    rows.add(clock(
                            companyId,
                            row,
                            entry.id(),
                            idOrNone(entry.laborType()),
                            switch (entry.type()) {
                                case WORK -> RunningClockType.work;
                                case BREAK -> RunningClockType.break_;
                            },
                            entry.startAt()));
                }
            }
        }
        return rows;
    }

    private static Object[] clock(
            long companyId, OnDay row, long entryId, long laborType, RunningClockType type, Instant since) {
        TimeSession session = row.session;
        return new Object[] {
            companyId,
            row.day,
            session.id(),
            entryId,
            session.user().id(),
            idOrNone(session.project()),
            idOrNone(session.category()),
            laborType,
            type,
            since
        };
    }

    private static Rows laborRows(long companyId, Collection<OnDay> sessions) {
        var rows = new Rows();
        for (OnDay row : sessions) {
            TimeSession session = row.session;
            for (long laborType : session.laborTypeIds()) {
                rows.add(
                        companyId,
                        laborType,
                        row.day,
                        session.startAt(),
                        session.id(),
                        session.user().id(),
                        idOrNone(session.project()),
                        idOrNone(session.category()),
                        session.workDuration(),
                        session.breakDuration());
            }
        }
        return rows;
    }

    private static Rows wordRows(long companyId, Collection<OnDay> sessions) {
        var rows = new Rows();
        for (OnDay row : sessions) {
            TimeSession session = row.session;
            for (String word : Words.of(session.description())) {
                rows.add(companyId, word, row.day, session.startAt(), session.id());
            }
        }
        return rows;
    }

    /** Those of the sessions that are there, as {@link #withoutNames} leaves them, by id. */
    private static SortedMap<Long, OnDay> stored(
            DSLContext db, long companyId, Collection<Long> ids, boolean forUpdate) {
        Map<Long, List<TimeEntry>> entries = new TreeMap<>();
        var s = TIME_SESSION;
        var select = db.select(
                        s.ID,
                        s.START_AT,
                        s.END_AT,
                        s.TIME_ZONE,
                        s.LOCAL_DATE,
                        s.DURATION,
                        s.WORK_DURATION,
                        s.BREAK_DURATION,
                        s.NUM_BREAKS,
                        s.DESCRIPTION,
                        s.CREATED_AT,
                        s.UPDATED_AT,
                        s.RUNNING,
                        s.USER_ID,
                        s.PROJECT_ID,
                        s.CATEGORY_ID)
                .from(s)
                .where(s.COMPANY_ID.eq(companyId), s.ID.in(ids))
                .orderBy(s.ID);
        var rows = forUpdate ? select.forUpdate().fetch() : select.fetch();
        if (!rows.isEmpty()) {
            entries = storedEntries(db, companyId, rows.getValues(s.ID));
        }
        var found = new TreeMap<Long, OnDay>();
        for (var row : rows) {
            var session = new TimeSession(
                    row.get(s.ID),
                    row.get(s.START_AT),
                    row.get(s.END_AT),
                    row.get(s.TIME_ZONE),
                    row.get(s.DURATION),
                    row.get(s.WORK_DURATION),
                    row.get(s.BREAK_DURATION),
                    row.get(s.NUM_BREAKS),
                    row.get(s.DESCRIPTION),
                    row.get(s.CREATED_AT),
                    row.get(s.UPDATED_AT),
                    row.get(s.RUNNING),
                    new Named(row.get(s.USER_ID), ""),
                    nameless(row.get(s.PROJECT_ID)),
                    nameless(row.get(s.CATEGORY_ID)),
                    entries.getOrDefault(row.get(s.ID), List.of()));
            found.put(session.id(), new OnDay(session, row.get(s.LOCAL_DATE)));
        }
        return found;
    }

    private static Map<Long, List<TimeEntry>> storedEntries(DSLContext db, long companyId, Collection<Long> ids) {
        var e = TIME_ENTRY;
        return db
                .select(
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
                        e.LABOR_TYPE_ID)
                .from(e)
                .where(e.COMPANY_ID.eq(companyId), e.SESSION_ID.in(ids))
                .fetch()
                .stream()
                .collect(groupingBy(
                        row -> row.get(e.SESSION_ID),
                        mapping(
                                row -> new TimeEntry(
                                        row.get(e.ID),
                                        row.get(e.START_AT),
                                        row.get(e.END_AT),
                                        row.get(e.TIME_ZONE),
                                        row.get(e.DURATION),
                                        row.get(e.CREATED_AT),
                                        row.get(e.UPDATED_AT),
                                        typeOf(row.get(e.TYPE)),
                                        row.get(e.RUNNING),
                                        nameless(row.get(e.LABOR_TYPE_ID))),
                                toList())));
    }

    static EntryType typeOf(TimeEntryType stored) {
        return switch (stored) {
            case work -> EntryType.WORK;
            case break_ -> EntryType.BREAK;
        };
    }

    /** Names are kept once for each id and not with the session, so they do not make it another one. */
    private static TimeSession withoutNames(TimeSession session) {
        Function<@Nullable Named, @Nullable Named> nameless = named -> named == null ? null : nameless(named.id());
        return new TimeSession(
                session.id(),
                session.startAt(),
                session.endAt(),
                session.timeZone(),
                session.duration(),
                session.workDuration(),
                session.breakDuration(),
                session.numBreaks(),
                session.description(),
                session.createdAt(),
                session.updatedAt(),
                session.running(),
                new Named(session.user().id(), ""),
                nameless.apply(session.project()),
                nameless.apply(session.category()),
                session.entries().stream()
                        .map(entry -> new TimeEntry(
                                entry.id(),
                                entry.startAt(),
                                entry.endAt(),
                                entry.timeZone(),
                                entry.duration(),
                                entry.createdAt(),
                                entry.updatedAt(),
                                entry.type(),
                                entry.running(),
                                nameless.apply(entry.laborType())))
                        .toList());
    }

    private static @Nullable Named nameless(@Nullable Long id) {
        return id == null ? null : new Named(id, "");
    }

    private static long idOrNone(@Nullable Named named) {
        return named == null ? 0 : named.id();
    }

    private static @Nullable Long idOrNull(@Nullable Named named) {
        return named == null ? null : named.id();
    }
}
