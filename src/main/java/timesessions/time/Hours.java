package timesessions.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How a number of seconds is written. What is written is rounded half up, to the minute or to the hundredth of an hour;
 * nothing is ever added up from it.
 */
public enum Hours {
    /** {@code 7:45}. */
    CLOCK,
    /** {@code 7.75}. */
    DECIMAL;

    private static final BigDecimal SECONDS_IN_AN_HOUR = BigDecimal.valueOf(3600);

    /** The hours by themselves, as they stand in a column. */
    public String of(long seconds) {
        return switch (this) {
            case CLOCK -> clock(seconds);
            case DECIMAL -> decimal(seconds);
        };
    }

    /** The other way of writing them, with its unit: what a tooltip adds. */
    public String otherwise(long seconds) {
        return switch (this) {
            case CLOCK -> decimal(seconds) + " h";
            case DECIMAL -> clock(seconds) + " h";
        };
    }

    /** As a parameter and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String clock(long seconds) {
        long minutes = (Math.abs(seconds) + 30) / 60;
        return String.format(
                Locale.ENGLISH, "%s%,d:%02d", seconds < 0 && minutes > 0 ? "−" : "", minutes / 60, minutes % 60);
    }

    private static String decimal(long seconds) {
        BigDecimal hours = BigDecimal.valueOf(Math.abs(seconds)).divide(SECONDS_IN_AN_HOUR, 2, RoundingMode.HALF_UP);
        return String.format(Locale.ENGLISH, "%s%,.2f", seconds < 0 && hours.signum() > 0 ? "−" : "", hours);
    }
}
