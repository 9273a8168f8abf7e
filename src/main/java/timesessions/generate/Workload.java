package timesessions.generate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;

/** How many sessions begin on each day: fewer on weekends and holidays, more as the company grows. */
final class Workload {
    private static final Set<MonthDay> HOLIDAYS =
            Set.of(MonthDay.of(1, 1), MonthDay.of(7, 4), MonthDay.of(12, 24), MonthDay.of(12, 25), MonthDay.of(12, 26));

    /** Today and yesterday are never quite quiet, so that a demo shown on a Sunday has something to show. */
    private static final double LEAST_OF_LATE = 0.6;

    private Workload() {}

    /**
     * Shares {@code sessions} out to the days that follow {@code first}, exactly.
     *
     * @param capacity how many sessions each day can take at most
     */
    static int[] spread(long sessions, long seed, LocalDate first, long[] capacity) {
        int days = capacity.length;
        double[] weightSums = new double[days];
        var dice = new Dice(seed, 'W');
        double sum = 0;
        for (int day = 0; day < days; day++) {
            double weight = weight(first.plusDays(day)) * (0.9 + 0.2 * dice.fraction());
            if (day >= days - 2) {
                weight = Math.max(weight, LEAST_OF_LATE);
            }
            sum += weight * capacity[day];
            weightSums[day] = sum;
        }
        int[] spread = new int[days];
        long before = 0;
        long tooMany = 0;
        for (int day = 0; day < days; day++) {
            long until = day == days - 1 ? sessions : (long) (sessions * (weightSums[day] / sum));
            long fitting = Math.min(until - before, capacity[day]);
            tooMany += until - before - fitting;
            spread[day] = (int) fitting;
            before = until;
        }
        for (int day = days - 1; day >= 0 && tooMany > 0; day--) {
            long more = Math.min(tooMany, capacity[day] - spread[day]);
            spread[day] += (int) more;
            tooMany -= more;
        }
        if (tooMany > 0) {
            throw new IllegalArgumentException(
                    "%d sessions are %d more than these people can work in this time: give them more people or years"
                            .formatted(sessions, tooMany));
        }
        return spread;
    }

    private static double weight(LocalDate date) {
        if (HOLIDAYS.contains(MonthDay.from(date))) {
            return 0.1;
        }
        return weight(date.getDayOfWeek());
    }

    private static double weight(DayOfWeek day) {
        return switch (day) {
            case MONDAY, THURSDAY -> 1;
            case TUESDAY, WEDNESDAY -> 1.05;
            case FRIDAY -> 0.85;
            case SATURDAY -> 0.2;
            case SUNDAY -> 0.08;
        };
    }
}
