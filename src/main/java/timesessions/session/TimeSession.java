package timesessions.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;

/**
 * One clock-in to clock-out of a person. The same value is written by imports and read by pages and the API.
 *
 * @param id unique within the company, 1 to 2^53 - 1
 * @param endAt null while the session runs
 * @param timeZone a Rails or IANA zone name, as it came
 * @param duration whole seconds, as it came; for a running session those of its ended entries, and what still runs is
 *     added by {@link #at}
 * @param entries ordered by start, then id
 */
public record TimeSession(
        long id,
        Instant startAt,
        @Nullable Instant endAt,
        String timeZone,
        int duration,
        int workDuration,
        int breakDuration,
        int numBreaks,
        @Nullable String description,
        Instant createdAt,
        Instant updatedAt,
        boolean running,
        Named user,
        @Nullable Named project,
        @Nullable Named category,
        List<TimeEntry> entries) {

    public TimeSession {
        entries = List.copyOf(entries);
    }

    /**
     * The session as it stands at that moment. Of a session that has ended this is the session itself; in a running one
     * each running entry counts up to the moment, and one without entries counts as work since it started.
     */
    public TimeSession at(Instant now) {
        if (!running) {
            return this;
        }
        int work = workDuration;
        int breaks = breakDuration;
        if (entries.isEmpty()) {
            work += secondsBetween(startAt, now);
        }
        for (TimeEntry entry : entries) {
            if (entry.running()) {
                int seconds = secondsBetween(entry.startAt(), now);
                switch (entry.type()) {
                    case WORK -> work += seconds;
                    case BREAK -> breaks += seconds;
                }
            }
        }
        return new TimeSession(
                id,
                startAt,
                endAt,
                timeZone,
                work + breaks,
                work,
                breaks,
                numBreaks,
                description,
                createdAt,
                updatedAt,
                running,
                user,
                project,
                category,
                entries.stream().map(entry -> entry.at(now)).toList());
    }

    static int secondsBetween(Instant from, Instant now) {
        return (int) Math.max(0, Duration.between(from, now).toSeconds());
    }
}
