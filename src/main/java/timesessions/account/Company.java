package timesessions.account;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import timesessions.time.PayPeriod;
import timesessions.time.RailsTimeZone;

/** A customer: everything else belongs to one, and none sees anything of another. */
public record Company(long id, String name, RailsTimeZone timeZone, DayOfWeek firstDayOfWeek, PayPeriod payPeriod) {

    /** The date on the company's own calendar. */
    public LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), timeZone.zone());
    }
}
