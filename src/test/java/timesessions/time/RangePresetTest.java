package timesessions.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangePresetTest {
    private static final PayPeriod PAY_PERIOD = new PayPeriod.TwiceAMonth();

    @ParameterizedTest
    @CsvSource({
        // A Friday.
        "2023-07-28, today,           2023-07-28, 2023-07-28",
        "2023-07-28, yesterday,       2023-07-27, 2023-07-27",
        "2023-07-28, this_week,       2023-07-24, 2023-07-30",
        "2023-07-28, last_week,       2023-07-17, 2023-07-23",
        "2023-07-28, this_pay_period, 2023-07-16, 2023-07-31",
        "2023-07-28, last_pay_period, 2023-07-01, 2023-07-15",
        "2023-07-28, this_month,      2023-07-01, 2023-07-31",
        "2023-07-28, last_month,      2023-06-01, 2023-06-30",
        "2023-07-28, last_30_days,    2023-06-29, 2023-07-28",
        "2023-07-28, this_year,       2023-01-01, 2023-12-31",
        "2023-07-28, last_year,       2022-01-01, 2022-12-31",
        "2023-07-28, all,             1000-01-01, 9999-12-31",
        // A leap day.
        "2024-02-29, today,           2024-02-29, 2024-02-29",
        "2024-02-29, this_week,       2024-02-26, 2024-03-03",
        "2024-02-29, this_pay_period, 2024-02-16, 2024-02-29",
        "2024-02-29, this_month,      2024-02-01, 2024-02-29",
        "2024-02-29, last_30_days,    2024-01-31, 2024-02-29",
        "2024-02-29, last_year,       2023-01-01, 2023-12-31",
        "2024-03-01, yesterday,       2024-02-29, 2024-02-29",
        "2024-03-31, last_month,      2024-02-01, 2024-02-29",
        // Both sides of a year's end.
        "2024-12-31, this_week,       2024-12-30, 2025-01-05",
        "2024-12-31, this_year,       2024-01-01, 2024-12-31",
        "2025-01-01, yesterday,       2024-12-31, 2024-12-31",
        "2025-01-01, this_week,       2024-12-30, 2025-01-05",
        "2025-01-01, last_week,       2024-12-23, 2024-12-29",
        "2025-01-01, last_pay_period, 2024-12-16, 2024-12-31",
        "2025-01-01, last_month,      2024-12-01, 2024-12-31",
        "2025-01-01, last_30_days,    2024-12-03, 2025-01-01",
        "2025-01-01, last_year,       2024-01-01, 2024-12-31",
    })
    void meansDaysThatDependOnToday(LocalDate today, String parameter, LocalDate from, LocalDate to) {
        RangePreset preset = RangePreset.find(parameter).orElseThrow();

        assertThat(preset.on(today, DayOfWeek.MONDAY, PAY_PERIOD)).isEqualTo(new DateRange(from, to));
    }

    @ParameterizedTest
    @CsvSource({"SUNDAY, 2023-07-23, 2023-07-29", "SATURDAY, 2023-07-22, 2023-07-28", "FRIDAY, 2023-07-28, 2023-08-03"})
    void beginsTheWeekWhereTheCompanyDoes(DayOfWeek firstDay, LocalDate from, LocalDate to) {
        assertThat(RangePreset.THIS_WEEK.on(LocalDate.of(2023, 7, 28), firstDay, PAY_PERIOD))
                .isEqualTo(new DateRange(from, to));
    }

    @Test
    void paysByPeriodsThatNeedNotBeginWithTheWeek() {
        var payPeriod = new PayPeriod.EveryTwoWeeks(LocalDate.of(2030, 1, 2));

        assertThat(RangePreset.THIS_PAY_PERIOD.on(LocalDate.of(2023, 7, 28), DayOfWeek.MONDAY, payPeriod))
                .isEqualTo(new DateRange(LocalDate.of(2023, 7, 26), LocalDate.of(2023, 8, 8)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TODAY", "THIS_WEEK", "THIS_PAY_PERIOD", "THIS_MONTH", "THIS_YEAR"})
    void stepsBackToTheLastOfItsKind(RangePreset preset) {
        RangePreset last = preset == RangePreset.TODAY
                ? RangePreset.YESTERDAY
                : RangePreset.valueOf(preset.name().replace("THIS", "LAST"));

        LocalDate.of(2023, 12, 1)
                .datesUntil(LocalDate.of(2025, 3, 1))
                .forEach(today -> assertThat(
                                preset.on(today, DayOfWeek.MONDAY, PAY_PERIOD).previous(PAY_PERIOD))
                        .hasValue(last.on(today, DayOfWeek.MONDAY, PAY_PERIOD)));
    }

    @Test
    void isNamedInLowerCase() {
        assertThat(Arrays.stream(RangePreset.values()).map(RangePreset::parameter))
                .containsExactly(
                        "today",
                        "yesterday",
                        "this_week",
                        "last_week",
                        "this_pay_period",
                        "last_pay_period",
                        "this_month",
                        "last_month",
                        "last_30_days",
                        "this_year",
                        "last_year",
                        "all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TODAY", "this week", "next_week", "tomorrow"})
    void findsNothingUnderAnyOtherName(String parameter) {
        assertThat(RangePreset.find(parameter)).isEmpty();
    }
}
