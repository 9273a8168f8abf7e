package timesessions.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PayPeriodTest {

    @ParameterizedTest
    @CsvSource({
        "2023-07-24, 2023-07-24, 2023-07-30",
        "2023-07-28, 2023-07-24, 2023-07-30",
        "2023-07-30, 2023-07-24, 2023-07-30",
        "2023-12-31, 2023-12-25, 2023-12-31",
        "2025-01-01, 2024-12-30, 2025-01-05",
        "2024-02-29, 2024-02-26, 2024-03-03"
    })
    void isAWeekFromMonday(LocalDate day, LocalDate from, LocalDate to) {
        assertThat(new PayPeriod.Weekly(DayOfWeek.MONDAY).containing(day)).isEqualTo(new DateRange(from, to));
    }

    @ParameterizedTest
    @CsvSource({
        "MONDAY,    2023-07-24",
        "TUESDAY,   2023-07-25",
        "WEDNESDAY, 2023-07-26",
        "THURSDAY,  2023-07-27",
        "FRIDAY,    2023-07-28",
        "SATURDAY,  2023-07-22",
        "SUNDAY,    2023-07-23"
    })
    void isAWeekFromAnyDay(DayOfWeek firstDay, LocalDate from) {
        assertThat(new PayPeriod.Weekly(firstDay)
                        .containing(LocalDate.of(2023, 7, 28))
                        .from())
                .isEqualTo(from);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-07-03, 2023-07-03, 2023-07-16",
        "2023-07-16, 2023-07-03, 2023-07-16",
        "2023-07-17, 2023-07-17, 2023-07-30",
        "2023-07-02, 2023-06-19, 2023-07-02",
        "2024-01-01, 2024-01-01, 2024-01-14",
        "2023-12-31, 2023-12-18, 2023-12-31",
        "2024-02-29, 2024-02-26, 2024-03-10"
    })
    void isTwoWeeksOnEitherSideOfTheAnchor(LocalDate day, LocalDate from, LocalDate to) {
        assertThat(new PayPeriod.EveryTwoWeeks(LocalDate.of(2023, 7, 3)).containing(day))
                .isEqualTo(new DateRange(from, to));
        assertThat(new PayPeriod.EveryTwoWeeks(LocalDate.of(2023, 7, 3).plusDays(14 * 500)).containing(day))
                .as("counted back from an anchor in the future")
                .isEqualTo(new DateRange(from, to));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-07-01, 2023-07-01, 2023-07-15",
        "2023-07-15, 2023-07-01, 2023-07-15",
        "2023-07-16, 2023-07-16, 2023-07-31",
        "2023-07-31, 2023-07-16, 2023-07-31",
        "2023-02-28, 2023-02-16, 2023-02-28",
        "2024-02-29, 2024-02-16, 2024-02-29",
        "2023-04-30, 2023-04-16, 2023-04-30"
    })
    void isHalfAMonth(LocalDate day, LocalDate from, LocalDate to) {
        assertThat(new PayPeriod.TwiceAMonth().containing(day)).isEqualTo(new DateRange(from, to));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-07-01, 2023-07-01, 2023-07-31",
        "2023-12-31, 2023-12-01, 2023-12-31",
        "2023-02-14, 2023-02-01, 2023-02-28",
        "2024-02-29, 2024-02-01, 2024-02-29"
    })
    void isAMonth(LocalDate day, LocalDate from, LocalDate to) {
        assertThat(new PayPeriod.Monthly().containing(day)).isEqualTo(new DateRange(from, to));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void followsOnTheOneBefore(PayPeriod payPeriod) {
        LocalDate.of(2023, 1, 1).datesUntil(LocalDate.of(2025, 3, 1)).forEach(day -> {
            DateRange period = payPeriod.containing(day);
            assertThat(period.contains(day)).isTrue();
            assertThat(payPeriod.before(day).to()).isEqualTo(period.from().minusDays(1));
            assertThat(payPeriod.after(day).from()).isEqualTo(period.to().plusDays(1));
            assertThat(payPeriod.after(payPeriod.before(day).from())).isEqualTo(period);
        });
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isTheSameForEachOfItsDays(PayPeriod payPeriod) {
        DateRange period = payPeriod.containing(LocalDate.of(2024, 2, 29));

        List<DateRange> ofItsDays = period.from()
                .datesUntil(period.to().plusDays(1))
                .map(payPeriod::containing)
                .distinct()
                .toList();

        assertThat(ofItsDays).containsExactly(period);
    }

    static Stream<PayPeriod> everyKind() {
        return Stream.of(
                new PayPeriod.Weekly(DayOfWeek.MONDAY),
                new PayPeriod.Weekly(DayOfWeek.SATURDAY),
                new PayPeriod.EveryTwoWeeks(LocalDate.of(2024, 1, 5)),
                new PayPeriod.EveryTwoWeeks(LocalDate.of(2099, 12, 31)),
                new PayPeriod.TwiceAMonth(),
                new PayPeriod.Monthly());
    }
}
