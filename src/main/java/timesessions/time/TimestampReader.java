package timesessions.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Reads the parts of a timestamp from left to right, each character once. Whatever does not fit is refused with one
 * and the same message, which tells what may be given.
 */
final class TimestampReader {
    private static final int LONGEST = 64;
    private static final int SECONDS_A_DAY = 86_400;
    private static final int HIGHEST_OFFSET = 18 * 3_600;

    /** What the database can hold in milliseconds, so that who rounds the last instant does not leave its range. */
    private static final Instant FIRST = Instant.parse("1000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final String text;
    private final String expectation;
    private int at;

    TimestampReader(String text, String expectation) {
        this.text = text;
        this.expectation = expectation;
        if (text.length() > LONGEST) {
            throw refusal();
        }
    }

    DateTimeParseException refusal() {
        return new DateTimeParseException(expectation, text.substring(0, Math.min(text.length(), LONGEST)), at);
    }

    boolean atEnd() {
        return at == text.length();
    }

    void expectEnd() {
        if (!atEnd()) {
            throw refusal();
        }
    }

    boolean skip(char wanted) {
        boolean found = at < text.length() && text.charAt(at) == wanted;
        if (found) {
            at++;
        }
        return found;
    }

    boolean skipAny(char one, char other) {
        return skip(one) || skip(other);
    }

    boolean skipWord(String word) {
        boolean found = text.regionMatches(true, at, word, 0, word.length());
        if (found) {
            at += word.length();
        }
        return found;
    }

    /** Whether there was any. */
    boolean skipSpaces() {
        int from = at;
        while (skip(' ')) {}
        return at > from;
    }

    void expect(char wanted) {
        if (!skip(wanted)) {
            throw refusal();
        }
    }

    int digitsAhead() {
        int end = at;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end - at;
    }

    /** The number made by exactly that many digits. */
    int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (atEnd() || !isDigit(text.charAt(at))) {
                throw refusal();
            }
            number = number * 10 + text.charAt(at) - '0';
            at++;
        }
        return number;
    }

    /** The billionths told by the decimals of a fraction, of which there must be one; those after the ninth are dropped. */
    int billionths() {
        int digits = digitsAhead();
        int told = Math.min(digits, 9);
        int fraction = number(Math.max(told, 1));
        for (int i = told; i < 9; i++) {
            fraction *= 10;
        }
        at += digits - told;
        return fraction;
    }

    LocalDate date(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw refusal();
        }
    }

    int offset(boolean ahead, int hours, int minutes) {
        int seconds = hours * 3_600 + minutes * 60;
        if (minutes > 59 || seconds > HIGHEST_OFFSET) {
            throw refusal();
        }
        return ahead ? seconds : -seconds;
    }

    /**
     * The instant of a date and time at an offset from UTC. 24:00 is the midnight that ends the day; second 60, which a
     * leap second is called, is the first of the next minute, since clocks here have no leap seconds.
     *
     * @param nanos to add; more than a second where it is the fraction of an hour or a minute
     */
    Instant instant(LocalDate date, int hour, int minute, int second, long nanos, int offsetSeconds) {
        boolean afterMidnight = hour == 24 && (minute > 0 || second > 0 || nanos > 0);
        if (hour > 24 || afterMidnight || minute > 59 || second > 60) {
            throw refusal();
        }
        int secondOfDay = hour * 3_600 + minute * 60 + second;
        Instant instant = Instant.ofEpochSecond(date.toEpochDay() * SECONDS_A_DAY + secondOfDay - offsetSeconds, nanos);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw refusal();
        }
        return instant;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
