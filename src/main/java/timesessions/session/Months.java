package timesessions.session;

import static org.jooq.impl.DSL.falseCondition;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import timesessions.time.DateRange;
import timesessions.total.TotalChanges;

/**
 * Months by their first days, or all time as one, as far as there are sessions.
 *
 * @param periods in ascending order without a gap; none where there are no sessions
 */
record Months(boolean isAllTime, List<LocalDate> periods) {
    /** Each month of a run. */
    static Months each(Periods.Run run, SearchSizes sizes) {
        DateRange all = sizes.months();
        LocalDate first = run.from() == null || run.from().isBefore(all.from()) ? all.from() : run.from();
        LocalDate last = run.to() == null || run.to().isAfter(all.to()) ? all.to() : run.to();
        return new Months(
                false,
                Stream.iterate(first, month -> !month.isAfter(last), month -> month.plusMonths(1))
                        .toList());
    }

    /** All time where a run has no end, else each month. */
    static Months asFew(Periods.Run run, SearchSizes sizes) {
        return run.from() == null && run.to() == null
                ? new Months(true, List.of(TotalChanges.ALL_TIME))
                : each(run, sizes);
    }

    /** @param areFew whether keys are looked up in each of them; else everything is read from the first to the last */
    Condition contain(Field<LocalDate> period, boolean areFew) {
        if (periods.isEmpty()) {
            return falseCondition();
        }
        return areFew
                ? period.in(periods)
                // Not "between", which the server takes for "=" where both ends are the same.
                : period.ge(periods.getFirst()).and(period.lt(periods.getLast().plusDays(1)));
    }
}
