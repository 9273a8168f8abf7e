package timesessions.ingest.tracker;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import timesessions.time.RailsTimeZone;

/**
 * What has to be known to read a file that does not say it itself.
 *
 * @param zone in which its clocks were read, and whose days the sessions belong to
 * @param order of its dates; null where the file leaves no doubt
 * @param dayStart when the day begins on which only hours are known
 */
public record Reading(
        TrackerFormat format, RailsTimeZone zone, @Nullable DateOrder order, LocalTime dayStart) {
    public static final LocalTime USUAL_START = LocalTime.of(8, 0);
}
