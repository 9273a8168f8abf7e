package timesessions.time;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Timestamps as the API prints them, {@code 2020-10-14T10:45:00.000-07:00}, and as imports bring them: ISO 8601 with a
 * date, a time and an offset. What people and programs may write in a filter is {@link LooseTimestamp}.
 */
public final class IsoTimestamp {
    private static final String EXPECTATION = "A timestamp is a date, a time and an offset, such as"
            + " 2020-10-14T10:45:00-07:00 or 2020-10-14T17:45:00.000Z, in the years 1000 to 9999.";

    private IsoTimestamp() {}

    /** As {@link IsoTimestampWriter} writes it, as a string of its own. */
    public static String format(Instant instant, RailsTimeZone zone) {
        byte[] text = new byte[IsoTimestampWriter.MAX_LENGTH];
        return new String(text, 0, new IsoTimestampWriter().write(instant, zone, text, 0), ISO_8859_1);
    }

    /**
     * Reads {@code YYYY-MM-DDThh:mm[:ss[.fraction]]} with {@code Z}, {@code ±hh}, {@code ±hhmm} or {@code ±hh:mm}.
     *
     * @return the instant in whole milliseconds; what is finer is cut off
     * @throws DateTimeParseException for anything else, and out of the years 1000 to 9999 in UTC; its message says what a
     *     timestamp looks like and does not repeat the text
     */
    public static Instant parse(String text) {
        var reader = new TimestampReader(text, EXPECTATION);
        int year = reader.number(4);
        reader.expect('-');
        int month = reader.number(2);
        reader.expect('-');
        LocalDate date = reader.date(year, month, reader.number(2));
        if (!reader.skipAny('T', 't')) {
            throw reader.refusal();
        }
        int hour = reader.number(2);
        reader.expect(':');
        int minute = reader.number(2);
        int second = 0;
        int milliseconds = 0;
        if (reader.skip(':')) {
            second = reader.number(2);
            if (reader.skipAny('.', ',')) {
                milliseconds = reader.billionths() / 1_000_000;
            }
        }
        int offset = readOffset(reader);
        reader.expectEnd();
        return reader.instant(date, hour, minute, second, milliseconds * 1_000_000L, offset);
    }

    private static int readOffset(TimestampReader reader) {
        if (reader.skipAny('Z', 'z')) {
            return 0;
        }
        boolean ahead = reader.skip('+');
        if (!ahead) {
            reader.expect('-');
        }
        int hours = reader.number(2);
        int minutes = reader.skip(':') || !reader.atEnd() ? reader.number(2) : 0;
        return reader.offset(ahead, hours, minutes);
    }
}
