package timesessions.ingest.tracker;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A moment as an export writes it: as local clocks showed it, of which there may be none or two, or with an offset.
 *
 * @param offset null where only the zone says it
 */
record LocalMoment(LocalDateTime local, @Nullable ZoneOffset offset) {

    /** What it may have been, the earlier first. A time that the clocks skipped is moved on by as much as they skipped. */
    List<Instant> in(ZoneId zone) {
        if (offset != null) {
            return List.of(local.toInstant(offset));
        }
        List<ZoneOffset> valid = zone.getRules().getValidOffsets(local);
        if (valid.isEmpty()) {
            ZoneOffsetTransition skipped = zone.getRules().getTransition(local);
            return List.of(local.toInstant(skipped.getOffsetBefore()));
        }
        return valid.stream().map(local::toInstant).sorted().toList();
    }

    /** What to tell of how it was read; null if the zone leaves no doubt. */
    @Nullable
    String doubt(ZoneId zone) {
        if (offset != null) {
            return null;
        }
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return null;
        }
        Duration length = change.getDuration().abs();
        String written = local.toLocalDate() + " " + local.toLocalTime();
        return change.isGap()
                ? "%s never was: clocks went forward. It is read as %s."
                        .formatted(written, local.plus(length).toLocalTime())
                : "%s was twice: clocks went back.".formatted(written);
    }
}
