package timesessions.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import timesessions.time.RailsTimeZone;

/**
 * A session that the upstream has deleted.
 *
 * @param restoredAt since when it is kept here all the same; null where it is not
 */
record Trashed(
        long id,
        String person,
        Instant startAt,
        String timeZone,
        int workSeconds,
        String reason,
        Instant deletedAt,
        @Nullable Instant restoredAt) {
    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);

    /** In the session's own zone. */
    public String started() {
        return STARTED.format(startAt.atZone(RailsTimeZone.of(timeZone).zone()));
    }

    public String worked() {
        Duration work = Duration.ofSeconds(workSeconds);
        return "%d h %02d min".formatted(work.toHours(), work.toMinutesPart());
    }
}
