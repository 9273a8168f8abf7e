package timesessions.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.time.IsoTimestamp;
import timesessions.time.RailsTimeZone;

/** Writes sessions as the API gives them: every field, always, in the order of the contract. */
public final class SessionJson {
    /** Characters beyond the first plane are sent as they are, like all others, and not as pairs of escapes. */
    private static final JsonFactory FACTORY =
            new JsonFactory().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature());

    private static final int BYTES_OF_ONE = 1_400;

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString START_AT = new SerializedString("start_at");
    private static final SerializedString END_AT = new SerializedString("end_at");
    private static final SerializedString TIME_ZONE = new SerializedString("time_zone");
    private static final SerializedString DURATION = new SerializedString("duration");
    private static final SerializedString WORK_DURATION = new SerializedString("work_duration");
    private static final SerializedString BREAK_DURATION = new SerializedString("break_duration");
    private static final SerializedString NUM_BREAKS = new SerializedString("num_breaks");
    private static final SerializedString DESCRIPTION = new SerializedString("description");
    private static final SerializedString CREATED_AT = new SerializedString("created_at");
    private static final SerializedString UPDATED_AT = new SerializedString("updated_at");
    private static final SerializedString RUNNING = new SerializedString("running");
    private static final SerializedString USER = new SerializedString("user");
    private static final SerializedString PROJECT = new SerializedString("project");
    private static final SerializedString CATEGORY = new SerializedString("category");
    private static final SerializedString TIME_ENTRIES = new SerializedString("time_entries");
    private static final SerializedString TYPE = new SerializedString("type");
    private static final SerializedString LABOR_TYPE = new SerializedString("labor_type");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString FULL_NAME = new SerializedString("full_name");

    private final JsonGenerator json;
    private final RailsTimeZone companyZone;
    private final byte[] timestamp = new byte[IsoTimestamp.MAX_LENGTH];

    private SessionJson(JsonGenerator json, RailsTimeZone companyZone) {
        this.json = json;
        this.companyZone = companyZone;
    }

    /**
     * An array of sessions, in UTF-8.
     *
     * @param companyZone the zone of created and updated times
     */
    static byte[] array(List<TimeSession> sessions, RailsTimeZone companyZone) {
        return bytes(sessions.size(), companyZone, writer -> {
            writer.json.writeStartArray();
            for (TimeSession session : sessions) {
                writer.write(session);
            }
            writer.json.writeEndArray();
        });
    }

    /** One session as text. */
    public static String text(TimeSession session, RailsTimeZone companyZone) {
        return new String(object(session, companyZone), UTF_8);
    }

    /** One session as an object, in UTF-8. */
    static byte[] object(TimeSession session, RailsTimeZone companyZone) {
        return bytes(1, companyZone, writer -> writer.write(session));
    }

    private interface Writing {
        void with(SessionJson writer) throws IOException;
    }

    private static byte[] bytes(int sessions, RailsTimeZone companyZone, Writing writing) {
        var bytes = new ByteArrayOutputStream((sessions + 1) * BYTES_OF_ONE);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            writing.with(new SessionJson(json, companyZone));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(TimeSession session) throws IOException {
        RailsTimeZone zone = RailsTimeZone.of(session.timeZone());
        json.writeStartObject();
        number(ID, session.id());
        time(START_AT, session.startAt(), zone);
        time(END_AT, session.endAt(), zone);
        text(TIME_ZONE, session.timeZone());
        number(DURATION, session.duration());
        number(WORK_DURATION, session.workDuration());
        number(BREAK_DURATION, session.breakDuration());
        number(NUM_BREAKS, session.numBreaks());
        text(DESCRIPTION, session.description());
        time(CREATED_AT, session.createdAt(), companyZone);
        time(UPDATED_AT, session.updatedAt(), companyZone);
        flag(RUNNING, session.running());
        named(USER, session.user(), FULL_NAME);
        named(PROJECT, session.project(), FULL_NAME);
        named(CATEGORY, session.category(), NAME);
        json.writeFieldName(TIME_ENTRIES);
        json.writeStartArray();
        for (TimeEntry entry : session.entries()) {
            write(entry);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(TimeEntry entry) throws IOException {
        RailsTimeZone zone = RailsTimeZone.of(entry.timeZone());
        json.writeStartObject();
        number(ID, entry.id());
        time(START_AT, entry.startAt(), zone);
        time(END_AT, entry.endAt(), zone);
        text(TIME_ZONE, entry.timeZone());
        number(DURATION, entry.duration());
        time(CREATED_AT, entry.createdAt(), companyZone);
        time(UPDATED_AT, entry.updatedAt(), companyZone);
        text(
                TYPE,
                switch (entry.type()) {
                    case WORK -> "work";
                    case BREAK -> "break";
                });
        flag(RUNNING, entry.running());
        named(LABOR_TYPE, entry.laborType(), NAME);
        json.writeEndObject();
    }

    private void named(SerializedString field, @Nullable Named named, SerializedString nameField) throws IOException {
        json.writeFieldName(field);
        if (named == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        number(ID, named.id());
        text(nameField, named.name());
        json.writeEndObject();
    }

    private void time(SerializedString field, @Nullable Instant instant, RailsTimeZone zone) throws IOException {
        json.writeFieldName(field);
        if (instant == null) {
            json.writeNull();
        } else {
            json.writeRawUTF8String(timestamp, 0, IsoTimestamp.write(instant, zone, timestamp, 0));
        }
    }

    private void text(SerializedString field, @Nullable String text) throws IOException {
        json.writeFieldName(field);
        json.writeString(text);
    }

    private void number(SerializedString field, long number) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(number);
    }

    private void flag(SerializedString field, boolean flag) throws IOException {
        json.writeFieldName(field);
        json.writeBoolean(flag);
    }
}
