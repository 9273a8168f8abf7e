package timesessions.session;

import static java.util.Objects.requireNonNullElse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.account.Visibility;
import timesessions.directory.Dimension;
import timesessions.time.DateRange;
import timesessions.time.LooseTimestamp;
import timesessions.time.RangePreset;
import timesessions.web.Params;
import timesessions.web.QueryString;

/**
 * Which sessions are asked for, and the only class that knows the parameters for it. An empty set asks for all; the id 0
 * asks for the sessions that have none.
 *
 * @param preset what the days were asked for by, so that an address stays relative; null where they were given as dates
 * @param from the first local day, inclusive; null for no bound
 * @param to the last local day, inclusive; null for no bound
 * @param text the words as they were typed
 * @param words every one of these words, as {@link Words} gives them, stands in the description
 */
public record SessionFilter(
        @Nullable RangePreset preset,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Set<Long> users,
        Set<Long> projects,
        Set<Long> categories,
        Set<Long> laborTypes,
        @Nullable Boolean running,
        String text,
        List<String> words,
        InstantWindow created,
        InstantWindow updated,
        InstantWindow started) {

    public static final SessionFilter ALL = new SessionFilter(
            RangePreset.ALL,
            null,
            null,
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            null,
            "",
            List.of(),
            InstantWindow.OPEN,
            InstantWindow.OPEN,
            InstantWindow.OPEN);

    /** What a page shows that is asked for nothing. */
    public static final RangePreset DEFAULT_PRESET = RangePreset.THIS_WEEK;

    /** Ids start at 1. */
    private static final Long NOBODY = -1L;

    public SessionFilter {
        users = Set.copyOf(users);
        projects = Set.copyOf(projects);
        categories = Set.copyOf(categories);
        laborTypes = Set.copyOf(laborTypes);
        words = List.copyOf(words);
    }

    /** The filters of the JSON API; what cannot be read is among the problems of the parameters. */
    public static SessionFilter ofApi(Params params) {
        String text = params.text("q").orElse("");
        return new SessionFilter(
                RangePreset.ALL,
                null,
                null,
                params.ids("user_id", false),
                params.ids("project_id", true),
                params.ids("category_id", true),
                params.ids("labor_type_id", false),
                params.bool("running"),
                text,
                words(params, text),
                window(params, "min_created_at", "max_created_at"),
                window(params, "min_updated_at", "max_updated_at"),
                window(params, "min_start_at", "max_start_at"));
    }

    /**
     * The filters of pages, reports and exports. What cannot be read is among the problems of the parameters, and asks for
     * nothing; a parameter without a value is as good as none, since forms send it.
     *
     * @param today the date in the company's time zone
     */
    public static SessionFilter ofPage(Params params, Company company, LocalDate today) {
        String text = params.text("q").orElse("").strip();
        Days days = Days.of(params, company, today);
        return new SessionFilter(
                days.preset,
                days.from,
                days.to,
                params.ids(Dimension.USER.parameter(), false),
                params.ids(Dimension.PROJECT.parameter(), true),
                params.ids(Dimension.CATEGORY.parameter(), true),
                params.ids(Dimension.LABOR_TYPE.parameter(), true),
                params.text("running").filter(value -> !value.isBlank()).isEmpty() ? null : params.bool("running"),
                text,
                words(params, text),
                InstantWindow.OPEN,
                InstantWindow.OPEN,
                InstantWindow.OPEN);
    }

    /** Adds the parameters of pages, of which {@link #ofPage} makes the same filter again. */
    public QueryString addTo(QueryString query) {
        forEachParameter(query::add);
        return query;
    }

    /** Calls with the name and value of each parameter of pages that is not as always. */
    public void forEachParameter(BiConsumer<String, String> action) {
        if (preset == null) {
            if (from != null) {
                action.accept("from", from.toString());
            }
            if (to != null) {
                action.accept("to", to.toString());
            }
        } else if (preset != DEFAULT_PRESET) {
            action.accept("range", preset.parameter());
        }
        for (Dimension dimension : Dimension.values()) {
            new TreeSet<>(keys(dimension)).forEach(id -> action.accept(dimension.parameter(), Dimension.value(id)));
        }
        if (running != null) {
            action.accept("running", running.toString());
        }
        if (!text.isEmpty()) {
            action.accept("q", text);
        }
    }

    /** The address of a page that shows this. */
    public String on(String path) {
        return path + addTo(new QueryString());
    }

    public Set<Long> keys(Dimension dimension) {
        return switch (dimension) {
            case USER -> users;
            case PROJECT -> projects;
            case CATEGORY -> categories;
            case LABOR_TYPE -> laborTypes;
        };
    }

    public SessionFilter with(Dimension dimension, Set<Long> keys) {
        return new SessionFilter(
                preset,
                from,
                to,
                dimension == Dimension.USER ? keys : users,
                dimension == Dimension.PROJECT ? keys : projects,
                dimension == Dimension.CATEGORY ? keys : categories,
                dimension == Dimension.LABOR_TYPE ? keys : laborTypes,
                running,
                text,
                words,
                created,
                updated,
                started);
    }

    /** The same sessions of other days. */
    public SessionFilter during(DateRange range) {
        return during(null, range);
    }

    /** The same sessions of the days that the preset means. */
    public SessionFilter during(RangePreset preset, Company company, LocalDate today) {
        return during(preset, company.days(preset, today));
    }

    /**
     * The same sessions of other days.
     *
     * @param preset that means those days today; null for none
     */
    SessionFilter during(@Nullable RangePreset preset, DateRange range) {
        return but(
                preset,
                range.from().equals(DateRange.ALL.from()) ? null : range.from(),
                range.to().equals(DateRange.ALL.to()) ? null : range.to(),
                running,
                text,
                words);
    }

    public SessionFilter withRunning(@Nullable Boolean running) {
        return but(preset, from, to, running, text, words);
    }

    public SessionFilter withoutWords() {
        return but(preset, from, to, running, "", List.of());
    }

    /** The same, whenever sessions were made, changed or started. */
    SessionFilter withoutInstants() {
        return new SessionFilter(
                preset,
                from,
                to,
                users,
                projects,
                categories,
                laborTypes,
                running,
                text,
                words,
                InstantWindow.OPEN,
                InstantWindow.OPEN,
                InstantWindow.OPEN);
    }

    private SessionFilter but(
            @Nullable RangePreset preset,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Boolean running,
            String text,
            List<String> words) {
        return new SessionFilter(
                preset,
                from,
                to,
                users,
                projects,
                categories,
                laborTypes,
                running,
                text,
                words,
                created,
                updated,
                started);
    }

    /** The days alone. */
    public SessionFilter ofDaysOnly() {
        return ALL.during(preset, days());
    }

    /** Whether more is asked for than days. */
    public boolean isNarrowed() {
        return !equals(ofDaysOnly());
    }

    /** The days asked for; an end that is open is the one of {@link DateRange#ALL}. */
    public DateRange days() {
        return new DateRange(
                requireNonNullElse(from, DateRange.ALL.from()), requireNonNullElse(to, DateRange.ALL.to()));
    }

    /** The same, of the people that the reader sees. */
    public SessionFilter seenBy(Visibility reader) {
        Set<Long> people = reader.people();
        if (people == null) {
            return this;
        }
        var seen = new HashSet<>(users.isEmpty() ? people : users);
        seen.retainAll(people);
        // An empty set would ask for everyone.
        return with(Dimension.USER, seen.isEmpty() ? Set.of(NOBODY) : seen);
    }

    /** The days of a page's parameters: dates, or else a preset, or else this week. */
    private record Days(
            @Nullable RangePreset preset,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        static Days of(Params params, Company company, LocalDate today) {
            LocalDate from = date(params, "from");
            LocalDate to = date(params, "to");
            if (from != null && to != null && to.isBefore(from)) {
                params.problem("to", "must not be before " + from);
                from = null;
                to = null;
            }
            if (from != null || to != null) {
                return new Days(null, from, to);
            }
            RangePreset preset = params.text("range")
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .flatMap(name -> {
                        Optional<RangePreset> found = RangePreset.find(name);
                        if (found.isEmpty()) {
                            params.problem(
                                    "range",
                                    "must be the name of a range, such as last_week, not " + Params.quoted(name));
                        }
                        return found;
                    })
                    .orElse(DEFAULT_PRESET);
            SessionFilter during = ALL.during(preset, company, today);
            return new Days(preset, during.from, during.to);
        }

        private static @Nullable LocalDate date(Params params, String name) {
            LocalDate date = params.date(name);
            if (date != null && !DateRange.ALL.contains(date)) {
                params.problem(name, "must lie between the years 1000 and 9999");
                return null;
            }
            return date;
        }
    }

    private static List<String> words(Params params, String text) {
        List<String> words = List.copyOf(Words.of(text));
        if (words.isEmpty() && !text.isBlank()) {
            params.problem("q", "has no word to look for");
        }
        return words;
    }

    private static InstantWindow window(Params params, String min, String max) {
        Instant from = params.read(min, SessionFilter::instant);
        Instant to = params.read(max, SessionFilter::instant);
        // What is stored is whole milliseconds: the first at or after one end, the last at or before the other.
        return new InstantWindow(
                from == null ? null : from.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS),
                to == null ? null : to.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Instant instant(String text) {
        try {
            return LooseTimestamp.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a date or a date and time, as in 2023-07-28 15:33:33 -0700", e);
        }
    }
}
