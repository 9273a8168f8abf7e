package timesessions.export;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of an export. Its name is what other programs find it by, so it stays.
 *
 * @param value of a row; null for an empty cell, else what the type says
 */
public record Column<T>(String name, Type type, Function<T, @Nullable Object> value) {
    /** What the values are, and how a spreadsheet shows them. */
    public enum Type {
        /** A {@link String}. */
        TEXT(20),
        /** A {@link Long} to tell things apart by, or to count with. */
        NUMBER(12),
        /** A {@link java.time.LocalDate}. */
        DATE(11),
        /** A {@link java.time.LocalDateTime} on the clocks of the row's time zone. */
        TIME(17),
        /** A {@link Long} of seconds, shown as decimal hours. */
        HOURS(10),
        /** A {@link Long} of seconds, shown as h:mm. */
        CLOCK(9),
        /** A {@link Boolean}. */
        YES_NO(9);

        private final int width;

        Type(int width) {
            this.width = width;
        }

        /** How wide a spreadsheet makes it, in characters. */
        int width() {
            return width;
        }
    }

    /** The three ways of writing a number of seconds: {@code work_seconds}, {@code work_hours} and {@code work}. */
    public static <T> List<Column<T>> seconds(String name, Function<T, Long> seconds) {
        return List.of(
                new Column<>(name + "_seconds", Type.NUMBER, seconds::apply),
                new Column<>(name + "_hours", Type.HOURS, seconds::apply),
                new Column<>(name, Type.CLOCK, seconds::apply));
    }
}
