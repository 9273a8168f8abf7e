package timesessions.account;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import timesessions.time.DateRange;
import timesessions.time.PayPeriod;
import timesessions.time.RailsTimeZone;
import timesessions.time.RangePreset;

/** A customer: everything else belongs to one, and none sees anything of another. */
public record Company(long id, String name, RailsTimeZone timeZone, DayOfWeek firstDayOfWeek, PayPeriod payPeriod) {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);

    /** A moment as the company's clocks and calendars tell it. */
    public String when(Instant instant) {
        return WHEN.format(instant.atZone(timeZone.zone()));
    }

    /** The days that a relative range means on a date of the company's own calendar. */
    public DateRange days(RangePreset preset, LocalDate today) {
        return preset.on(today, firstDayOfWeek, payPeriod);
    }

    /** The date on the company's own calendar. */
    public LocalDate today(Clock clock) {
        return today(clock.instant());
    }

    /** The date on the company's own calendar at a moment. */
    public LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, timeZone.zone());
    }
}
