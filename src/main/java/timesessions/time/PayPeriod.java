package timesessions.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** How a company cuts the calendar into the stretches that it pays for. Every day belongs to exactly one of them. */
public sealed interface PayPeriod {

    /** The period that the day lies in. */
    DateRange containing(LocalDate day);

    /** The period before the one that the day lies in. */
    default DateRange before(LocalDate day) {
        return containing(containing(day).from().minusDays(1));
    }

    /** The period after the one that the day lies in. */
    default DateRange after(LocalDate day) {
        return containing(containing(day).to().plusDays(1));
    }

    /** Seven days from a day of the week. */
    record Weekly(DayOfWeek firstDay) implements PayPeriod {
        @Override
        public DateRange containing(LocalDate day) {
            LocalDate from = day.with(TemporalAdjusters.previousOrSame(firstDay));
            return new DateRange(from, from.plusDays(6));
        }
    }

    /**
     * Fourteen days.
     *
     * @param anchor the first day of any one period, past or to come
     */
    record EveryTwoWeeks(LocalDate anchor) implements PayPeriod {
        @Override
        public DateRange containing(LocalDate day) {
            LocalDate from = day.minusDays(Math.floorMod(ChronoUnit.DAYS.between(anchor, day), 14));
            return new DateRange(from, from.plusDays(13));
        }
    }

    /** From the 1st to the 15th, and from the 16th to the end of the month. */
    record TwiceAMonth() implements PayPeriod {
        @Override
        public DateRange containing(LocalDate day) {
            return day.getDayOfMonth() <= 15
                    ? new DateRange(day.withDayOfMonth(1), day.withDayOfMonth(15))
                    : new DateRange(day.withDayOfMonth(16), day.with(TemporalAdjusters.lastDayOfMonth()));
        }
    }

    /** The calendar month. */
    record Monthly() implements PayPeriod {
        @Override
        public DateRange containing(LocalDate day) {
            return new DateRange(day.withDayOfMonth(1), day.with(TemporalAdjusters.lastDayOfMonth()));
        }
    }
}
