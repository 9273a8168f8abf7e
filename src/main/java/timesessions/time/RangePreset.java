package timesessions.time;

import static java.time.temporal.TemporalAdjusters.firstDayOfYear;
import static java.time.temporal.TemporalAdjusters.lastDayOfYear;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A range of days that is told relative to today, and so stays relative in a link that is shared or kept. */
public enum RangePreset {
    TODAY,
    YESTERDAY,
    THIS_WEEK,
    LAST_WEEK,
    THIS_PAY_PERIOD,
    LAST_PAY_PERIOD,
    THIS_MONTH,
    LAST_MONTH,
    LAST_30_DAYS,
    THIS_YEAR,
    LAST_YEAR,
    ALL;

    private static final Map<String, RangePreset> BY_PARAMETER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RangePreset::parameter, Function.identity()));

    private final String parameter = name().toLowerCase(Locale.ROOT);
    private final String label = name().equals("ALL")
            ? "All time"
            : name().charAt(0) + parameter.substring(1).replace('_', ' ');

    /** The preset that a query parameter names, in lower case as {@link #parameter} writes it. */
    public static Optional<RangePreset> find(String parameter) {
        return Optional.ofNullable(BY_PARAMETER.get(parameter));
    }

    /** How readers know it: This week. */
    public String label() {
        return label;
    }

    /** How query parameters name it: {@code this_week}. */
    public String parameter() {
        return parameter;
    }

    /**
     * The days meant on a given day. Weeks, pay periods, months and years are whole, so those that have begun reach beyond
     * today; the last 30 days end today.
     *
     * @param today the date in the company's time zone
     */
    public DateRange on(LocalDate today, DayOfWeek firstDayOfWeek, PayPeriod payPeriod) {
        PayPeriod week = new PayPeriod.Weekly(firstDayOfWeek);
        PayPeriod month = new PayPeriod.Monthly();
        return switch (this) {
            case TODAY -> DateRange.of(today);
            case YESTERDAY -> DateRange.of(today.minusDays(1));
            case THIS_WEEK -> week.containing(today);
            case LAST_WEEK -> week.before(today);
            case THIS_PAY_PERIOD -> payPeriod.containing(today);
            case LAST_PAY_PERIOD -> payPeriod.before(today);
            case THIS_MONTH -> month.containing(today);
            case LAST_MONTH -> month.before(today);
            case LAST_30_DAYS -> new DateRange(today.minusDays(29), today);
            case THIS_YEAR -> year(today);
            case LAST_YEAR -> year(today.minusYears(1));
            case ALL -> DateRange.ALL;
        };
    }

    private static DateRange year(LocalDate day) {
        return new DateRange(day.with(firstDayOfYear()), day.with(lastDayOfYear()));
    }
}
