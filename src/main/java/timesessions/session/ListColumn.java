package timesessions.session;

import java.util.Arrays;
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
     * The columns of a list.
     *
     * @param leading how many come before those with durations
     */
    public record Shown(Set<ListColumn> columns, int leading, int all) {
        static Shown without(Set<String> hidden) {
            Set<ListColumn> shown = Arrays.stream(values())
                    .filter(column -> !hidden.contains(column.code()))
                    .collect(Collectors.toSet());
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

        public boolean has(String code) {
            return columns.stream().anyMatch(column -> column.code().equals(code));
        }

        public List<ListColumn> choices() {
            return List.of(values());
        }
    }
}
