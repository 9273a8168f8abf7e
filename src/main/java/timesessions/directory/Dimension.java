package timesessions.directory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What sessions are told apart by, each with a list of names. In every place the id 0 stands for "none". */
public enum Dimension {
    USER("user_id", "Person", "People", false),
    PROJECT("project_id", "Project", "Projects", true),
    CATEGORY("category_id", "Category", "Categories", true),
    LABOR_TYPE("labor_type_id", "Labor type", "Labor types", true);

    private final String parameter;
    private final String label;
    private final String plural;
    private final boolean optional;

    Dimension(String parameter, String label, String plural, boolean optional) {
        this.parameter = parameter;
        this.label = label;
        this.plural = plural;
        this.optional = optional;
    }

    public static Optional<Dimension> find(String parameter) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.parameter.equals(parameter))
                .findFirst();
    }

    /** How addresses name it. */
    public String parameter() {
        return parameter;
    }

    public String label() {
        return label;
    }

    public String plural() {
        return plural;
    }

    /** Whether a session may have none. */
    public boolean isOptional() {
        return optional;
    }

    /** What stands for the sessions that have none. */
    public String none() {
        return "No " + label.toLowerCase(Locale.ENGLISH);
    }

    /**
     * What an id is called; where its name is not known, by the number.
     *
     * @param names of this dimension
     */
    public String name(long id, Map<Long, String> names) {
        return id == 0 ? none() : names.getOrDefault(id, label + " " + id);
    }

    /** An id as a parameter says it. */
    public static String value(long id) {
        return id == 0 ? "none" : Long.toString(id);
    }
}
