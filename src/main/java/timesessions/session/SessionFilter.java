package timesessions.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.time.LooseTimestamp;
import timesessions.web.Params;

/**
 * Which sessions are asked for, and the only class that knows the parameters for it. An empty set asks for all; the id 0
 * asks for the sessions that have none.
 *
 * @param from the first local day, inclusive; null for no bound
 * @param to the last local day, inclusive; null for no bound
 * @param words every one of these words, as {@link Words} gives them, stands in the description
 */
public record SessionFilter(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Set<Long> users,
        Set<Long> projects,
        Set<Long> categories,
        Set<Long> laborTypes,
        @Nullable Boolean running,
        List<String> words,
        InstantWindow created,
        InstantWindow updated,
        InstantWindow started) {

    public static final SessionFilter ALL = new SessionFilter(
            null,
            null,
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            null,
            List.of(),
            InstantWindow.OPEN,
            InstantWindow.OPEN,
            InstantWindow.OPEN);

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
        return new SessionFilter(
                null,
                null,
                params.ids("user_id", false),
                params.ids("project_id", true),
                params.ids("category_id", true),
                params.ids("labor_type_id", false),
                params.bool("running"),
                words(params),
                window(params, "min_created_at", "max_created_at"),
                window(params, "min_updated_at", "max_updated_at"),
                window(params, "min_start_at", "max_start_at"));
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
        return withUsers(seen.isEmpty() ? Set.of(NOBODY) : seen);
    }

    private SessionFilter withUsers(Set<Long> users) {
        return new SessionFilter(
                from, to, users, projects, categories, laborTypes, running, words, created, updated, started);
    }

    private static List<String> words(Params params) {
        String text = params.text("q").orElse("");
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
