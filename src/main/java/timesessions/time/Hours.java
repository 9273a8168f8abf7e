package timesessions.time;

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

    private static final long SECONDS_OF_MINUTE = 60;
    private static final long SECONDS_OF_HUNDREDTH = 36;

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
        long minutes = (Math.abs(seconds) + SECONDS_OF_MINUTE / 2) / SECONDS_OF_MINUTE;
        return text(seconds < 0 && minutes > 0, minutes / 60, ':', minutes % 60);
    }

    private static String decimal(long seconds) {
        long hundredths = (Math.abs(seconds) + SECONDS_OF_HUNDREDTH / 2) / SECONDS_OF_HUNDREDTH;
        return text(seconds < 0 && hundredths > 0, hundredths / 100, '.', hundredths % 100);
    }

    /** By hand and not by a formatter, since a list has hundreds of these. */
    private static String text(boolean negative, long whole, char separator, long part) {
        var text = new StringBuilder(12).append(negative ? "−" : "");
        String digits = Long.toString(whole);
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return text.append(separator).append(part < 10 ? "0" : "").append(part).toString();
    }
}
