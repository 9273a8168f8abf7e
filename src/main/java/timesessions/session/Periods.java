package timesessions.session;

import java.time.LocalDate;
import java.time.YearMonth;
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
     *
     * @param isTooMuch whether it has to be taken away from what the other runs add up to
     */
    record Run(
            TotalGrain grain,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            boolean isTooMuch) {
        Run(TotalGrain grain, @Nullable LocalDate from, @Nullable LocalDate to) {
            this(grain, from, to, false);
        }

        /** What statements about such runs have in common: the same with days that stand for any. */
        Run shape() {
            LocalDate any = LocalDate.EPOCH;
            return new Run(
                    grain,
                    from == null ? null : any,
                    to == null ? null : to.equals(from) ? any : any.plusDays(1),
                    isTooMuch);
        }

        /** How often what is found in it counts, that counts so often. */
        int times(int often) {
            return isTooMuch ? -often : often;
        }

        Condition contains(Field<LocalDate> period) {
            return SearchSql.within(period, from, to);
        }
    }

    private Periods() {}

    /** At least one run, in ascending order, that together are the range, none of them too much. */
    static List<Run> between(DateRange days) {
        return between(from(days), to(days));
    }

    private static @Nullable LocalDate from(DateRange days) {
        return days.from().equals(DateRange.ALL.from()) ? null : days.from();
    }

    private static @Nullable LocalDate to(DateRange days) {
        return days.to().equals(DateRange.ALL.to()) ? null : days.to();
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

    /** What is left of runs that together are a range, between the first and the last of some of their periods. */
    static List<Run> only(List<Run> runs, LocalDate first, LocalDate last) {
        return runs.stream()
                .filter(run ->
                        (run.from == null || !run.from.isAfter(last)) && (run.to == null || !run.to.isBefore(first)))
                .map(run -> new Run(
                        run.grain,
                        run.from == null || run.from.isBefore(first) ? first : run.from,
                        run.to == null || run.to.isAfter(last) ? last : run.to))
                .toList();
    }

    /**
     * The range for what can be added up: a month that is more than half in it is taken whole, and its other days away from it.
     * Where each day has a row for every key, those of a month that has just begun or is nearly over are thousands.
     */
    static List<Run> summed(DateRange days) {
        LocalDate from = from(days);
        LocalDate to = to(days);
        if (from != null && to != null && YearMonth.from(from).equals(YearMonth.from(to))) {
            return 2 * days.days() <= from.lengthOfMonth() + 1
                    ? between(from, to)
                    : withoutOthers(from, from.withDayOfMonth(1), to, endOfMonth(to));
        }
        LocalDate first =
                from != null && 2 * from.getDayOfMonth() < from.lengthOfMonth() ? from.withDayOfMonth(1) : from;
        LocalDate last = to != null && 2 * to.getDayOfMonth() > to.lengthOfMonth() + 1 ? endOfMonth(to) : to;
        return withoutOthers(from, first, to, last);
    }

    /** The runs from the first day to the last, less what is not in the range. */
    private static List<Run> withoutOthers(
            @Nullable LocalDate from, @Nullable LocalDate first, @Nullable LocalDate to, @Nullable LocalDate last) {
        var runs = new ArrayList<>(between(first, last));
        if (from != null && first != null && first.isBefore(from)) {
            runs.add(new Run(TotalGrain.day, first, from.minusDays(1), true));
        }
        if (to != null && last != null && last.isAfter(to)) {
            runs.add(new Run(TotalGrain.day, to.plusDays(1), last, true));
        }
        return runs;
    }

    private static LocalDate endOfMonth(LocalDate day) {
        return day.withDayOfMonth(day.lengthOfMonth());
    }

    private static LocalDate firstOfNextMonth(LocalDate day) {
        return day.plusMonths(1).withDayOfMonth(1);
    }
}
