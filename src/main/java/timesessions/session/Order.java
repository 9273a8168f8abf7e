package timesessions.session;

import java.util.Locale;

/**
 * What sessions are sorted by, always with the id as the tie-break in the same direction. As a parameter it is the
 * column's name in lower case, with {@code -} before it for descending.
 */
public record Order(Column column, boolean descending) {
    public static final Order BY_ID = new Order(Column.ID, false);

    /** What the API sorts by. */
    public enum Column {
        ID,
        START_AT,
        UPDATED_AT
    }

    /**
     * Reads the parameter.
     *
     * @throws IllegalArgumentException with a message that goes on after the parameter's name
     */
    public static Order parse(String text) {
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        for (Column column : Column.values()) {
            if (column.name().toLowerCase(Locale.ROOT).equals(name)) {
                return new Order(column, descending);
            }
        }
        throw new IllegalArgumentException("must be id, start_at or updated_at, with a - before it for descending");
    }

    public boolean isById() {
        return column == Column.ID;
    }

    @Override
    public String toString() {
        return (descending ? "-" : "") + column.name().toLowerCase(Locale.ROOT);
    }
}
