package timesessions.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A calendar day in one place: says at which instant the clock on the wall there shows a time. */
final class LocalDay {
    private static final int TWO_DAYS = 2 * 24 * 60 * 60;

    private final ZoneId zone;
    private final LocalDate date;
    private final long midnight;
    private final boolean clocksStay;

    LocalDay(ZoneId zone, LocalDate date) {
        this.zone = zone;
        this.date = date;
        this.midnight = date.atStartOfDay(zone).toEpochSecond();
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(midnight));
        var change = zone.getRules().nextTransition(Instant.ofEpochSecond(midnight));
        this.clocksStay = midnight == date.toEpochSecond(LocalTime.MIDNIGHT, offset)
                && (change == null || change.toEpochSecond() > midnight + TWO_DAYS);
    }

    long midnight() {
        return midnight;
    }

    /** Seconds of the epoch; the time may lie beyond midnight, and one that the clocks skip is moved on. */
    long at(int secondOfDay) {
        if (clocksStay) {
            return midnight + secondOfDay;
        }
        return date.atStartOfDay().plusSeconds(secondOfDay).atZone(zone).toEpochSecond();
    }
}
