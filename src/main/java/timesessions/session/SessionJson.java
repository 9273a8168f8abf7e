package timesessions.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.time.IsoTimestampWriter;
import timesessions.time.RailsTimeZone;

/**
 * Writes sessions as the API gives them: every field, always, in the order of the contract. Straight into bytes: a
 * page has thousands of values, on which a writer that can write any JSON spent an eighth of the page's time in Java.
 */
public final class SessionJson {
    private static final int BYTES_OF_ONE = 1_800;
    /** More than is ever written between two places that make room: what is written there needs not ask. */
    private static final int BETWEEN_TEXTS = 512;

    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] START_AT = ascii(",\"start_at\":\"");
    private static final byte[] END_AT = ascii(",\"end_at\":\"");
    private static final byte[] TIME_ZONE = ascii(",\"time_zone\":\"");
    private static final byte[] DURATION = ascii(",\"duration\":");
    private static final byte[] WORK_DURATION = ascii(",\"work_duration\":");
    private static final byte[] BREAK_DURATION = ascii(",\"break_duration\":");
    private static final byte[] NUM_BREAKS = ascii(",\"num_breaks\":");
    private static final byte[] DESCRIPTION = ascii(",\"description\":\"");
    private static final byte[] CREATED_AT = ascii(",\"created_at\":\"");
    private static final byte[] UPDATED_AT = ascii(",\"updated_at\":\"");
    private static final byte[] RUNNING = ascii(",\"running\":true");
    private static final byte[] NOT_RUNNING = ascii(",\"running\":false");
    private static final byte[] USER = ascii(",\"user\":");
    private static final byte[] PROJECT = ascii(",\"project\":");
    private static final byte[] CATEGORY = ascii(",\"category\":");
    private static final byte[] TIME_ENTRIES = ascii(",\"time_entries\":[");
    private static final byte[] WORK = ascii(",\"type\":\"work\"");
    private static final byte[] BREAK = ascii(",\"type\":\"break\"");
    private static final byte[] LABOR_TYPE = ascii(",\"labor_type\":");
    private static final byte[] NAME = ascii(",\"name\":\"");
    private static final byte[] FULL_NAME = ascii(",\"full_name\":\"");
    private static final byte[] NULL = ascii("null");

    private final RailsTimeZone companyZone;
    private final IsoTimestampWriter timestamps = new IsoTimestampWriter();
    private byte[] json;
    private int end;
    /** The zone that was written last, which is mostly that of what comes next, and where its name stands. */
    private @Nullable RailsTimeZone zone;

    private int zoneFrom;
    private int zoneTo;

    private SessionJson(RailsTimeZone companyZone, int sessions) {
        this.companyZone = companyZone;
        this.json = new byte[(sessions + 1) * BYTES_OF_ONE];
    }

    /**
     * An array of sessions, in UTF-8.
     *
     * @param companyZone the zone of created and updated times
     */
    static byte[] array(List<TimeSession> sessions, RailsTimeZone companyZone) {
        var writer = new SessionJson(companyZone, sessions.size());
        writer.mark('[');
        for (int i = 0; i < sessions.size(); i++) {
            writer.comma(i);
            writer.write(sessions.get(i));
        }
        writer.mark(']');
        return writer.bytes();
    }

    /** One session as text. */
    public static String text(TimeSession session, RailsTimeZone companyZone) {
        return new String(object(session, companyZone), UTF_8);
    }

    /** One session as an object, in UTF-8. */
    static byte[] object(TimeSession session, RailsTimeZone companyZone) {
        var writer = new SessionJson(companyZone, 1);
        writer.write(session);
        return writer.bytes();
    }

    private void write(TimeSession session) {
        makeRoomFor(0);
        RailsTimeZone zone = zone(session.timeZone());
        number(ID, session.id());
        time(START_AT, session.startAt(), zone);
        time(END_AT, session.endAt(), zone);
        text(TIME_ZONE, zone);
        number(DURATION, session.duration());
        number(WORK_DURATION, session.workDuration());
        number(BREAK_DURATION, session.breakDuration());
        number(NUM_BREAKS, session.numBreaks());
        text(DESCRIPTION, session.description());
        time(CREATED_AT, session.createdAt(), companyZone);
        time(UPDATED_AT, session.updatedAt(), companyZone);
        raw(session.running() ? RUNNING : NOT_RUNNING);
        named(USER, session.user(), FULL_NAME);
        named(PROJECT, session.project(), FULL_NAME);
        named(CATEGORY, session.category(), NAME);
        raw(TIME_ENTRIES);
        List<TimeEntry> entries = session.entries();
        for (int i = 0; i < entries.size(); i++) {
            comma(i);
            write(entries.get(i));
        }
        mark(']');
        mark('}');
    }

    private void write(TimeEntry entry) {
        makeRoomFor(0);
        RailsTimeZone zone = zone(entry.timeZone());
        number(ID, entry.id());
        time(START_AT, entry.startAt(), zone);
        time(END_AT, entry.endAt(), zone);
        text(TIME_ZONE, zone);
        number(DURATION, entry.duration());
        time(CREATED_AT, entry.createdAt(), companyZone);
        time(UPDATED_AT, entry.updatedAt(), companyZone);
        raw(
                switch (entry.type()) {
                    case WORK -> WORK;
                    case BREAK -> BREAK;
                });
        raw(entry.running() ? RUNNING : NOT_RUNNING);
        named(LABOR_TYPE, entry.laborType(), NAME);
        mark('}');
    }

    private void named(byte[] field, @Nullable Named named, byte[] nameField) {
        raw(field);
        if (named == null) {
            raw(NULL);
            return;
        }
        number(ID, named.id());
        text(nameField, named.name());
        mark('}');
    }

    private void time(byte[] field, @Nullable Instant instant, RailsTimeZone zone) {
        raw(field);
        if (instant == null) {
            nothing();
            return;
        }
        end = timestamps.write(instant, zone, json, end);
        mark('"');
    }

    private RailsTimeZone zone(String name) {
        return zone != null && zone.name().equals(name) ? zone : RailsTimeZone.of(name);
    }

    private void text(byte[] field, RailsTimeZone zone) {
        if (zone != this.zone) {
            zoneFrom = end;
            text(field, zone.name());
            zoneTo = end;
            this.zone = zone;
            return;
        }
        int length = zoneTo - zoneFrom;
        makeRoomFor(length);
        System.arraycopy(json, zoneFrom, json, end, length);
        end += length;
    }

    private void text(byte[] field, @Nullable String text) {
        raw(field);
        if (text == null) {
            nothing();
            return;
        }
        makeRoomFor(text.length());
        int plain = plain(text, json, end);
        end += plain;
        if (plain < text.length()) {
            byte[] rest = JsonStringEncoder.getInstance().quoteAsUTF8(text.substring(plain));
            makeRoomFor(rest.length);
            raw(rest);
        }
        mark('"');
    }

    /** Writes a text as far as it is ASCII that needs no escape, which nearly all are to their end. */
    private static int plain(String text, byte[] target, int at) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                return i;
            }
            target[at + i] = (byte) character;
        }
        return text.length();
    }

    private void number(byte[] field, long number) {
        raw(field);
        end = NumberOutput.outputLong(number, json, end);
    }

    /** In place of a text, whose field has been written with the quotation mark that it begins with. */
    private void nothing() {
        end--;
        raw(NULL);
    }

    private void comma(int before) {
        if (before > 0) {
            mark(',');
        }
    }

    private void mark(char mark) {
        json[end++] = (byte) mark;
    }

    private void raw(byte[] bytes) {
        System.arraycopy(bytes, 0, json, end, bytes.length);
        end += bytes.length;
    }

    /** For so many bytes, and for all that comes before room is made again. */
    private void makeRoomFor(int bytes) {
        if (json.length - end < bytes + BETWEEN_TEXTS) {
            json = Arrays.copyOf(json, Math.max(2 * json.length, end + bytes + BETWEEN_TEXTS));
        }
    }

    private byte[] bytes() {
        return Arrays.copyOf(json, end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
