package timesessions.session;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What sessions are sorted by, always with the id as the tie-break in the same direction. As a parameter it is the
 * column's name in lower case, with {@code -} before it for descending.
 */
public record Order(Column column, boolean descending) {
    public static final Order BY_ID = new Order(Column.ID, false);
    /** The order of lists: the latest day first, and in a day the latest start. */
    public static final Order NEWEST_FIRST = new Order(Column.DAY, true);

    /** The order of exports. */
    public static final Order OLDEST_FIRST = new Order(Column.DAY, false);

    /** The first three are what the API sorts by, the others what pages do. */
    public enum Column {
        ID,
        START_AT,
        UPDATED_AT,
        DAY,
        DURATION,
        PERSON,
        PROJECT;

        String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<Column> OF_API = EnumSet.of(Column.ID, Column.START_AT, Column.UPDATED_AT);

    private static final Set<Column> OF_PAGES = EnumSet.of(Column.DAY, Column.DURATION, Column.PERSON, Column.PROJECT);

    /**
     * Reads the parameter of the API.
     *
     * @throws IllegalArgumentException with a message that goes on after the parameter's name
     */
    public static Order ofApi(String text) {
        return parse(text, OF_API);
    }

    /**
     * Reads the parameter of pages.
     *
     * @throws IllegalArgumentException with a message that goes on after the parameter's name
     */
    public static Order ofPage(String text) {
        return parse(text, OF_PAGES);
    }

    private static Order parse(String text, Set<Column> columns) {
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        for (Column column : columns) {
            if (column.parameter().equals(name)) {
                return new Order(column, descending);
            }
        }
        throw new IllegalArgumentException("must be %s, with a - before it for descending"
                .formatted(columns.stream().map(Column::parameter).collect(Collectors.joining(", "))));
    }

    /** Whether the API sorts so, and hence gives cursors. */
    public boolean isOfApi() {
        return OF_API.contains(column);
    }

    public boolean isById() {
        return column == Column.ID;
    }

    /** Whether it goes by names, whose order only the database knows. */
    boolean isByName() {
        return column == Column.PERSON || column == Column.PROJECT;
    }

    @Override
    public String toString() {
        return (descending ? "-" : "") + column.parameter();
    }

    Order reversed() {
        return new Order(column, !descending);
    }
}
