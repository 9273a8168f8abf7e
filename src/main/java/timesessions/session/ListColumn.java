package timesessions.session;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a list can go without. Person, project, total and the day are always there. */
public enum ListColumn {
    LABOR_TYPE("Labor types"),
    TIME("Time"),
    DAY_AXIS("Hours of the day"),
    WORK("Work"),
    BREAK("Break"),
    DESCRIPTION("Description");

    private static final String NO_COLUMN = "none";

    private final String label;

    ListColumn(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** As forms and the database name it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the parameter that {@link #text} writes.
     *
     * @throws IllegalArgumentException with a message that goes on after the parameter's name
     */
    static Set<ListColumn> parse(String text) {
        Set<ListColumn> columns = EnumSet.noneOf(ListColumn.class);
        if (text.strip().equals(NO_COLUMN)) {
            return columns;
        }
        for (String code : text.strip().split(",", -1)) {
            columns.add(Arrays.stream(values())
                    .filter(column -> column.code().equals(code))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("must name columns with commas between, of %s, or be %s"
                                    .formatted(text(EnumSet.allOf(ListColumn.class)), NO_COLUMN))));
        }
        return columns;
    }

    /** The columns as a parameter, in their order. */
    static String text(Set<ListColumn> columns) {
        return columns.isEmpty()
                ? NO_COLUMN
                : columns.stream().sorted().map(ListColumn::code).collect(Collectors.joining(","));
    }

    /**
     * The columns of a list.
     *
     * @param leading how many come before those with durations
     */
    public record Shown(Set<ListColumn> columns, int leading, int all) {
        /** Those that the address names, or else those that the reader has not hidden. */
        static Shown of(ListRequest request, Set<String> hidden) {
            Set<ListColumn> named = request.columns();
            return of(
                    named != null
                            ? named
                            : Arrays.stream(values())
                                    .filter(column -> !hidden.contains(column.code()))
                                    .collect(Collectors.toSet()));
        }

        private static Shown of(Set<ListColumn> shown) {
            int leading = 2
                    + (int) shown.stream()
                            .filter(column -> column == TIME || column == DAY_AXIS)
                            .count();
            int durations = 1
                    + (int) shown.stream()
                            .filter(column -> column == WORK || column == BREAK)
                            .count();
            return new Shown(shown, leading, leading + durations + (shown.contains(DESCRIPTION) ? 1 : 0));
        }

        /** As the parameter says them. */
        public String text() {
            return ListColumn.text(columns);
        }

        public boolean has(String code) {
            return columns.stream().anyMatch(column -> column.code().equals(code));
        }

        public boolean laborType() {
            return columns.contains(LABOR_TYPE);
        }

        public boolean time() {
            return columns.contains(TIME);
        }

        public boolean dayAxis() {
            return columns.contains(DAY_AXIS);
        }

        public boolean work() {
            return columns.contains(WORK);
        }

        public boolean breaks() {
            return columns.contains(BREAK);
        }

        public boolean description() {
            return columns.contains(DESCRIPTION);
        }

        public List<ListColumn> choices() {
            return List.of(values());
        }
    }
}
