package timesessions.session;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.time.RailsTimeZone;

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

    private static final Comparator<TimeEntry> BY_START =
            Comparator.comparing(TimeEntry::startAt).thenComparingLong(TimeEntry::id);

    public TimeSession {
        entries = isSorted(entries)
                ? List.copyOf(entries)
                : entries.stream().sorted(BY_START).toList();
    }

    private static boolean isSorted(List<TimeEntry> entries) {
        for (int i = 1; i < entries.size(); i++) {
            if (BY_START.compare(entries.get(i - 1), entries.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    /** The day on which the session started in its own time zone: the one that it belongs to everywhere. */
    public LocalDate localDate() {
        return LocalDate.ofInstant(startAt, RailsTimeZone.of(timeZone).zone());
    }

    /** The labor types among the entries, with 0 for entries that have none, and for a session without entries. */
    public Set<Long> laborTypeIds() {
        if (entries.isEmpty()) {
            return Set.of(0L);
        }
        return entries.stream()
                .map(entry -> entry.laborType() == null ? 0L : entry.laborType().id())
                .collect(Collectors.toSet());
    }

    /**
     * The session as it is kept. What an upstream says a running clock has come to is true only for the moment at which
     * it said so: kept are the seconds of the entries that have ended, to which {@link #at} adds the rest.
     */
    public TimeSession asStored() {
        if (!running) {
            return hasRunningEntry() ? withEntries(stoppedEntries()) : this;
        }
        List<TimeEntry> stopped = stoppedEntries();
        int work = secondsOf(stopped, EntryType.WORK);
        int breaks = secondsOf(stopped, EntryType.BREAK);
        return with(work + breaks, work, breaks, stopped);
    }

    /**
     * The session as it stands at that moment. Of a session that has ended this is the session itself; in a running one
     * each running entry counts up to the moment, and one without entries counts as work since it started.
     */
    public TimeSession at(Instant now) {
        if (!running) {
            return hasRunningEntry() ? withEntries(entriesAt(now)) : this;
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
        return with(work + breaks, work, breaks, entriesAt(now));
    }

    /** Whether it is another one from second to second, on the pages too, which show up to when it goes. */
    public boolean ticks() {
        return running || endAt == null || hasRunningEntry();
    }

    private boolean hasRunningEntry() {
        for (TimeEntry entry : entries) {
            if (entry.running()) {
                return true;
            }
        }
        return false;
    }

    private List<TimeEntry> entriesAt(Instant now) {
        return entries.stream().map(entry -> entry.at(now)).toList();
    }

    TimeSession withEntries(List<TimeEntry> entries) {
        return with(duration, workDuration, breakDuration, entries);
    }

    private List<TimeEntry> stoppedEntries() {
        return entries.stream()
                .map(entry -> entry.running() ? entry.withDuration(0) : entry)
                .toList();
    }

    private static int secondsOf(List<TimeEntry> entries, EntryType type) {
        return entries.stream()
                .filter(entry -> entry.type() == type)
                .mapToInt(TimeEntry::duration)
                .sum();
    }

    private TimeSession with(int duration, int workDuration, int breakDuration, List<TimeEntry> entries) {
        return new TimeSession(
                id,
                startAt,
                endAt,
                timeZone,
                duration,
                workDuration,
                breakDuration,
                numBreaks,
                description,
                createdAt,
                updatedAt,
                running,
                user,
                project,
                category,
                entries);
    }

    static int secondsBetween(Instant from, Instant now) {
        return (int) Math.max(0, Duration.between(from, now).toSeconds());
    }
}
