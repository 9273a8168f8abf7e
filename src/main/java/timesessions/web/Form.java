package timesessions.web;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was typed into a form, and what is wrong with it: a page that is shown again holds the one in its fields and says
 * the other beside them.
 */
public final class Form {
    private final Map<String, List<String>> values;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private Form(Map<String, List<String>> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /** A form that nothing has been typed into. */
    public static Form empty() {
        return new Form(Map.of());
    }

    /** What the browser sent. */
    public static Form of(Context ctx) {
        return new Form(ctx.formParamMap());
    }

    /** Fills a field, before the form is first shown. */
    public Form with(String name, Object value) {
        values.put(name, List.of(value.toString()));
        return this;
    }

    /** Fills a field that takes several values. */
    public Form withAll(String name, Set<?> chosen) {
        values.put(name, chosen.stream().map(Object::toString).toList());
        return this;
    }

    /** What to show in a field. */
    public String value(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.getFirst();
    }

    /** Whether a box is ticked, or a choice made. */
    public boolean has(String name, Object value) {
        return values.getOrDefault(name, List.of()).contains(value.toString());
    }

    /** One line of text, without the blanks around it. */
    public String line(String name) {
        return value(name).strip();
    }

    /** One line of text that has to be there. */
    public String required(String name, int longest, String whenMissing) {
        String text = line(name);
        if (text.isEmpty()) {
            problem(name, whenMissing);
        } else if (text.codePointCount(0, text.length()) > longest) {
            problem(name, "Use at most %d characters.".formatted(longest));
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            problem(name, "Use letters, digits and signs only.");
        }
        return text;
    }

    /** The ids that were chosen; what is none is left out. */
    public Set<Long> ids(String name) {
        var ids = new TreeSet<Long>();
        for (String value : values.getOrDefault(name, List.of())) {
            if (value.matches("[1-9][0-9]{0,15}")) {
                ids.add(Long.parseLong(value));
            }
        }
        return ids;
    }

    /** Notes what is wrong with a field; the first thing counts. */
    public void problem(String name, String message) {
        problems.putIfAbsent(name, message);
    }

    /** What is wrong with a field; empty if nothing is. */
    public String problemOf(String name) {
        return problems.getOrDefault(name, "");
    }

    public boolean isWrong(String name) {
        return problems.containsKey(name);
    }

    public boolean isGood() {
        return problems.isEmpty();
    }

    /** The field to go to first; empty if all is well. */
    public String firstProblem() {
        return problems.isEmpty() ? "" : problems.keySet().iterator().next();
    }
}
