package timesessions.time;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Timestamps as the API prints them, {@code 2020-10-14T10:45:00.000-07:00}, and as imports bring them: ISO 8601 with a
 * date, a time and an offset. What people and programs may write in a filter is {@link LooseTimestamp}.
 */
public final class IsoTimestamp {
    /** The most bytes that {@link #write} writes: 29, and one more in the first hours of the year 10000. */
    public static final int MAX_LENGTH = 30;

    private static final int SECONDS_A_DAY = 86_400;

    private static final String EXPECTATION = "A timestamp is a date, a time and an offset, such as"
            + " 2020-10-14T10:45:00-07:00 or 2020-10-14T17:45:00.000Z, in the years 1000 to 9999.";

    private IsoTimestamp() {}

    /**
     * Writes the timestamp as ASCII, the way of Rails: always three decimals, cut and not rounded; the offset that holds in
     * the zone at that instant, without the seconds that offsets had before zones were standard; {@code Z} for the zones
     * that are called UTC.
     *
     * @param at where in the target to begin; {@link #MAX_LENGTH} bytes from there always suffice
     * @return where the timestamp ends
     * @throws DateTimeException where the year in that zone is not one of 0 to 99999
     */
    public static int write(Instant instant, RailsTimeZone zone, byte[] target, int at) {
        int offset = zone.offsetSecondsAt(instant);
        long local = instant.getEpochSecond() + offset;
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, SECONDS_A_DAY));
        int second = Math.floorMod(local, SECONDS_A_DAY);
        int millisecond = instant.getNano() / 1_000_000;

        int end = writeYear(date.getYear(), target, at);
        target[end++] = '-';
        end = writePair(date.getMonthValue(), target, end);
        target[end++] = '-';
        end = writePair(date.getDayOfMonth(), target, end);
        target[end++] = 'T';
        end = writeHoursAndMinutes(second / 60, target, end);
        target[end++] = ':';
        end = writePair(second % 60, target, end);
        target[end++] = '.';
        target[end++] = digit(millisecond / 100);
        end = writePair(millisecond % 100, target, end);
        if (zone.printedAsZ()) {
            target[end++] = 'Z';
            return end;
        }
        target[end++] = (byte) (offset < 0 ? '-' : '+');
        return writeHoursAndMinutes(Math.abs(offset) / 60, target, end);
    }

    /** As {@link #write}, as a string of its own. */
    public static String format(Instant instant, RailsTimeZone zone) {
        byte[] text = new byte[MAX_LENGTH];
        return new String(text, 0, write(instant, zone, text, 0), ISO_8859_1);
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

    private static int writeYear(int year, byte[] target, int at) {
        if (year < 0 || year > 99_999) {
            throw new DateTimeException("No timestamp is written for the year " + year);
        }
        int end = at;
        if (year > 9_999) {
            target[end++] = digit(year / 10_000);
        }
        end = writePair(year / 100 % 100, target, end);
        return writePair(year % 100, target, end);
    }

    private static int writeHoursAndMinutes(int minutes, byte[] target, int at) {
        int end = writePair(minutes / 60, target, at);
        target[end++] = ':';
        return writePair(minutes % 60, target, end);
    }

    private static int writePair(int number, byte[] target, int at) {
        target[at] = digit(number / 10);
        target[at + 1] = digit(number % 10);
        return at + 2;
    }

    private static byte digit(int number) {
        return (byte) ('0' + number);
    }
}
