package timesessions.session;

import static java.util.Objects.requireNonNullElse;

import java.time.LocalDate;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Dimension;
import timesessions.directory.Named;
import timesessions.time.DateRange;
import timesessions.web.Params;
import timesessions.web.QueryString;

/** Filters as pages have them, over what {@link RandomSessions} gives, and the same in plain Java. */
public final class RandomFilters {
    private final SplittableRandom random;

    public RandomFilters(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public SessionFilter next() {
        int chance = random.nextInt(3) == 0 ? 2 : 5;
        SessionFilter filter = SessionFilter.ALL;
        if (random.nextInt(2) == 0) {
            LocalDate from = LocalDate.parse("2026-01-01").plusDays(random.nextInt(90));
            LocalDate to = from.plusDays(random.nextInt(60));
            boolean fromOpen = random.nextInt(4) == 0;
            boolean toOpen = !fromOpen && random.nextInt(4) == 0;
            filter = filter.during(
                    new DateRange(fromOpen ? DateRange.ALL.from() : from, toOpen ? DateRange.ALL.to() : to));
        }
        for (Dimension dimension : Dimension.values()) {
            if (random.nextInt(chance) == 0) {
                filter = filter.with(dimension, ids(dimension.isOptional() ? 0 : 1));
            }
        }
        if (random.nextInt(2 * chance) == 0) {
            filter = filter.withRunning(random.nextBoolean());
        }
        if (random.nextInt(2 * chance) == 0) {
            filter = withWords(filter);
        }
        return filter;
    }

    private SessionFilter withWords(SessionFilter filter) {
        String query = new QueryString()
                .add("q", random.nextBoolean() ? "rack" : "cable 42")
                .toString();
        SessionFilter words = SessionFilter.ofApi(Params.of(query.substring(1)));
        for (Dimension dimension : Dimension.values()) {
            words = words.with(dimension, filter.keys(dimension));
        }
        SessionFilter during = filter.preset() == null ? words.during(filter.days()) : words;
        return during.withRunning(filter.running());
    }

    private Set<Long> ids(int from) {
        var ids = new TreeSet<Long>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            ids.add(random.nextLong(from, 6));
        }
        return ids;
    }

    public static boolean matches(TimeSession s, SessionFilter filter) {
        return filter.days().contains(s.localDate())
                && isAmong(s.user(), filter.users())
                && isAmong(s.project(), filter.projects())
                && isAmong(s.category(), filter.categories())
                && (filter.laborTypes().isEmpty() || s.laborTypeIds().stream().anyMatch(filter.laborTypes()::contains))
                && requireNonNullElse(filter.running(), s.running()) == s.running()
                && Words.of(s.description()).containsAll(filter.words());
    }

    private static boolean isAmong(@Nullable Named named, Set<Long> ids) {
        return ids.isEmpty() || ids.contains(named == null ? 0L : named.id());
    }
}
