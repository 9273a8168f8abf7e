package timesessions.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateRangeTest {
    private static final PayPeriod WEEKLY = new PayPeriod.Weekly(DayOfWeek.MONDAY);
    private static final PayPeriod TWICE_A_MONTH = new PayPeriod.TwiceAMonth();

    @Test
    void refusesToEndBeforeItBegins() {
        assertThatThrownBy(() -> range("2023-07-28", "2023-07-27"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A range cannot end on 2023-07-27, before 2023-07-28");
    }

    @Test
    void includesBothOfItsEnds() {
        DateRange range = range("2024-02-28", "2024-03-01");

        assertThat(range.days()).isEqualTo(3);
        assertThat(range.contains(LocalDate.of(2024, 2, 27))).isFalse();
        assertThat(range.contains(LocalDate.of(2024, 2, 28))).isTrue();
        assertThat(range.contains(LocalDate.of(2024, 3, 1))).isTrue();
        assertThat(range.contains(LocalDate.of(2024, 3, 2))).isFalse();
    }

    @Test
    void isOneDayLong() {
        assertThat(DateRange.of(LocalDate.of(2024, 2, 29))).isEqualTo(range("2024-02-29", "2024-02-29"));
        assertThat(DateRange.of(LocalDate.of(2024, 2, 29)).days()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        // A day, a week, any number of days: as many days.
        "2024-02-29, 2024-02-29, 2024-03-01, 2024-03-01",
        "2023-12-25, 2023-12-31, 2024-01-01, 2024-01-07",
        "2023-07-05, 2023-08-03, 2023-08-04, 2023-09-02",
        "2023-07-02, 2023-07-31, 2023-08-01, 2023-08-30",
        "2023-07-01, 2023-07-30, 2023-07-31, 2023-08-29",
        "2023-07-01, 2023-07-15, 2023-07-16, 2023-07-30",
        // Whole months: as many months, whatever their length.
        "2023-01-01, 2023-01-31, 2023-02-01, 2023-02-28",
        "2024-01-01, 2024-01-31, 2024-02-01, 2024-02-29",
        "2024-02-01, 2024-02-29, 2024-03-01, 2024-03-31",
        "2023-12-01, 2023-12-31, 2024-01-01, 2024-01-31",
        "2023-10-01, 2023-12-31, 2024-01-01, 2024-03-31",
        "2023-01-01, 2023-12-31, 2024-01-01, 2024-12-31",
        "2024-01-01, 2024-12-31, 2025-01-01, 2025-12-31",
        // Months need not be of one year to be whole.
        "2023-11-01, 2024-02-29, 2024-03-01, 2024-06-30"
    })
    void stepsByItsOwnKind(LocalDate from, LocalDate to, LocalDate nextFrom, LocalDate nextTo) {
        var range = new DateRange(from, to);
        var next = new DateRange(nextFrom, nextTo);

        assertThat(range.next(WEEKLY)).hasValue(next);
        assertThat(next.previous(WEEKLY).orElseThrow().to()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-02-28, 2023-02-28, 2023-02-27, 2023-02-27",
        "2024-03-01, 2024-03-31, 2024-02-01, 2024-02-29",
        "2024-02-01, 2024-02-29, 2024-01-01, 2024-01-31",
        "2025-01-01, 2025-12-31, 2024-01-01, 2024-12-31",
        "2024-01-01, 2024-03-31, 2023-10-01, 2023-12-31",
        "2024-01-01, 2024-01-07, 2023-12-25, 2023-12-31"
    })
    void stepsBack(LocalDate from, LocalDate to, LocalDate previousFrom, LocalDate previousTo) {
        assertThat(new DateRange(from, to).previous(WEEKLY)).hasValue(new DateRange(previousFrom, previousTo));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-01, 2024-02-15, 2024-02-16, 2024-02-29",
        "2024-02-16, 2024-02-29, 2024-03-01, 2024-03-15",
        "2023-12-16, 2023-12-31, 2024-01-01, 2024-01-15"
    })
    void stepsByPayPeriodsOfUnequalLength(LocalDate from, LocalDate to, LocalDate nextFrom, LocalDate nextTo) {
        var range = new DateRange(from, to);
        var next = new DateRange(nextFrom, nextTo);

        assertThat(range.next(TWICE_A_MONTH)).hasValue(next);
        assertThat(next.previous(TWICE_A_MONTH)).hasValue(range);
    }

    @ParameterizedTest
    @CsvSource({
        "1000-01-01, 9999-12-31",
        "1000-01-01, 2023-07-28",
        "2023-07-28, 9999-12-31",
        "1000-01-01, 2023-07-31",
        "2023-07-01, 9999-12-31",
        "-999999999-01-01, +999999999-12-31"
    })
    void hasNoNeighboursWhereAnEndIsOpen(LocalDate from, LocalDate to) {
        assertThat(new DateRange(from, to).previous(WEEKLY)).isEmpty();
        assertThat(new DateRange(from, to).next(WEEKLY)).isEmpty();
    }

    @Test
    void doesNotStepOutOfWhatTheDatabaseHolds() {
        assertThat(range("1000-01-03", "1000-01-09").previous(WEEKLY)).isEmpty();
        assertThat(range("9999-12-20", "9999-12-29").next(WEEKLY)).isEmpty();
    }

    private static DateRange range(String from, String to) {
        return new DateRange(LocalDate.parse(from), LocalDate.parse(to));
    }
}
