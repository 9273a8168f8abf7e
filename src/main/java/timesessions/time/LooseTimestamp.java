package timesessions.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.IsoFields;

/**
 * Timestamps as they may be written in the filters of the API: every ISO 8601 form of a date or of a date and time, and
 * what people make of it, such as {@code 2023-7-28 15:33:33 -700}.
 */
public final class LooseTimestamp {
    private static final String EXPECTATION = "A timestamp is a date, such as 2023-07-28, or a date and a time, such as"
            + " 2023-07-28 15:33:33 -0700 or 2023-07-28T22:33:33.000Z, in the years 1000 to 9999.";

    private static final char MINUS = '\u2212';

    private LooseTimestamp() {}

    /**
     * Reads a timestamp in one pass:
     *
     * <ul>
     *   <li>The date is of a calendar ({@code 2023-07-28}, {@code 2023-7-28}, {@code 20230728}), a day of a year
     *       ({@code 2023-209}, {@code 2023209}), or of a week ({@code 2023-W30-5}, {@code 2023W305}). Alone it may also be
     *       cut short ({@code 2023-07}, {@code 2023-W30}, {@code 2023}) and is then the first of its days.
     *   <li>{@code T} or spaces come before the time, which is midnight unless given: {@code 15}, {@code 15:33},
     *       {@code 1533}, {@code 15:33:33} or {@code 153333}, any of them with a fraction of what comes last.
     *   <li>The offset, UTC unless given and only after a time, is {@code Z}, {@code UTC} or {@code GMT}, or a sign and
     *       {@code 7}, {@code 07}, {@code 700}, {@code 0700}, {@code 7:00} or {@code 07:00}. A digit after a space counts as
     *       {@code +} and the digit, because {@code +} in a query string means a space.
     * </ul>
     *
     * @return the instant with as much of its fraction as nanoseconds hold
     * @throws DateTimeParseException for anything else, for dates and times that do not exist, and out of the years 1000
     *     to 9999 in UTC; its message says what a timestamp looks like and does not repeat the text
     */
    public static Instant parse(String text) {
        var reader = new TimestampReader(text, EXPECTATION);
        reader.skipSpaces();
        int digits = reader.digitsAhead();
        boolean isBasic = digits == 7 || digits == 8;
        return isBasic ? afterDate(reader, basicDate(reader, digits)) : afterYear(reader, reader.number(4));
    }

    private static LocalDate basicDate(TimestampReader reader, int digits) {
        int year = reader.number(4);
        return digits == 7 ? dayOfYear(reader, year) : reader.date(year, reader.number(2), reader.number(2));
    }

    private static Instant afterYear(TimestampReader reader, int year) {
        boolean isExtended = reader.skip('-');
        if (reader.skipAny('W', 'w')) {
            return afterYearAndW(reader, year, isExtended);
        }
        if (!isExtended) {
            return wholeDay(reader, reader.date(year, 1, 1));
        }
        if (reader.digitsAhead() == 3) {
            return afterDate(reader, dayOfYear(reader, year));
        }
        int month = oneOrTwoDigits(reader);
        if (!reader.skip('-')) {
            return wholeDay(reader, reader.date(year, month, 1));
        }
        return afterDate(reader, reader.date(year, month, oneOrTwoDigits(reader)));
    }

    private static Instant afterYearAndW(TimestampReader reader, int year, boolean isExtended) {
        int week = reader.number(2);
        boolean hasDay = isExtended ? reader.skip('-') : reader.digitsAhead() > 0;
        if (!hasDay) {
            return wholeDay(reader, dayOfWeek(reader, year, week, 1));
        }
        return afterDate(reader, dayOfWeek(reader, year, week, reader.number(1)));
    }

    private static Instant wholeDay(TimestampReader reader, LocalDate date) {
        reader.skipSpaces();
        reader.expectEnd();
        return reader.instant(date, 0, 0, 0, 0, 0);
    }

    private static Instant afterDate(TimestampReader reader, LocalDate date) {
        boolean hasTime = reader.skipAny('T', 't') || (reader.skipSpaces() && !reader.atEnd());
        return hasTime ? withTime(reader, date) : wholeDay(reader, date);
    }

    private static Instant withTime(TimestampReader reader, LocalDate date) {
        int digits = reader.digitsAhead();
        int hour = oneOrTwoDigits(reader);
        int minute = 0;
        int second = 0;
        int secondsOfLastPart = 3_600;
        boolean isExtended = reader.skip(':');
        if (isExtended || digits == 4 || digits == 6) {
            minute = reader.number(2);
            secondsOfLastPart = 60;
            if (isExtended ? reader.skip(':') : digits == 6) {
                second = reader.number(2);
                secondsOfLastPart = 1;
            }
        } else if (digits != 2) {
            throw reader.refusal();
        }
        // A billionth of a part of so many seconds is so many nanoseconds.
        long nanos = reader.skipAny('.', ',') ? (long) reader.billionths() * secondsOfLastPart : 0;
        int offset = offset(reader);
        reader.skipSpaces();
        reader.expectEnd();
        return reader.instant(date, hour, minute, second, nanos, offset);
    }

    private static int offset(TimestampReader reader) {
        boolean afterSpace = reader.skipSpaces();
        if (reader.atEnd() || reader.skipAny('Z', 'z') || reader.skipWord("UTC") || reader.skipWord("GMT")) {
            return 0;
        }
        boolean behind = reader.skipAny('-', MINUS);
        boolean hasSign = behind || reader.skip('+') || afterSpace;
        int digits = reader.digitsAhead();
        if (!hasSign || digits == 0 || digits > 4) {
            throw reader.refusal();
        }
        int hours = reader.number(digits > 2 ? digits - 2 : digits);
        int minutes = digits > 2 || reader.skip(':') ? reader.number(2) : 0;
        return reader.offset(!behind, hours, minutes);
    }

    private static int oneOrTwoDigits(TimestampReader reader) {
        return reader.number(reader.digitsAhead() == 1 ? 1 : 2);
    }

    private static LocalDate dayOfYear(TimestampReader reader, int year) {
        int day = reader.number(3);
        LocalDate first = reader.date(year, 1, 1);
        if (day < 1 || day > first.lengthOfYear()) {
            throw reader.refusal();
        }
        return first.plusDays(day - 1);
    }

    /** The first week of a year is the one with the fourth of January in it, the last one that of 28 December. */
    private static LocalDate dayOfWeek(TimestampReader reader, int year, int week, int day) {
        int weeks = reader.date(year, 12, 28).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        if (week < 1 || week > weeks || day < 1 || day > 7) {
            throw reader.refusal();
        }
        LocalDate fourth = reader.date(year, 1, 4);
        return fourth.minusDays(fourth.getDayOfWeek().getValue()).plusDays((week - 1) * 7L + day);
    }
}
