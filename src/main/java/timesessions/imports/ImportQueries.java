package timesessions.imports;

import static timesessions.jooq.Tables.IMPORT;
import static timesessions.jooq.Tables.IMPORT_FILE;
import static timesessions.jooq.Tables.IMPORT_REFUSED;
import static timesessions.jooq.Tables.USER;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import timesessions.database.Database;
import timesessions.directory.Named;
import timesessions.ingest.tracker.DateOrder;
import timesessions.ingest.tracker.TrackerFormat;
import timesessions.ingest.tracker.TrackerRow;
import timesessions.ingest.tracker.TrackerRows.Refused;
import timesessions.session.TimeSession;
import timesessions.time.RailsTimeZone;

/** The imports of a company, and what a file would bring to it. */
public final class ImportQueries {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> FIELDS = new TypeReference<>() {};
    private static final int LATEST = 100;
    private static final int MOST_PEOPLE_OFFERED = 2_000;

    private static final List<Field<?>> COLUMNS = List.of(
            IMPORT.COMPANY_ID,
            IMPORT.ID,
            IMPORT.FILE_NAME,
            IMPORT.BYTES,
            IMPORT.CREATED_AT,
            IMPORT.CREATED_BY,
            IMPORT.STATE,
            IMPORT.SOURCE,
            IMPORT.TIME_ZONE,
            IMPORT.DATE_ORDER,
            IMPORT.DAY_START,
            IMPORT.JOIN_ROWS,
            IMPORT.JOIN_GAP_MINUTES,
            IMPORT.GAP_IS_BREAK,
            IMPORT.HAS_FILE,
            IMPORT.ROWS_TOTAL,
            IMPORT.ROWS_REFUSED,
            IMPORT.ROWS_DONE,
            IMPORT.ROWS_ADDED,
            IMPORT.ROWS_CHANGED,
            IMPORT.ROWS_UNCHANGED,
            IMPORT.SESSIONS_ADDED,
            IMPORT.SESSIONS_CHANGED,
            IMPORT.STARTED_AT,
            IMPORT.ENDED_AT,
            IMPORT.PROBLEM);

    /**
     * What an import would do, in lines and in sessions.
     *
     * @param sessionsChanged sessions that are there and would become larger, smaller or none
     */
    public record Forecast(int added, int changed, int unchanged, int sessionsAdded, int sessionsChanged) {}

    private final Database database;

    public ImportQueries(Database database) {
        this.database = database;
    }

    /** The latest, the last one first. */
    public List<Import> list(long companyId) {
        return database.read(db -> select(db, IMPORT.COMPANY_ID.eq(companyId)));
    }

    public Optional<Import> find(long companyId, long id) {
        return database.read(db -> find(db, companyId, id));
    }

    static Optional<Import> find(DSLContext db, long companyId, long id) {
        return select(db, IMPORT.COMPANY_ID.eq(companyId).and(IMPORT.ID.eq(id))).stream()
                .findFirst();
    }

    static List<Import> select(DSLContext db, Condition condition) {
        return db.select(COLUMNS)
                .from(IMPORT)
                .where(condition)
                .orderBy(IMPORT.CREATED_AT.desc(), IMPORT.ID.desc())
                .limit(LATEST)
                .fetch(ImportQueries::read);
    }

    private static Import read(Record row) {
        var i = IMPORT;
        var source = row.get(i.SOURCE);
        var order = row.get(i.DATE_ORDER);
        return new Import(
                row.get(i.COMPANY_ID),
                row.get(i.ID),
                row.get(i.FILE_NAME),
                row.get(i.BYTES),
                row.get(i.CREATED_AT),
                row.get(i.CREATED_BY),
                Import.State.valueOf(row.get(i.STATE).getLiteral().toUpperCase(Locale.ROOT)),
                new Import.Settings(
                        source == null
                                ? null
                                : TrackerFormat.find(source.getLiteral()).orElseThrow(),
                        RailsTimeZone.of(row.get(i.TIME_ZONE)),
                        order == null
                                ? null
                                : DateOrder.find(order.getLiteral()).orElseThrow(),
                        row.get(i.DAY_START),
                        new Grouping(row.get(i.JOIN_ROWS), row.get(i.JOIN_GAP_MINUTES), row.get(i.GAP_IS_BREAK))),
                row.get(i.HAS_FILE),
                new Import.Progress(
                        row.get(i.ROWS_TOTAL),
                        row.get(i.ROWS_REFUSED),
                        row.get(i.ROWS_DONE),
                        row.get(i.ROWS_ADDED),
                        row.get(i.ROWS_CHANGED),
                        row.get(i.ROWS_UNCHANGED),
                        row.get(i.SESSIONS_ADDED),
                        row.get(i.SESSIONS_CHANGED)),
                row.get(i.STARTED_AT),
                row.get(i.ENDED_AT),
                row.get(i.PROBLEM));
    }

    /** The file as it was uploaded; empty once it is deleted. */
    public Optional<byte[]> file(long companyId, long id) {
        List<byte[]> parts = database.read(db -> db.select(IMPORT_FILE.CONTENT)
                .from(IMPORT_FILE)
                .where(IMPORT_FILE.COMPANY_ID.eq(companyId), IMPORT_FILE.IMPORT_ID.eq(id))
                .orderBy(IMPORT_FILE.PART)
                .fetch(IMPORT_FILE.CONTENT));
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        var compressed = new ByteArrayOutputStream();
        parts.forEach(compressed::writeBytes);
        try (var content = new GZIPInputStream(new ByteArrayInputStream(compressed.toByteArray()))) {
            return Optional.of(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of its file that could not be read, in their order. */
    public List<Refused> refused(long companyId, long id, int limit) {
        var r = IMPORT_REFUSED;
        return database.read(db -> db.select(r.LINE, r.COLUMN_NAME, r.VALUE, r.REASON, r.FIELDS)
                .from(r)
                .where(r.COMPANY_ID.eq(companyId), r.IMPORT_ID.eq(id))
                .orderBy(r.LINE)
                .limit(limit)
                .fetch(row ->
                        new Refused(row.value1(), row.value2(), row.value3(), row.value4(), fields(row.value5()))));
    }

    /** The header of its file, and what separates the fields; null before it has run. */
    public Refusals refusals(long companyId, long id) {
        return database.read(db -> db.select(IMPORT.HEADER, IMPORT.FIELD_SEPARATOR)
                .from(IMPORT)
                .where(IMPORT.COMPANY_ID.eq(companyId), IMPORT.ID.eq(id))
                .fetchSingle(row -> new Refusals(
                        row.value1().isEmpty() ? List.of() : fields(row.value1()),
                        row.value2().isEmpty() ? ',' : row.value2().charAt(0))));
    }

    /** How the lines that could not be read were written. */
    public record Refusals(List<String> header, char separator) {}

    private static List<String> fields(String json) {
        try {
            return JSON.readValue(json, FIELDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored is no list of fields", e);
        }
    }

    static String json(List<String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Every list of texts is JSON", e);
        }
    }

    /** What the people, projects and labor types of the rows are here. */
    public Matches matches(long companyId, long importId, List<TrackerRow> rows) {
        return database.read(db -> new NameMatching(db, companyId, importId, rows).matches());
    }

    /** Some of the company's people by name, for forms that offer them. */
    public List<Named> people(long companyId) {
        return database.read(db -> db.select(USER.ID, USER.FULL_NAME)
                .from(USER)
                .where(USER.COMPANY_ID.eq(companyId))
                .orderBy(USER.FULL_NAME, USER.ID)
                .limit(MOST_PEOPLE_OFFERED)
                .fetch(row -> new Named(row.value1(), row.value2())));
    }

    /** Everyone of that name. */
    public List<Named> peopleNamed(long companyId, String name) {
        return database
                .read(db -> db.select(USER.ID, USER.FULL_NAME)
                        .from(USER)
                        .where(USER.COMPANY_ID.eq(companyId), USER.FULL_NAME.eq(name))
                        .orderBy(USER.ID)
                        .fetch(row -> new Named(row.value1(), row.value2())))
                .stream()
                .filter(person -> Identity.folded(person.name()).equals(Identity.folded(name)))
                .toList();
    }

    public @Nullable Named person(long companyId, long id) {
        return database.read(db -> db.select(USER.ID, USER.FULL_NAME)
                .from(USER)
                .where(USER.COMPANY_ID.eq(companyId), USER.ID.eq(id))
                .fetchOne(row -> new Named(row.value1(), row.value2())));
    }

    /** What it would do, without doing it. */
    public Forecast forecast(Import kept, List<TrackerRow> rows) {
        return forecast(kept.companyId(), kept.id(), kept.settings(), rows);
    }

    /** As {@link #forecast(Import, List)}, for a file that is not kept. */
    public Forecast forecast(long companyId, Import.Settings settings, List<TrackerRow> rows) {
        return forecast(companyId, 0, settings, rows);
    }

    private Forecast forecast(long companyId, long importId, Import.Settings settings, List<TrackerRow> rows) {
        TrackerFormat format = settings.reading().format();
        return database.read(db -> {
            var ids = new AtomicLong();
            Targets targets = new NameMatching(db, companyId, importId, rows).targets(ids::decrementAndGet);
            var table = new LineTable(db, companyId, format.source());
            int added = 0;
            int changed = 0;
            int unchanged = 0;
            int sessionsAdded = 0;
            int sessionsChanged = 0;
            Grouping grouping = settings.grouping();
            // Ids for the time being: positive, so that they pass for sessions, and beyond all real ones.
            var made = new AtomicLong(Long.MAX_VALUE / 2);
            long firstMade = made.get();
            for (List<ImportLine> batch : Batches.of(targets.lines(rows, settings.zone(), importId), grouping)) {
                LineChanges changes = LineMatching.between(
                        format.source().hasClockTimes(),
                        table.around(batch, grouping),
                        batch,
                        grouping,
                        made::incrementAndGet);
                added += changes.added.size();
                changed += changes.changed.size();
                unchanged += changes.unchanged;
                int fresh = (int) changes.sessions.keySet().stream()
                        .filter(id -> id > firstMade)
                        .count();
                sessionsAdded += fresh;
                sessionsChanged += changes.sessions.size() - fresh + changes.emptied.size();
            }
            return new Forecast(added, changed, unchanged, sessionsAdded, sessionsChanged);
        });
    }

    /** The first sessions that the rows would become if nothing were there yet, as far as they can be told without ids. */
    public List<TimeSession> preview(Import kept, List<TrackerRow> rows, int limit) {
        return database.read(db -> {
            var ids = new AtomicLong(Long.MAX_VALUE / 2);
            Targets targets = new NameMatching(db, kept.companyId(), kept.id(), rows).targets(ids::incrementAndGet);
            var names = new LineSessions(
                    byId(targets.people()),
                    byId(targets.projects()),
                    byId(targets.categories()),
                    byId(targets.laborTypes()));
            var sessions = new ArrayList<TimeSession>();
            Grouping grouping = kept.settings().grouping();
            for (List<ImportLine> batch :
                    Batches.of(targets.lines(rows, kept.settings().zone(), kept.id()), grouping)) {
                LineChanges changes = LineMatching.between(
                        kept.settings().reading().format().source().hasClockTimes(),
                        List.of(),
                        batch,
                        grouping,
                        ids::incrementAndGet);
                changes.sessions.forEach(
                        (id, lines) -> sessions.add(names.session(id, lines, kept.createdAt(), kept.createdAt())));
                if (sessions.size() >= limit) {
                    break;
                }
            }
            return List.copyOf(sessions.subList(0, Math.min(limit, sessions.size())));
        });
    }

    private static Map<Long, Named> byId(Map<String, Named> names) {
        Map<Long, Named> byId = new HashMap<>();
        names.values().forEach(named -> byId.put(named.id(), named));
        return byId;
    }
}
