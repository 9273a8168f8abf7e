package timesessions.ingest.tracker;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times of day and lengths of time, in the ways in which exports write them. */
final class Spans {
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2})[:.h](\\d{2})(?:[:.](\\d{2})(?:[.,]\\d+)?)?\\s?(?:([ap])\\.?\\s?m\\.?|uhr)?");
    private static final Pattern HOUR = Pattern.compile("(\\d{1,2})\\s?([ap])\\.?\\s?m\\.?");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,4}):(\\d{2})(?::(\\d{2}))?\\s?h?");
    private static final Pattern UNITS =
            Pattern.compile("(?:(\\d{1,4})\\s?h)?\\s?(?:(\\d{1,4})\\s?m(?:in)?)?\\s?(?:(\\d{1,5})\\s?s)?");
    private static final Pattern DECIMAL = Pattern.compile("\\d[\\d.,'’ ]*\\s?h?|[.,]\\d+\\s?h?");
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

    /**
     * A length of time.
     *
     * @param isExact whether it was written down to the second
     */
    record Length(int seconds, boolean isExact) {}

    private Spans() {}

    /** A time of day; empty for what is none. */
    static Optional<LocalTime> time(String text) {
        String plain = plain(text);
        Matcher parts = TIME.matcher(plain);
        if (parts.matches()) {
            int second = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
            return time(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), second, parts.group(4));
        }
        Matcher hour = HOUR.matcher(plain);
        return hour.matches() ? time(Integer.parseInt(hour.group(1)), 0, 0, hour.group(2)) : Optional.empty();
    }

    /** Whether a time of day was written down to the second. */
    static boolean hasSeconds(String text) {
        Matcher parts = TIME.matcher(plain(text));
        return parts.matches() && parts.group(3) != null;
    }

    private static Optional<LocalTime> time(int written, int minute, int second, @Nullable String half) {
        int hour = written;
        if (half != null) {
            if (hour < 1 || hour > 12) {
                return Optional.empty();
            }
            hour = hour % 12 + (half.equals("p") ? 12 : 0);
        }
        return hour < 24 && minute < 60 && second < 60
                ? Optional.of(LocalTime.of(hour, minute, second))
                : Optional.empty();
    }

    /** A length as {@code 1:30}, {@code 01:30:00}, {@code 1h 30m}, {@code 1.5} or {@code 1,5}; empty for what is none. */
    static Optional<Length> length(String text) {
        String plain = plain(text);
        Matcher clock = CLOCK.matcher(plain);
        if (clock.matches()) {
            return length(clock.group(1), clock.group(2), clock.group(3), clock.group(3) != null);
        }
        Matcher units = UNITS.matcher(plain);
        if (!plain.isEmpty() && units.matches()) {
            return length(units.group(1), units.group(2), units.group(3), units.group(3) != null);
        }
        return DECIMAL.matcher(plain).matches() ? decimal(plain.replaceAll("[h ]", "")) : Optional.empty();
    }

    private static Optional<Length> length(
            @Nullable String hours, @Nullable String minutes, @Nullable String seconds, boolean isExact) {
        return Optional.of(new Length(3_600 * number(hours) + 60 * number(minutes) + number(seconds), isExact));
    }

    /** Hours. Of two kinds of signs the last divides off the fraction; a single sign does too, for nobody works 1,500 hours. */
    private static Optional<Length> decimal(String text) {
        int last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
        String whole = last < 0 ? text : text.substring(0, last);
        String fraction = last < 0 ? "" : text.substring(last + 1);
        try {
            var hours = new BigDecimal(whole.replaceAll("[.,'’]", "") + "." + fraction + "0");
            var seconds = hours.multiply(SECONDS_PER_HOUR).setScale(0, RoundingMode.HALF_UP);
            return Optional.of(new Length(seconds.intValueExact(), false));
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Z}\\s]+", " ").strip().toLowerCase(Locale.ROOT);
    }
}
