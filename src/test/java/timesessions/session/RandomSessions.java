package timesessions.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.time.RailsTimeZone;

/** Sessions without sense, of every shape that the contract allows, from few people and projects so that they meet. */
public final class RandomSessions {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> WORDS =
            List.of("rack", "Cable", "cable", "Straße", "naïve", "P-255", "ends", "日本語", "x", "42");

    private final SplittableRandom random;

    public RandomSessions(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public TimeSession withId(long id) {
        Instant start = instant();
        boolean running = random.nextInt(10) == 0;
        String zone = zone();
        return new TimeSession(
                id,
                start,
                running ? null : start.plusMillis(random.nextLong(100_000_000)),
                zone,
                random.nextInt(40_000),
                random.nextInt(40_000),
                random.nextInt(4_000),
                random.nextInt(3),
                description(),
                instant(),
                instant(),
                running,
                named("Person ", 5),
                random.nextBoolean() ? named("Project ", 4) : null,
                random.nextInt(4) == 0 ? named("Category ", 3) : null,
                entries(id, start, running));
    }

    /** The same session with other values of these. */
    static TimeSession copy(TimeSession s, Instant createdAt, Instant updatedAt, @Nullable Named project) {
        return new TimeSession(
                s.id(),
                s.startAt(),
                s.endAt(),
                s.timeZone(),
                s.duration(),
                s.workDuration(),
                s.breakDuration(),
                s.numBreaks(),
                s.description(),
                createdAt,
                updatedAt,
                s.running(),
                s.user(),
                project,
                s.category(),
                s.entries());
    }

    private List<TimeEntry> entries(long sessionId, Instant start, boolean running) {
        var entries = new ArrayList<TimeEntry>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            boolean runs = running && i == count - 1;
            Instant from = start.plusSeconds(i * 600L);
            entries.add(new TimeEntry(
                    sessionId * 10 + i,
                    from,
                    runs ? null : from.plusSeconds(random.nextInt(600)),
                    zone(),
                    random.nextInt(10_000),
                    instant(),
                    instant(),
                    random.nextInt(3) == 0 ? EntryType.BREAK : EntryType.WORK,
                    runs,
                    random.nextInt(4) == 0 ? null : named("Labor ", 4)));
        }
        return entries;
    }

    private Named named(String prefix, int count) {
        long id = random.nextLong(1, count + 1L);
        return new Named(id, prefix + id);
    }

    private Instant instant() {
        return EPOCH.plusMillis(random.nextLong(90L * 24 * 60 * 60 * 1000));
    }

    private String zone() {
        List<RailsTimeZone> all = RailsTimeZone.all();
        return all.get(random.nextInt(all.size())).name();
    }

    private @Nullable String description() {
        if (random.nextInt(5) == 0) {
            return null;
        }
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : ", ");
        }
        return text.toString();
    }
}
