package timesessions.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;

/**
 * One stretch of work or break within a session.
 *
 * @param id unique within the company, 1 to 2^53 - 1
 * @param endAt null while the entry runs
 * @param timeZone a Rails or IANA zone name, as it came
 * @param duration whole seconds, as it came; 0 for a running entry, whose seconds are counted when it is shown
 */
public record TimeEntry(
        long id,
        Instant startAt,
        @Nullable Instant endAt,
        String timeZone,
        int duration,
        Instant createdAt,
        Instant updatedAt,
        EntryType type,
        boolean running,
        @Nullable Named laborType) {

    /** The entry as it stands at that moment: a running one counts up to it. */
    public TimeEntry at(Instant now) {
        return running ? withDuration(TimeSession.secondsBetween(startAt, now)) : this;
    }

    TimeEntry withDuration(int seconds) {
        return new TimeEntry(id, startAt, endAt, timeZone, seconds, createdAt, updatedAt, type, running, laborType);
    }
}
