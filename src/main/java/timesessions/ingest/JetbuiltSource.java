package timesessions.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.session.EntryType;
import timesessions.session.SessionWriter;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;

/**
 * Sessions in the JSON of Jetbuilt's API: arrays of them, single ones, or any number of both one after another, as
 * pages are when they are saved to one file. Of all that, no more than one session is in memory.
 */
public final class JetbuiltSource implements Source {
    private static final int MOST_ENTRIES = 10_000;

    private static final List<String> SESSION_FIELDS = List.of(
            "id",
            "start_at",
            "end_at",
            "time_zone",
            "duration",
            "work_duration",
            "break_duration",
            "num_breaks",
            "description",
            "created_at",
            "updated_at",
            "running",
            "user",
            "project",
            "category",
            "time_entries");

    private static final List<String> ENTRY_FIELDS = List.of(
            "id",
            "start_at",
            "end_at",
            "time_zone",
            "duration",
            "created_at",
            "updated_at",
            "type",
            "running",
            "labor_type");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    // In characters, and enough for the longest text and an honest message about a longer one.
                    .maxStringLength(16 << 20)
                    .build())
            .build();

    /** What the variables of an object hold until its fields are read, which {@link FieldList} sees to. */
    private static final Named NOT_YET = new Named(0, "");

    private final JsonParser json;
    private final JsonValues values;
    private boolean isEmpty = true;

    /**
     * @param input UTF-8, or UTF-16 as some shells write it; not closed here
     * @throws Unreadable if not even its first bytes can be read
     */
    public JetbuiltSource(InputStream input) {
        try {
            json = JSON.createParser(input);
        } catch (IOException e) {
            throw unreadable(e);
        }
        values = new JsonValues(json);
    }

    @Override
    public SessionWriter.Source origin() {
        return SessionWriter.Source.JETBUILT;
    }

    @Override
    public @Nullable TimeSession next() {
        try {
            return nextSession();
        } catch (StreamConstraintsException e) {
            throw values.refusal(json.currentLocation(), "a text, a number or a nesting is too long for a session", e);
        } catch (StreamReadException e) {
            throw values.refusal(e.getLocation(), fault(e), e);
        } catch (CharConversionException e) {
            throw values.refusal(json.currentLocation(), "this is not text in UTF-8: " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static String fault(StreamReadException e) {
        // Not every early end is thrown as one: a comma before it makes it an error like others.
        boolean isCutOff =
                e instanceof JsonEOFException || e.getOriginalMessage().startsWith("Unexpected end-of-input");
        return isCutOff
                ? "the file ends too early, as if it had been cut off"
                : "this is not JSON: " + e.getOriginalMessage();
    }

    private static Unreadable unreadable(IOException e) {
        return new Unreadable("the file cannot be read: " + e.getMessage(), e);
    }

    private @Nullable TimeSession nextSession() throws IOException {
        values.inSession(0);
        JsonToken token = json.nextToken();
        while (token == JsonToken.END_ARRAY || (token == JsonToken.START_ARRAY && !isInPage())) {
            isEmpty = false;
            token = json.nextToken();
        }
        if (token != null) {
            isEmpty = false;
            return session();
        }
        if (isEmpty) {
            throw new Unreadable("the file is empty");
        }
        return null;
    }

    /** Whether the array that has just begun stands in another one, where only sessions may. */
    private boolean isInPage() {
        return !json.getParsingContext().getParent().inRoot();
    }

    private TimeSession session() throws IOException {
        values.requireObject();
        JsonLocation start = json.currentTokenLocation();
        var fields = new FieldList(SESSION_FIELDS);
        long id = 0;
        Instant startAt = Instant.EPOCH;
        Instant endAt = null;
        String timeZone = "";
        int duration = 0;
        int workDuration = 0;
        int breakDuration = 0;
        int numBreaks = 0;
        String description = null;
        Instant createdAt = Instant.EPOCH;
        Instant updatedAt = Instant.EPOCH;
        boolean running = false;
        Named user = NOT_YET;
        Named project = null;
        Named category = null;
        List<TimeEntry> entries = List.of();
        for (String field = nextField(fields); field != null; field = nextField(fields)) {
            switch (field) {
                case "id" -> {
                    id = values.id();
                    values.inSession(id);
                }
                case "start_at" -> startAt = values.instant();
                case "end_at" -> endAt = values.instantOrNull();
                case "time_zone" -> timeZone = values.zone();
                case "duration" -> duration = values.seconds();
                case "work_duration" -> workDuration = values.seconds();
                case "break_duration" -> breakDuration = values.seconds();
                case "num_breaks" -> numBreaks = values.count();
                case "description" -> description = values.textOrNull();
                case "created_at" -> createdAt = values.instant();
                case "updated_at" -> updatedAt = values.instant();
                case "running" -> running = values.truth();
                case "user" -> user = named("full_name");
                case "project" -> project = values.isNull() ? null : named("full_name");
                case "category" -> category = values.isNull() ? null : named("name");
                case "time_entries" -> entries = entries();
                default -> json.skipChildren();
            }
        }
        requireAll(fields, start);
        requireOrder(startAt, endAt, running, start);
        var session = new TimeSession(
                id,
                startAt,
                endAt,
                timeZone,
                duration,
                workDuration,
                breakDuration,
                numBreaks,
                description,
                createdAt,
                updatedAt,
                running,
                user,
                project,
                category,
                entries);
        requireStorable(session, start);
        return session;
    }

    private List<TimeEntry> entries() throws IOException {
        values.requireArray();
        var entries = new ArrayList<TimeEntry>();
        var ids = new HashSet<Long>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (entries.size() == MOST_ENTRIES) {
                throw values.refusal("a session must have at most " + MOST_ENTRIES + " time entries");
            }
            JsonLocation start = json.currentTokenLocation();
            TimeEntry entry = entry();
            if (!ids.add(entry.id())) {
                throw values.refusal(start, "id must differ from that of every other entry of the session");
            }
            entries.add(entry);
            values.inEntry(0);
        }
        return entries;
    }

    private TimeEntry entry() throws IOException {
        values.requireObject();
        JsonLocation start = json.currentTokenLocation();
        var fields = new FieldList(ENTRY_FIELDS);
        long id = 0;
        Instant startAt = Instant.EPOCH;
        Instant endAt = null;
        String timeZone = "";
        int duration = 0;
        Instant createdAt = Instant.EPOCH;
        Instant updatedAt = Instant.EPOCH;
        EntryType type = EntryType.WORK;
        boolean running = false;
        Named laborType = null;
        for (String field = nextField(fields); field != null; field = nextField(fields)) {
            switch (field) {
                case "id" -> {
                    id = values.id();
                    values.inEntry(id);
                }
                case "start_at" -> startAt = values.instant();
                case "end_at" -> endAt = values.instantOrNull();
                case "time_zone" -> timeZone = values.zone();
                case "duration" -> duration = values.seconds();
                case "created_at" -> createdAt = values.instant();
                case "updated_at" -> updatedAt = values.instant();
                case "type" -> type = values.entryType();
                case "running" -> running = values.truth();
                case "labor_type" -> laborType = values.isNull() ? null : named("name");
                default -> json.skipChildren();
            }
        }
        requireAll(fields, start);
        requireOrder(startAt, endAt, running, start);
        return new TimeEntry(id, startAt, endAt, timeZone, duration, createdAt, updatedAt, type, running, laborType);
    }

    private Named named(String nameField) throws IOException {
        values.requireObject();
        JsonLocation start = json.currentTokenLocation();
        var fields = new FieldList(List.of("id", nameField));
        long id = 0;
        String name = "";
        for (String field = nextField(fields); field != null; field = nextField(fields)) {
            if (field.equals("id")) {
                id = values.id();
            } else if (field.equals(nameField)) {
                name = values.name();
            } else {
                json.skipChildren();
            }
        }
        requireAll(fields, start);
        return new Named(id, name);
    }

    /** Moves to the value of the object's next field; null at the end of the object. */
    private @Nullable String nextField(FieldList fields) throws IOException {
        String name = json.nextFieldName();
        if (name == null) {
            return null;
        }
        if (!fields.tick(name)) {
            throw values.refusal(values.path() + " must be there only once");
        }
        json.nextToken();
        return name;
    }

    private void requireAll(FieldList fields, JsonLocation start) {
        List<String> missing = fields.missing();
        if (!missing.isEmpty()) {
            String verb = missing.size() == 1 ? "is" : "are";
            throw values.refusal(
                    start, "%s %s missing of %s".formatted(String.join(", ", missing), verb, values.path()));
        }
    }

    private void requireOrder(Instant startAt, @Nullable Instant endAt, boolean running, JsonLocation start) {
        if (endAt == null) {
            return;
        }
        if (running) {
            throw values.refusal(start, "running must be false, or end_at null");
        }
        if (endAt.isBefore(startAt)) {
            throw values.refusal(start, "end_at must not be before start_at");
        }
    }

    private void requireStorable(TimeSession session, JsonLocation start) {
        int year = session.localDate().getYear();
        if (year < 1000 || year > 9999) {
            throw values.refusal(start, "start_at must be in the years 1000 to 9999 in its own time zone");
        }
        if (session.running() && secondsOfEndedEntries(session) > Integer.MAX_VALUE) {
            throw values.refusal(
                    start, "the durations of the ended entries must add up to at most " + Integer.MAX_VALUE);
        }
    }

    private static long secondsOfEndedEntries(TimeSession session) {
        return session.entries().stream()
                .filter(entry -> !entry.running())
                .mapToLong(TimeEntry::duration)
                .sum();
    }
}
