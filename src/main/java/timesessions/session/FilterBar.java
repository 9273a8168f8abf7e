package timesessions.session;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.directory.Dimension;
import timesessions.time.DateRange;
import timesessions.time.DayText;
import timesessions.time.RangePreset;
import timesessions.web.Params;
import timesessions.web.QueryString;

/**
 * What stands above every list and report: the filter as fields, as chips, and as links to its neighbours. The template
 * is session/filter-bar.
 *
 * @param path the page that the filter is of
 * @param kept what else the page's address says, and goes on saying when the filter changes
 * @param problems what cannot be read, by the field that it stands beside
 * @param wrong which fields hold it
 * @param otherProblems what else cannot be read, and has no field
 */
public record FilterBar(
        String path,
        List<Kept> kept,
        Range range,
        List<Picker> pickers,
        String words,
        String running,
        List<Chip> chips,
        String clear,
        Map<String, String> problems,
        Wrong wrong,
        List<String> otherProblems) {
    /** Of so many values of one kind each has a chip; more of them share one. */
    private static final int MOST_CHIPS = 6;

    /** The parameters that the bar has fields for, as readers know them. */
    private static final Map<String, String> FIELDS = fields();

    private static Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("range", "Days");
        fields.put("from", "From");
        fields.put("to", "To");
        for (Dimension dimension : Dimension.values()) {
            fields.put(dimension.parameter(), dimension.plural());
        }
        fields.put("running", "State");
        fields.put("q", "Words");
        return fields;
    }

    /** A parameter of the page that is none of the filter's. */
    public record Kept(String name, String value) {}

    /**
     * The days.
     *
     * @param label how the reader chose them
     * @param days the days themselves, in words; empty where the label says them
     * @param preset what forms send for days that are relative; empty for dates
     * @param from as the field shows it
     * @param previous where the days before are; empty where there are none
     */
    public record Range(
            String label,
            String days,
            String preset,
            String from,
            String to,
            String previous,
            String next,
            List<Preset> presets) {
        /** How they were chosen, and the days. */
        public String text() {
            return days.isEmpty() ? label : label + " " + days;
        }
    }

    public record Preset(String label, String days, String href, boolean current) {}

    /**
     * A list of names to choose from.
     *
     * @param href where the choices are
     */
    public record Picker(Dimension dimension, String href, List<Chosen> chosen) {
        /** How many are chosen; empty for none. */
        public String count() {
            return chosen.isEmpty() ? "" : Integer.toString(chosen.size());
        }
    }

    public record Chosen(String value, String name) {}

    /**
     * One thing that the filter asks for.
     *
     * @param href the same page without it
     */
    public record Chip(String label, String value, String href) {}

    /**
     * The filter with no more keys than the bar shows the names of.
     *
     * @param chipsAlone whether no lists of what is chosen are shown, as where only results are swapped
     */
    public static SessionFilter named(SessionFilter filter, boolean chipsAlone) {
        SessionFilter named = filter;
        if (chipsAlone) {
            for (Dimension dimension : Dimension.values()) {
                named = named.with(dimension, withChips(filter.keys(dimension)));
            }
        }
        return named;
    }

    /** Those that have a chip of their own: chosen by their ids, so that the names of the others need not be known. */
    private static Set<Long> withChips(Set<Long> ids) {
        return ids.size() <= MOST_CHIPS
                ? ids
                : ids.stream().sorted().limit(MOST_CHIPS - 1).collect(Collectors.toSet());
    }

    /**
     * Makes the bar.
     *
     * @param names of what is chosen, as far as the reader may know them
     */
    public static FilterBar of(
            String path,
            SessionFilter filter,
            List<Kept> kept,
            Params params,
            Map<Dimension, Map<Long, String>> names,
            Company company,
            LocalDate today) {
        var address = new Address(path, kept);
        var problems = new HashMap<String, String>();
        params.problems()
                .forEach(problem -> problems.putIfAbsent(
                        problem.parameter(), "This %s. It is left out.".formatted(problem.message())));
        List<Picker> pickers = Stream.of(Dimension.values())
                .map(dimension -> new Picker(
                        dimension,
                        address.of(filter, path + "/choices/" + dimension.parameter()),
                        chosen(dimension, filter, names)))
                .toList();
        return new FilterBar(
                path,
                kept,
                range(filter, params, company, today, address),
                pickers,
                filter.text(),
                filter.running() == null ? "" : filter.running().toString(),
                chips(filter, pickers, address),
                address.of(filter.ofDaysOnly()),
                problems,
                Wrong.of(problems),
                params.problems().stream()
                        .filter(problem -> !FIELDS.containsKey(problem.parameter()))
                        .map(problem -> "“%s” %s. It is left out.".formatted(problem.parameter(), problem.message()))
                        .toList());
    }

    /** Which fields hold what cannot be read. */
    public record Wrong(boolean days, boolean from, boolean to, boolean running, boolean words) {
        private static Wrong of(Map<String, String> problems) {
            boolean from = problems.containsKey("from");
            boolean to = problems.containsKey("to");
            return new Wrong(
                    from || to || problems.containsKey("range"),
                    from,
                    to,
                    problems.containsKey("running"),
                    problems.containsKey("q"));
        }
    }

    public boolean hasChips() {
        return !chips.isEmpty();
    }

    /**
     * What is wrong, with the field that it is about.
     *
     * @param label the field as readers know it
     */
    public record FieldProblem(String label, String message) {}

    public List<FieldProblem> fieldProblems() {
        return FIELDS.entrySet().stream()
                .filter(field -> problems.containsKey(field.getKey()))
                .map(field -> new FieldProblem(field.getValue(), requireNonNull(problems.get(field.getKey()))))
                .toList();
    }

    private record Address(String path, List<Kept> kept) {
        String of(SessionFilter filter) {
            return of(filter, path);
        }

        String of(SessionFilter filter, String otherPath) {
            QueryString query = filter.addTo(new QueryString());
            kept.forEach(parameter -> query.add(parameter.name, parameter.value));
            return otherPath + query;
        }
    }

    private static Range range(SessionFilter filter, Params params, Company company, LocalDate today, Address address) {
        RangePreset preset = filter.preset();
        DateRange days = filter.days();
        String inWords = DayText.range(days, today);
        var presets = new EnumMap<RangePreset, DateRange>(RangePreset.class);
        for (RangePreset choice : RangePreset.values()) {
            presets.put(choice, company.days(choice, today));
        }
        return new Range(
                preset == null ? inWords : preset.label(),
                preset == null ? "" : inWords,
                preset == null || preset == SessionFilter.DEFAULT_PRESET ? "" : preset.parameter(),
                typed(params, "from", filter.from(), preset),
                typed(params, "to", filter.to(), preset),
                days.previous(company.payPeriod())
                        .map(before -> address.of(during(filter, before, presets)))
                        .orElse(""),
                days.next(company.payPeriod())
                        .map(after -> address.of(during(filter, after, presets)))
                        .orElse(""),
                presets.entrySet().stream()
                        .map(choice -> new Preset(
                                choice.getKey().label(),
                                DayText.range(choice.getValue(), today),
                                address.of(filter.during(choice.getKey(), choice.getValue())),
                                choice.getKey() == preset))
                        .toList());
    }

    /** By its name, where the days have one that says where one has come to, such as last week. */
    private static SessionFilter during(SessionFilter filter, DateRange days, Map<RangePreset, DateRange> presets) {
        for (Map.Entry<RangePreset, DateRange> preset : presets.entrySet()) {
            if (preset.getValue().equals(days) && preset.getKey() != RangePreset.LAST_30_DAYS) {
                return filter.during(preset.getKey(), days);
            }
        }
        return filter.during(days);
    }

    private static String typed(Params params, String field, @Nullable LocalDate date, @Nullable RangePreset preset) {
        if (params.problems().stream().anyMatch(problem -> problem.parameter().equals(field))) {
            return params.text(field).orElse("");
        }
        return preset == null && date != null ? date.toString() : "";
    }

    private static List<Chosen> chosen(
            Dimension dimension, SessionFilter filter, Map<Dimension, Map<Long, String>> names) {
        return filter.keys(dimension).stream()
                .map(id -> new Chosen(Dimension.value(id), dimension.name(id, names.getOrDefault(dimension, Map.of()))))
                .sorted((one, other) -> String.CASE_INSENSITIVE_ORDER.compare(one.name, other.name))
                .toList();
    }

    private static List<Chip> chips(SessionFilter filter, List<Picker> pickers, Address address) {
        var chips = new ArrayList<Chip>();
        for (Picker picker : pickers) {
            Dimension dimension = picker.dimension;
            List<Chosen> chosen = picker.chosen;
            Set<Long> withChips = withChips(filter.keys(dimension));
            Set<String> values = withChips.stream().map(Dimension::value).collect(Collectors.toSet());
            List<Chosen> alone =
                    chosen.stream().filter(one -> values.contains(one.value)).toList();
            for (Chosen one : alone) {
                Set<Long> others = new HashSet<>(filter.keys(dimension));
                others.removeIf(id -> Dimension.value(id).equals(one.value));
                chips.add(new Chip(dimension.label(), one.name, address.of(filter.with(dimension, others))));
            }
            if (alone.size() < chosen.size()) {
                chips.add(new Chip(
                        dimension.plural(),
                        "%d more".formatted(chosen.size() - alone.size()),
                        address.of(filter.with(dimension, withChips))));
            }
        }
        if (filter.running() != null) {
            chips.add(new Chip(
                    "State", filter.running() ? "on the clock" : "ended", address.of(filter.withRunning(null))));
        }
        if (!filter.words().isEmpty()) {
            chips.add(new Chip("Words", filter.text(), address.of(filter.withoutWords())));
        }
        return chips;
    }
}
