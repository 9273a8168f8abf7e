package timesessions.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;

class PeriodsTest {
    private static final LocalDate FIRST = LocalDate.parse("2023-11-01");

    @Test
    void runsAreTheRangeWhateverItsEnds() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            LocalDate from = FIRST.plusDays(random.nextInt(200));
            var range = new DateRange(from, from.plusDays(random.nextInt(random.nextBoolean() ? 30 : 200)));

            assertThat(counted(Periods.between(range))).as("%s", range).isEqualTo(onceEach(range));
            assertThat(counted(Periods.summed(range))).as("%s", range).isEqualTo(onceEach(range));
        }
    }

    @Test
    void addsUpDaysOfHalfAMonthAtEachEndAtMost() {
        var random = new SplittableRandom(4);
        for (int i = 0; i < 2_000; i++) {
            LocalDate from = FIRST.plusDays(random.nextInt(200));
            var range = new DateRange(from, from.plusDays(random.nextInt(400)));

            assertThat(Periods.summed(range))
                    .as("%s", range)
                    .filteredOn(run -> run.grain() == TotalGrain.day)
                    .allMatch(run -> days(run).days() <= 32);
        }
    }

    @Test
    void anOpenEndStaysOpen() {
        var open = new DateRange(DateRange.ALL.from(), LocalDate.parse("2024-02-28"));

        assertThat(Periods.summed(open))
                .containsExactly(
                        new Periods.Run(TotalGrain.month, null, LocalDate.parse("2024-02-01")),
                        new Periods.Run(
                                TotalGrain.day, LocalDate.parse("2024-02-29"), LocalDate.parse("2024-02-29"), true));
    }

    private static Map<LocalDate, Integer> counted(List<Periods.Run> runs) {
        var counts = new HashMap<LocalDate, Integer>();
        for (Periods.Run run : runs) {
            each(days(run), day -> counts.merge(day, run.isTooMuch() ? -1 : 1, Integer::sum));
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private static Map<LocalDate, Integer> onceEach(DateRange range) {
        var counts = new HashMap<LocalDate, Integer>();
        each(range, day -> counts.put(day, 1));
        return counts;
    }

    private static void each(DateRange range, Consumer<LocalDate> action) {
        range.from().datesUntil(range.to().plusDays(1)).forEach(action);
    }

    private static DateRange days(Periods.Run run) {
        LocalDate from = requireNonNull(run.from());
        LocalDate to = requireNonNull(run.to());
        return new DateRange(
                from, run.grain() == TotalGrain.month ? to.plusMonths(1).minusDays(1) : to);
    }
}
