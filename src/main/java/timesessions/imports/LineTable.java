package timesessions.imports;

import static timesessions.jooq.Tables.CATEGORY;
import static timesessions.jooq.Tables.IMPORT_LINE;
import static timesessions.jooq.Tables.LABOR_TYPE;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import timesessions.database.Rows;
import timesessions.directory.Named;
import timesessions.jooq.enums.ImportLineSource;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Source;
import timesessions.session.SessionWriter.Written;
import timesessions.session.TimeSession;

/** The lines that sessions are made of, as they are stored. */
final class LineTable {
    /** Nothing that lasts longer is joined with what comes after it. */
    private static final Duration LOOK_BACK = Duration.ofDays(2);

    private static final List<Field<?>> FIELDS = List.of(
            IMPORT_LINE.ID,
            IMPORT_LINE.IMPORT_ID,
            IMPORT_LINE.AT,
            IMPORT_LINE.USER_ID,
            IMPORT_LINE.PROJECT_ID,
            IMPORT_LINE.CATEGORY_ID,
            IMPORT_LINE.LABOR_TYPE_ID,
            IMPORT_LINE.TIME_ZONE,
            IMPORT_LINE.LOCAL_DATE,
            IMPORT_LINE.START_AT,
            IMPORT_LINE.SECONDS,
            IMPORT_LINE.PAUSE,
            IMPORT_LINE.IS_BREAK,
            IMPORT_LINE.DESCRIPTION,
            IMPORT_LINE.GAP_ID,
            IMPORT_LINE.PAUSE_ID,
            IMPORT_LINE.REST_ID,
            IMPORT_LINE.SESSION_ID);

    private final DSLContext db;
    private final long companyId;
    private final Source source;

    LineTable(DSLContext db, long companyId, Source source) {
        this.db = db;
        this.companyId = companyId;
        this.source = source;
    }

    /** All current lines of the sessions that these lines may be part of. */
    List<ImportLine> around(List<ImportLine> lines, Grouping grouping) {
        Duration reach = Duration.ofMinutes(grouping.gapMinutes() + 1L);
        Set<Long> people = new TreeSet<>();
        Instant from = Instant.MAX;
        Instant to = Instant.MIN;
        for (ImportLine line : lines) {
            people.add(line.userId());
            from = line.start().isBefore(from) ? line.start() : from;
            to = line.end().isAfter(to) ? line.end() : to;
        }
        var l = IMPORT_LINE;
        var sessions = new TreeSet<>(db.selectDistinct(l.SESSION_ID)
                .from(l)
                .where(
                        l.COMPANY_ID.eq(companyId),
                        l.SOURCE.eq(stored(source)),
                        l.USER_ID.in(people),
                        l.START_AT.between(from.minus(LOOK_BACK).minus(reach), to.plus(reach)),
                        l.IS_CURRENT.isTrue())
                .fetch(l.SESSION_ID));
        return ofSessions(sessions);
    }

    /** All current lines of these sessions. */
    List<ImportLine> ofSessions(Set<Long> sessions) {
        return sessions.isEmpty()
                ? List.of()
                : find(IMPORT_LINE.SESSION_ID.in(sessions).and(IMPORT_LINE.IS_CURRENT.isTrue()));
    }

    /** Some lines as an import brought them, in the order of their ids. */
    List<ImportLine> broughtBy(long importId, int limit) {
        var l = IMPORT_LINE;
        return db.select(FIELDS)
                .from(l)
                .where(l.COMPANY_ID.eq(companyId), l.IMPORT_ID.eq(importId))
                .orderBy(l.ID)
                .limit(limit)
                .fetch(LineTable::line);
    }

    /** Which of the lines are as they are now. */
    Set<Long> currentOf(long importId, Collection<Long> ids) {
        var l = IMPORT_LINE;
        return new HashSet<>(db.select(l.ID)
                .from(l)
                .where(l.COMPANY_ID.eq(companyId), l.ID.in(ids), l.IMPORT_ID.eq(importId), l.IS_CURRENT.isTrue())
                .fetch(l.ID));
    }

    /** What earlier imports, the last of them for each line, had brought. */
    Map<Long, ImportLine> before(long importId, Collection<Long> ids) {
        var l = IMPORT_LINE;
        Map<Long, ImportLine> latest = new HashMap<>();
        db.select(FIELDS)
                .from(l)
                .where(l.COMPANY_ID.eq(companyId), l.ID.in(ids), l.IMPORT_ID.ne(importId))
                .orderBy(l.AT, l.IMPORT_ID)
                .forEach(row -> latest.put(row.get(l.ID), line(row)));
        return latest;
    }

    private List<ImportLine> find(Condition condition) {
        return db.select(FIELDS)
                .from(IMPORT_LINE)
                .where(IMPORT_LINE.COMPANY_ID.eq(companyId), condition)
                .orderBy(IMPORT_LINE.ID)
                .fetch(LineTable::line);
    }

    private static ImportLine line(Record row) {
        var l = IMPORT_LINE;
        return new ImportLine(
                row.get(l.ID),
                row.get(l.IMPORT_ID),
                row.get(l.AT),
                row.get(l.USER_ID),
                row.get(l.PROJECT_ID),
                row.get(l.CATEGORY_ID),
                row.get(l.LABOR_TYPE_ID),
                row.get(l.TIME_ZONE),
                row.get(l.LOCAL_DATE),
                row.get(l.START_AT),
                row.get(l.SECONDS),
                row.get(l.PAUSE),
                row.get(l.IS_BREAK),
                row.get(l.DESCRIPTION),
                row.get(l.GAP_ID),
                row.get(l.PAUSE_ID),
                row.get(l.REST_ID),
                row.get(l.SESSION_ID));
    }

    /**
     * Writes what has been worked out, lines and sessions.
     *
     * @param fresh names of what may not be in the directory yet, by id
     */
    Written apply(LineChanges changes, Targets fresh, Instant now) {
        retire(changes.changed);
        insert(changes.added);
        insert(changes.changed);
        move(changes.moved);
        if (!changes.emptied.isEmpty()) {
            SessionWriter.remove(db, companyId, changes.emptied);
        }
        return SessionWriter.write(db, companyId, source, sessions(changes, fresh, now));
    }

    private List<TimeSession> sessions(LineChanges changes, Targets fresh, Instant now) {
        record Stamps(Instant created, Instant updated) {}
        var s = TIME_SESSION;
        Map<Long, Stamps> stamps = new HashMap<>();
        if (!changes.sessions.isEmpty()) {
            db.select(s.ID, s.CREATED_AT, s.UPDATED_AT)
                    .from(s)
                    .where(s.COMPANY_ID.eq(companyId), s.ID.in(changes.sessions.keySet()))
                    .forEach(row -> stamps.put(row.value1(), new Stamps(row.value2(), row.value3())));
        }
        LineSessions names = names(changes, fresh);
        var sessions = new ArrayList<TimeSession>();
        changes.sessions.forEach((id, lines) -> {
            Stamps known = stamps.getOrDefault(id, new Stamps(now, now));
            sessions.add(names.session(id, lines, known.created, known.updated.isAfter(now) ? known.updated : now));
        });
        return sessions;
    }

    /** The names that the sessions carry: as they are now, so that no import renames anything. */
    private LineSessions names(LineChanges changes, Targets fresh) {
        Set<Long> people = new TreeSet<>();
        Set<Long> projects = new TreeSet<>();
        Set<Long> categories = new TreeSet<>();
        Set<Long> laborTypes = new TreeSet<>();
        changes.sessions
                .values()
                .forEach(lines -> lines.forEach(line -> {
                    people.add(line.userId());
                    add(projects, line.projectId());
                    add(categories, line.categoryId());
                    add(laborTypes, line.laborTypeId());
                }));
        var u = USER;
        var p = PROJECT;
        var c = CATEGORY;
        var t = LABOR_TYPE;
        return new LineSessions(
                known(fresh.people(), NameMatching.named(db, companyId, u, u.COMPANY_ID, u.ID, u.FULL_NAME, people)),
                known(
                        fresh.projects(),
                        NameMatching.named(db, companyId, p, p.COMPANY_ID, p.ID, p.FULL_NAME, projects)),
                NameMatching.named(db, companyId, c, c.COMPANY_ID, c.ID, c.NAME, categories),
                known(
                        fresh.laborTypes(),
                        NameMatching.named(db, companyId, t, t.COMPANY_ID, t.ID, t.NAME, laborTypes)));
    }

    private static void add(Set<Long> ids, @Nullable Long id) {
        if (id != null) {
            ids.add(id);
        }
    }

    private static Map<Long, Named> known(Map<String, Named> fresh, Map<Long, Named> stored) {
        Map<Long, Named> all = new HashMap<>();
        fresh.values().forEach(named -> all.put(named.id(), named));
        all.putAll(stored);
        return all;
    }

    private void retire(Collection<ImportLine> lines) {
        var rows = new Rows();
        lines.forEach(line -> rows.add(false, companyId, line.id()));
        var l = IMPORT_LINE;
        rows.execute(db, db.update(l).set(l.IS_CURRENT, false).where(l.COMPANY_ID.eq(0L), l.ID.eq(0L)));
    }

    /** The lines as the only current ones; a line that its import brings once more is replaced. */
    private void insert(Collection<ImportLine> lines) {
        var rows = new Rows();
        for (ImportLine line : lines) {
            rows.add(
                    companyId,
                    line.id(),
                    line.importId(),
                    true,
                    stored(source),
                    line.userId(),
                    line.projectId(),
                    line.categoryId(),
                    line.laborTypeId(),
                    line.timeZone(),
                    line.day(),
                    line.start(),
                    line.seconds(),
                    line.pause(),
                    line.isBreak(),
                    line.description(),
                    line.at(),
                    line.gapId(),
                    line.pauseId(),
                    line.restId(),
                    line.sessionId());
        }
        var l = IMPORT_LINE;
        rows.execute(
                db,
                db.insertInto(l)
                        .columns(
                                l.COMPANY_ID,
                                l.ID,
                                l.IMPORT_ID,
                                l.IS_CURRENT,
                                l.SOURCE,
                                l.USER_ID,
                                l.PROJECT_ID,
                                l.CATEGORY_ID,
                                l.LABOR_TYPE_ID,
                                l.TIME_ZONE,
                                l.LOCAL_DATE,
                                l.START_AT,
                                l.SECONDS,
                                l.PAUSE,
                                l.IS_BREAK,
                                l.DESCRIPTION,
                                l.AT,
                                l.GAP_ID,
                                l.PAUSE_ID,
                                l.REST_ID,
                                l.SESSION_ID)
                        .values(
                                0L,
                                0L,
                                0L,
                                true,
                                ImportLineSource.clockify,
                                0L,
                                0L,
                                0L,
                                0L,
                                "",
                                LocalDate.EPOCH,
                                Instant.EPOCH,
                                0,
                                0,
                                false,
                                "",
                                Instant.EPOCH,
                                0L,
                                0L,
                                0L,
                                0L)
                        .onDuplicateKeyUpdate()
                        .set(l.IS_CURRENT, Rows.inserted(l.IS_CURRENT))
                        .set(l.PROJECT_ID, Rows.inserted(l.PROJECT_ID))
                        .set(l.CATEGORY_ID, Rows.inserted(l.CATEGORY_ID))
                        .set(l.LABOR_TYPE_ID, Rows.inserted(l.LABOR_TYPE_ID))
                        .set(l.TIME_ZONE, Rows.inserted(l.TIME_ZONE))
                        .set(l.LOCAL_DATE, Rows.inserted(l.LOCAL_DATE))
                        .set(l.START_AT, Rows.inserted(l.START_AT))
                        .set(l.SECONDS, Rows.inserted(l.SECONDS))
                        .set(l.PAUSE, Rows.inserted(l.PAUSE))
                        .set(l.IS_BREAK, Rows.inserted(l.IS_BREAK))
                        .set(l.DESCRIPTION, Rows.inserted(l.DESCRIPTION))
                        .set(l.GAP_ID, Rows.inserted(l.GAP_ID))
                        .set(l.PAUSE_ID, Rows.inserted(l.PAUSE_ID))
                        .set(l.REST_ID, Rows.inserted(l.REST_ID))
                        .set(l.SESSION_ID, Rows.inserted(l.SESSION_ID)));
    }

    private void move(Collection<ImportLine> lines) {
        var rows = new Rows();
        lines.forEach(
                line -> rows.add(line.sessionId(), line.gapId(), line.start(), companyId, line.id(), line.importId()));
        var l = IMPORT_LINE;
        rows.execute(
                db,
                db.update(l)
                        .set(l.SESSION_ID, 0L)
                        .set(l.GAP_ID, 0L)
                        .set(l.START_AT, Instant.EPOCH)
                        .where(l.COMPANY_ID.eq(0L), l.ID.eq(0L), l.IMPORT_ID.eq(0L)));
    }

    /** Makes lines the current ones again that were so before, in the sessions that they are part of now. */
    void restore(Collection<ImportLine> lines) {
        var rows = new Rows();
        lines.forEach(line -> rows.add(true, line.sessionId(), companyId, line.id(), line.importId()));
        var l = IMPORT_LINE;
        rows.execute(
                db,
                db.update(l)
                        .set(l.IS_CURRENT, true)
                        .set(l.SESSION_ID, 0L)
                        .where(l.COMPANY_ID.eq(0L), l.ID.eq(0L), l.IMPORT_ID.eq(0L)));
    }

    void delete(long importId, Collection<Long> ids) {
        var l = IMPORT_LINE;
        db.deleteFrom(l)
                .where(l.COMPANY_ID.eq(companyId), l.ID.in(ids), l.IMPORT_ID.eq(importId))
                .execute();
    }

    private static ImportLineSource stored(Source source) {
        return switch (source) {
            case CLOCKIFY -> ImportLineSource.clockify;
            case TOGGL -> ImportLineSource.toggl;
            case HARVEST -> ImportLineSource.harvest;
            case KIMAI -> ImportLineSource.kimai;
            case SOLIDTIME -> ImportLineSource.solidtime;
            case JETBUILT, MADE -> throw new IllegalArgumentException(source + " has no lines");
        };
    }
}
