package timesessions.imports;

import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.IMPORT;
import static timesessions.jooq.Tables.IMPORT_CHOICE;
import static timesessions.jooq.Tables.IMPORT_FILE;
import static timesessions.jooq.Tables.IMPORT_LINE;
import static timesessions.jooq.Tables.IMPORT_NAME;
import static timesessions.jooq.Tables.IMPORT_REFUSED;
import static timesessions.jooq.Tables.IMPORT_TURN;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.account.Actor;
import timesessions.account.TrailAction;
import timesessions.account.TrailQueries;
import timesessions.database.Database;
import timesessions.database.Rows;
import timesessions.directory.NameWriter;
import timesessions.ingest.tracker.TrackerFile;
import timesessions.ingest.tracker.TrackerFormat;
import timesessions.ingest.tracker.TrackerRows;
import timesessions.ingest.tracker.TrackerRows.Refused;
import timesessions.jooq.enums.ImportDateOrder;
import timesessions.jooq.enums.ImportNameKind;
import timesessions.jooq.enums.ImportSource;
import timesessions.jooq.enums.ImportState;
import timesessions.session.SessionWriter.Written;

/**
 * Makes imports, carries them out batch by batch, and undoes them. Whatever runs is held by somebody until a time: who
 * does not renew that in the transaction of each batch loses it to whoever asks for it next.
 */
public final class ImportWriter {
    /** How long whoever carries out an import may be silent. Reading the largest file takes a fraction of it. */
    static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration FILE_KEPT = Duration.ofDays(7);
    private static final int PART_BYTES = 1 << 20;
    private static final int UNDONE_AT_ONCE = 400;
    private static final int LONGEST_FILE_NAME = 255;
    private static final int LONGEST_TEXT = 500;

    private final Database database;
    private final Clock clock;
    private final TrailQueries trail;

    public ImportWriter(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.trail = new TrailQueries(database, clock);
    }

    /** Somebody else carries the import out now, or it is not to be carried out any more. */
    static final class Lost extends RuntimeException {
        Lost() {
            super("The import is held by another", null, false, false);
        }
    }

    /**
     * Keeps a file, to be looked at before it is brought in.
     *
     * @return the id of the import
     */
    public long create(long companyId, String fileName, byte[] content, Import.Settings settings, String createdBy) {
        List<byte[]> parts = parts(content);
        return database.write(db -> {
            long id = db.nextval(ID_SEQUENCE);
            var i = IMPORT;
            db.insertInto(i)
                    .set(i.COMPANY_ID, companyId)
                    .set(i.ID, id)
                    .set(i.FILE_NAME, shortened(fileName, LONGEST_FILE_NAME))
                    .set(i.BYTES, (long) content.length)
                    .set(i.CREATED_AT, clock.instant())
                    .set(i.CREATED_BY, createdBy)
                    .set(i.STATE, ImportState.new_)
                    .set(i.HAS_FILE, true)
                    .set(i.HEADER, "")
                    .set(i.FIELD_SEPARATOR, "")
                    .set(i.ROWS_TOTAL, 0)
                    .set(i.ROWS_REFUSED, 0)
                    .set(i.ROWS_DONE, 0)
                    .set(i.ROWS_ADDED, 0)
                    .set(i.ROWS_CHANGED, 0)
                    .set(i.ROWS_UNCHANGED, 0)
                    .set(i.SESSIONS_ADDED, 0)
                    .set(i.SESSIONS_CHANGED, 0)
                    .set(i.PROBLEM, "")
                    .set(settings(settings))
                    .execute();
            for (int part = 0; part < parts.size(); part++) {
                db.insertInto(
                                IMPORT_FILE,
                                IMPORT_FILE.COMPANY_ID,
                                IMPORT_FILE.IMPORT_ID,
                                IMPORT_FILE.PART,
                                IMPORT_FILE.CONTENT)
                        .values(companyId, id, part, parts.get(part))
                        .execute();
            }
            return id;
        });
    }

    private static List<byte[]> parts(byte[] content) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = compressed.toByteArray();
        var parts = new ArrayList<byte[]>();
        for (int from = 0; from < bytes.length; from += PART_BYTES) {
            parts.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART_BYTES)));
        }
        return parts;
    }

    private static Map<?, ?> settings(Import.Settings settings) {
        var i = IMPORT;
        var values = new HashMap<Field<?>, @Nullable Object>();
        TrackerFormat format = settings.format();
        values.put(i.SOURCE, format == null ? null : ImportSource.valueOf(format.parameter()));
        values.put(i.TIME_ZONE, settings.zone().name());
        values.put(
                i.DATE_ORDER,
                settings.order() == null
                        ? null
                        : ImportDateOrder.valueOf(settings.order().parameter()));
        values.put(i.DAY_START, settings.dayStart());
        values.put(i.JOIN_ROWS, settings.grouping().join());
        values.put(i.JOIN_GAP_MINUTES, settings.grouping().gapMinutes());
        values.put(i.GAP_IS_BREAK, settings.grouping().gapIsBreak());
        return values;
    }

    /** Changes how the file of an import is to be read that has not begun. */
    public boolean configure(long companyId, long id, Import.Settings settings) {
        return database.write(db -> db.update(IMPORT)
                        .set(settings(settings))
                        .where(IMPORT.COMPANY_ID.eq(companyId), IMPORT.ID.eq(id), IMPORT.STATE.eq(ImportState.new_))
                        .execute()
                == 1);
    }

    /** Chooses who people of the file are, by their identities; nobody for somebody new. */
    public void choose(long companyId, long id, Map<String, Optional<Long>> choices) {
        var c = IMPORT_CHOICE;
        database.writing(db -> {
            db.deleteFrom(c)
                    .where(c.COMPANY_ID.eq(companyId), c.IMPORT_ID.eq(id))
                    .execute();
            var rows = new Rows();
            choices.forEach((identity, person) -> rows.add(companyId, id, identity, person.orElse(null)));
            rows.execute(
                    db,
                    db.insertInto(c, c.COMPANY_ID, c.IMPORT_ID, c.IDENTITY, c.USER_ID)
                            .values(0L, 0L, "", 0L));
        });
    }

    /**
     * Lets an import begin, or go on that has failed.
     *
     * @return false if there is none that could
     */
    public boolean start(Actor actor, long companyId, long id) {
        return set(
                actor,
                companyId,
                id,
                TrailAction.IMPORT_STARTED,
                ImportState.running,
                ImportState.new_,
                ImportState.failed);
    }

    /** Lets the undoing of an import begin; false if there is none that could be undone. */
    public boolean undo(Actor actor, long companyId, long id) {
        return set(
                actor,
                companyId,
                id,
                TrailAction.IMPORT_UNDONE,
                ImportState.undoing,
                ImportState.done,
                ImportState.failed);
    }

    private boolean set(Actor actor, long companyId, long id, TrailAction action, ImportState to, ImportState... from) {
        var i = IMPORT;
        return database.write(db -> {
            Import found = ImportQueries.find(db, companyId, id).orElse(null);
            if (found == null || (to == ImportState.running && !found.hasFile())) {
                return false;
            }
            var update = db.update(i)
                    .set(i.STATE, to)
                    .set(i.PROBLEM, "")
                    .set(i.ENDED_AT, (Instant) null)
                    .set(i.HOLDER, (String) null)
                    .set(i.LEASE_UNTIL, (Instant) null);
            if (to == ImportState.undoing) {
                update = update.set(i.ROWS_DONE, 0)
                        .set(
                                i.ROWS_TOTAL,
                                DSL.selectCount()
                                        .from(IMPORT_LINE)
                                        .where(IMPORT_LINE.COMPANY_ID.eq(companyId), IMPORT_LINE.IMPORT_ID.eq(id))
                                        .asField());
            } else {
                update = update.set(i.STARTED_AT, clock.instant());
            }
            boolean isSet = update.where(i.COMPANY_ID.eq(companyId), i.ID.eq(id), i.STATE.in(from))
                            .execute()
                    == 1;
            if (isSet) {
                trail.add(db, actor, action, found.fileName(), "");
            }
            return isSet;
        });
    }

    /** Forgets an import that has not begun; false if it has. */
    public boolean discard(long companyId, long id) {
        return database.write(db -> {
            boolean isGone = db.deleteFrom(IMPORT)
                            .where(IMPORT.COMPANY_ID.eq(companyId), IMPORT.ID.eq(id), IMPORT.STATE.eq(ImportState.new_))
                            .execute()
                    == 1;
            if (isGone) {
                dropFile(db, companyId, id);
                db.deleteFrom(IMPORT_CHOICE)
                        .where(IMPORT_CHOICE.COMPANY_ID.eq(companyId), IMPORT_CHOICE.IMPORT_ID.eq(id))
                        .execute();
            }
            return isGone;
        });
    }

    /** Takes an import to carry out, or to undo, that nobody holds, if there is one. */
    Optional<Import> claim(String holder) {
        Instant now = clock.instant();
        var i = IMPORT;
        return database.write(db -> {
            var next = db.select(i.COMPANY_ID, i.ID)
                    .from(i)
                    .where(
                            i.STATE.in(ImportState.running, ImportState.undoing),
                            i.LEASE_UNTIL.isNull().or(i.LEASE_UNTIL.lt(now)))
                    .orderBy(i.STARTED_AT, i.ID)
                    .limit(1)
                    .forUpdate()
                    .skipLocked()
                    .fetchOne();
            return next == null ? Optional.empty() : claim(db, holder, next.value1(), next.value2());
        });
    }

    /** Takes this import, whoever held it. */
    Optional<Import> claim(String holder, long companyId, long id) {
        return database.write(db -> claim(db, holder, companyId, id));
    }

    private Optional<Import> claim(DSLContext db, String holder, long companyId, long id) {
        var i = IMPORT;
        int taken = db.update(i)
                .set(i.HOLDER, holder)
                .set(i.LEASE_UNTIL, clock.instant().plus(LEASE))
                .where(i.COMPANY_ID.eq(companyId), i.ID.eq(id), i.STATE.in(ImportState.running, ImportState.undoing))
                .execute();
        return taken == 0 ? Optional.empty() : ImportQueries.find(db, companyId, id);
    }

    /** Lets go of an import, so that another can take it at once. */
    void release(String holder, Import held) {
        database.writing(db -> db.update(IMPORT)
                .set(IMPORT.LEASE_UNTIL, (Instant) null)
                .where(IMPORT.COMPANY_ID.eq(held.companyId()), IMPORT.ID.eq(held.id()), IMPORT.HOLDER.eq(holder))
                .execute());
    }

    /**
     * Settles what everything in the file is, and keeps the lines that cannot be read. Doing it again gives the same.
     *
     * @throws Lost if another holds the import
     */
    Targets prepare(String holder, Import held, TrackerFile file, TrackerRows rows) {
        return database.write(db -> {
            hold(db, holder, held);
            var names = new NameMatching(db, held.companyId(), held.id(), rows.rows());
            Targets targets = names.targets(new Ids(db));
            names.remember(targets);
            keepRefused(db, held, rows.refused());
            var i = IMPORT;
            db.update(i)
                    .set(i.HEADER, ImportQueries.json(file.header()))
                    .set(i.FIELD_SEPARATOR, String.valueOf(file.separator()))
                    .set(i.ROWS_TOTAL, rows.rows().size())
                    .set(i.ROWS_REFUSED, rows.refused().size())
                    .where(i.COMPANY_ID.eq(held.companyId()), i.ID.eq(held.id()))
                    .execute();
            return targets;
        });
    }

    private static void keepRefused(DSLContext db, Import held, List<Refused> refused) {
        var r = IMPORT_REFUSED;
        db.deleteFrom(r)
                .where(r.COMPANY_ID.eq(held.companyId()), r.IMPORT_ID.eq(held.id()))
                .execute();
        var rows = new Rows();
        for (Refused line : refused) {
            rows.add(
                    held.companyId(),
                    held.id(),
                    line.line(),
                    shortened(line.column(), LONGEST_TEXT),
                    line.value(),
                    shortened(line.reason(), LONGEST_TEXT),
                    ImportQueries.json(line.fields()));
        }
        rows.execute(
                db,
                db.insertInto(r, r.COMPANY_ID, r.IMPORT_ID, r.LINE, r.COLUMN_NAME, r.VALUE, r.REASON, r.FIELDS)
                        .values(0L, 0L, 0, "", "", "", ""));
    }

    /**
     * Brings a batch of lines in, in one transaction with the progress.
     *
     * @throws Lost if another holds the import
     */
    void write(String holder, Import held, Targets targets, List<ImportLine> batch) {
        Instant now = clock.instant();
        TrackerFormat format = held.settings().reading().format();
        Grouping grouping = held.settings().grouping();
        database.writing(db -> {
            takeTurn(db, held.companyId());
            hold(db, holder, held);
            var table = new LineTable(db, held.companyId(), format.source());
            List<ImportLine> lines =
                    batch.stream().map(line -> line.broughtAt(now)).toList();
            LineChanges changes = LineMatching.between(
                    format.source().hasClockTimes(), table.around(lines, grouping), lines, grouping, new Ids(db));
            Written written = table.apply(changes, targets, now);
            var i = IMPORT;
            db.update(i)
                    .set(i.ROWS_DONE, i.ROWS_DONE.plus(batch.size()))
                    .set(i.ROWS_ADDED, i.ROWS_ADDED.plus(changes.added.size()))
                    .set(i.ROWS_CHANGED, i.ROWS_CHANGED.plus(changes.changed.size()))
                    .set(i.ROWS_UNCHANGED, i.ROWS_UNCHANGED.plus(changes.unchanged))
                    .set(i.SESSIONS_ADDED, i.SESSIONS_ADDED.plus(written.added()))
                    .set(i.SESSIONS_CHANGED, i.SESSIONS_CHANGED.plus(written.changed() + changes.emptied.size()))
                    .where(i.COMPANY_ID.eq(held.companyId()), i.ID.eq(held.id()))
                    .execute();
        });
    }

    /**
     * Takes some of what an import brought out again, or back to what it was before, in one transaction.
     *
     * @return whether there may be more
     * @throws Lost if another holds the import
     */
    boolean undoSome(String holder, Import held) {
        Instant now = clock.instant();
        return database.write(db -> {
            takeTurn(db, held.companyId());
            hold(db, holder, held);
            TrackerFormat format = held.settings().reading().format();
            var table = new LineTable(db, held.companyId(), format.source());
            List<ImportLine> brought = table.broughtBy(held.id(), UNDONE_AT_ONCE);
            if (brought.isEmpty()) {
                return false;
            }
            List<Long> ids = brought.stream().map(ImportLine::id).toList();
            Set<Long> current = table.currentOf(held.id(), ids);
            Map<Long, ImportLine> before = table.before(held.id(), ids);
            Set<Long> sessions = new TreeSet<>();
            brought.stream()
                    .filter(line -> current.contains(line.id()))
                    .forEach(line -> sessions.add(line.sessionId()));
            List<ImportLine> stored = table.ofSessions(sessions);
            var left = new ArrayList<ImportLine>();
            var restored = new ArrayList<ImportLine>();
            for (ImportLine line : stored) {
                ImportLine earlier = before.get(line.id());
                if (line.importId() != held.id() || !current.contains(line.id())) {
                    left.add(line);
                } else if (earlier != null) {
                    ImportLine back = earlier.in(line.sessionId(), line.gapId());
                    left.add(back);
                    restored.add(back);
                }
            }
            table.delete(held.id(), ids);
            table.restore(restored);
            var changes = new LineChanges();
            new Regrouping(changes, new Ids(db))
                    .close(stored, left, held.settings().grouping());
            table.apply(changes, Targets.NONE, now);
            db.update(IMPORT)
                    .set(IMPORT.ROWS_DONE, IMPORT.ROWS_DONE.plus(brought.size()))
                    .where(IMPORT.COMPANY_ID.eq(held.companyId()), IMPORT.ID.eq(held.id()))
                    .execute();
            return true;
        });
    }

    /**
     * Ends an import that all batches are written of, and drops its file.
     *
     * @throws Lost if another holds the import
     */
    void finish(String holder, Import held) {
        database.writing(db -> {
            hold(db, holder, held);
            end(db, held, ImportState.done, "");
            dropFile(db, held.companyId(), held.id());
        });
    }

    /**
     * Ends the undoing of an import, and takes out the names that it made and nothing uses.
     *
     * @throws Lost if another holds the import
     */
    void finishUndoing(String holder, Import held) {
        database.writing(db -> {
            takeTurn(db, held.companyId());
            hold(db, holder, held);
            dropNames(db, held);
            end(db, held, ImportState.undone, "");
            dropFile(db, held.companyId(), held.id());
        });
    }

    private static void dropNames(DSLContext db, Import held) {
        var n = IMPORT_NAME;
        Map<ImportNameKind, Set<Long>> made = new EnumMap<>(ImportNameKind.class);
        for (ImportNameKind kind : ImportNameKind.values()) {
            made.put(
                    kind,
                    new HashSet<>(db.select(n.TARGET_ID)
                            .from(n)
                            .where(
                                    n.COMPANY_ID.eq(held.companyId()),
                                    n.IMPORT_ID.eq(held.id()),
                                    n.KIND.eq(kind),
                                    n.MADE.isTrue())
                            .fetch(n.TARGET_ID)));
        }
        NameWriter.Unused gone = NameWriter.removeUnused(
                db,
                held.companyId(),
                made.getOrDefault(ImportNameKind.person, Set.of()),
                made.getOrDefault(ImportNameKind.project, Set.of()),
                made.getOrDefault(ImportNameKind.labor_type, Set.of()));
        db.deleteFrom(n)
                .where(
                        n.COMPANY_ID.eq(held.companyId()),
                        n.IMPORT_ID.eq(held.id()),
                        n.MADE.isFalse().or(n.TARGET_ID.in(gone.all())))
                .execute();
    }

    /** Notes why an import cannot go on; it can be let go on, or be undone. */
    void fail(String holder, Import held, String problem) {
        database.writing(db -> {
            hold(db, holder, held);
            end(db, held, ImportState.failed, shortened(problem, LONGEST_TEXT));
        });
    }

    private void end(DSLContext db, Import held, ImportState state, String problem) {
        db.update(IMPORT)
                .set(IMPORT.STATE, state)
                .set(IMPORT.PROBLEM, problem)
                .set(IMPORT.ENDED_AT, clock.instant())
                .set(IMPORT.HOLDER, (String) null)
                .set(IMPORT.LEASE_UNTIL, (Instant) null)
                .where(IMPORT.COMPANY_ID.eq(held.companyId()), IMPORT.ID.eq(held.id()))
                .execute();
    }

    /** Deletes files that nobody has come back for. */
    void dropOldFiles() {
        var i = IMPORT;
        database.writing(db -> db.select(i.COMPANY_ID, i.ID)
                .from(i)
                .where(
                        i.HAS_FILE.isTrue(),
                        i.STATE.in(ImportState.new_, ImportState.failed),
                        i.CREATED_AT.lt(clock.instant().minus(FILE_KEPT)))
                .limit(100)
                .forUpdate()
                .skipLocked()
                .forEach(row -> dropFile(db, row.value1(), row.value2())));
    }

    private static void dropFile(DSLContext db, long companyId, long id) {
        db.deleteFrom(IMPORT_FILE)
                .where(IMPORT_FILE.COMPANY_ID.eq(companyId), IMPORT_FILE.IMPORT_ID.eq(id))
                .execute();
        db.update(IMPORT)
                .set(IMPORT.HAS_FILE, false)
                .where(IMPORT.COMPANY_ID.eq(companyId), IMPORT.ID.eq(id))
                .execute();
    }

    private void hold(DSLContext db, String holder, Import held) {
        int renewed = db.update(IMPORT)
                .set(IMPORT.LEASE_UNTIL, clock.instant().plus(LEASE))
                .where(
                        IMPORT.COMPANY_ID.eq(held.companyId()),
                        IMPORT.ID.eq(held.id()),
                        IMPORT.HOLDER.eq(holder),
                        IMPORT.STATE.in(ImportState.running, ImportState.undoing))
                .execute();
        if (renewed == 0) {
            throw new Lost();
        }
    }

    private static void takeTurn(DSLContext db, long companyId) {
        if (lockedTurns(db, companyId) == 0) {
            db.insertInto(IMPORT_TURN, IMPORT_TURN.COMPANY_ID)
                    .values(companyId)
                    .onDuplicateKeyIgnore()
                    .execute();
            lockedTurns(db, companyId);
        }
    }

    private static int lockedTurns(DSLContext db, long companyId) {
        return db.select(IMPORT_TURN.COMPANY_ID)
                .from(IMPORT_TURN)
                .where(IMPORT_TURN.COMPANY_ID.eq(companyId))
                .forUpdate()
                .fetch()
                .size();
    }

    private static String shortened(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
