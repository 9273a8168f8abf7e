package timesessions.session;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;

/** Cuts a range of days into what the rollups have: whole months, and the days at both ends. */
final class Periods {
    /**
     * A run of days or of months, by their first days, both ends inclusive; null where that end is open.
     */
    record Run(
            TotalGrain grain,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        Condition contains(Field<LocalDate> period) {
            return SearchSql.within(period, from, to);
        }
    }

    private Periods() {}

    /** At least one run, in ascending order, that together are the range. */
    static List<Run> between(DateRange days) {
        return between(
                days.from().equals(DateRange.ALL.from()) ? null : days.from(),
                days.to().equals(DateRange.ALL.to()) ? null : days.to());
    }

    /** The same, where an end that is null is open. */
    static List<Run> between(@Nullable LocalDate from, @Nullable LocalDate to) {
        LocalDate firstMonth = from == null || from.getDayOfMonth() == 1 ? from : firstOfNextMonth(from);
        boolean endsWithMonth = to == null || to.getDayOfMonth() == to.lengthOfMonth();
        LocalDate lastMonth = to == null ? null : (endsWithMonth ? to : to.minusMonths(1)).withDayOfMonth(1);
        if (firstMonth != null && lastMonth != null && lastMonth.isBefore(firstMonth)) {
            return List.of(new Run(TotalGrain.day, from, to));
        }
        var runs = new ArrayList<Run>();
        if (from != null && firstMonth != null && from.isBefore(firstMonth)) {
            runs.add(new Run(TotalGrain.day, from, firstMonth.minusDays(1)));
        }
        runs.add(new Run(TotalGrain.month, firstMonth, lastMonth));
        if (to != null && !endsWithMonth) {
            runs.add(new Run(TotalGrain.day, to.withDayOfMonth(1), to));
        }
        return runs;
    }

    private static LocalDate firstOfNextMonth(LocalDate day) {
        return day.plusMonths(1).withDayOfMonth(1);
    }
}
