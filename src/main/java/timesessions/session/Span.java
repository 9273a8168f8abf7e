package timesessions.session;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;

/** Neighbouring periods that hold the rows of a page, and how many sessions come before them in the order asked for. */
record Span(List<PeriodSize> periods, long before) {
    /** A month or a day, and what it adds up to. */
    record PeriodSize(TotalGrain grain, LocalDate period, Sums sums) {
        long size() {
            return sums.sessions();
        }

        DateRange days() {
            return new DateRange(period, lastDay());
        }

        private LocalDate lastDay() {
            return grain == TotalGrain.day ? period : period.plusMonths(1).minusDays(1);
        }
    }

    static @Nullable Span of(List<PeriodSize> periods, long offset, int size, long before) {
        long passed = before;
        long beforeFirst = before;
        int first = -1;
        for (int i = 0; i < periods.size(); i++) {
            long through = passed + periods.get(i).size();
            if (first < 0 && through > offset) {
                first = i;
                beforeFirst = passed;
            }
            if (first >= 0 && through >= offset + size) {
                return new Span(periods.subList(first, i + 1), beforeFirst);
            }
            passed = through;
        }
        return first < 0 ? null : new Span(periods.subList(first, periods.size()), beforeFirst);
    }

    /** The first of these periods, which hold that share of all their sessions, and one more. */
    static List<PeriodSize> through(List<PeriodSize> periods, double share) {
        double wanted = share * periods.stream().mapToLong(PeriodSize::size).sum();
        long passed = 0;
        int last = 0;
        while (last < periods.size() && passed < wanted) {
            passed += periods.get(last).size();
            last++;
        }
        return periods.subList(0, Math.min(periods.size(), last + 1));
    }

    long size() {
        return periods.stream().mapToLong(PeriodSize::size).sum();
    }

    boolean hasMonths() {
        return periods.stream().anyMatch(period -> period.grain() == TotalGrain.month);
    }

    /** From the first day of the first to the last of the last. */
    DateRange days() {
        return new DateRange(firstDay(), lastDay());
    }

    /** What each of the days adds up to. */
    Map<LocalDate, Sums> sums() {
        return hasMonths()
                ? Map.of()
                : periods.stream().collect(Collectors.toMap(PeriodSize::period, PeriodSize::sums));
    }

    LocalDate firstDay() {
        return periods.stream()
                .map(PeriodSize::period)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    LocalDate lastDay() {
        return periods.stream()
                .map(PeriodSize::lastDay)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
