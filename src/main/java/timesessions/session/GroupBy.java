package timesessions.session;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.directory.Dimension;
import timesessions.time.DateRange;
import timesessions.time.PayPeriod;

/** What the totals of sessions are told apart by: a stretch of the company's calendar, or whom or what they are of. */
public enum GroupBy {
    DAY("Day", "Days", null),
    WEEK("Week", "Weeks", null),
    MONTH("Month", "Months", null),
    PAY_PERIOD("Pay period", "Pay periods", null),
    PERSON(Dimension.USER),
    PROJECT(Dimension.PROJECT),
    CATEGORY(Dimension.CATEGORY),
    LABOR_TYPE(Dimension.LABOR_TYPE);

    private final String label;
    private final String plural;
    private final @Nullable Dimension dimension;

    GroupBy(Dimension dimension) {
        this(dimension.label(), dimension.plural(), dimension);
    }

    GroupBy(String label, String plural, @Nullable Dimension dimension) {
        this.label = label;
        this.plural = plural;
        this.dimension = dimension;
    }

    public static Optional<GroupBy> find(String parameter) {
        return Arrays.stream(values())
                .filter(value -> value.parameter().equals(parameter))
                .findFirst();
    }

    /** How addresses name it: {@code pay_period}. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    public String plural() {
        return plural;
    }

    public boolean isTime() {
        return dimension == null;
    }

    /** Whether what it tells apart has the names of that dimension. */
    public boolean isOf(Dimension other) {
        return dimension == other;
    }

    /**
     * Whose names it has.
     *
     * @throws IllegalStateException for a stretch of time
     */
    public Dimension dimension() {
        if (dimension == null) {
            throw new IllegalStateException(this + " is a stretch of time");
        }
        return dimension;
    }

    /**
     * The stretch of time that the day lies in, whole.
     *
     * @throws IllegalStateException for what is not a stretch of time
     */
    public DateRange around(LocalDate day, Company company) {
        return switch (this) {
            case DAY -> DateRange.of(day);
            case WEEK -> new PayPeriod.Weekly(company.firstDayOfWeek()).containing(day);
            case MONTH -> new PayPeriod.Monthly().containing(day);
            case PAY_PERIOD -> company.payPeriod().containing(day);
            case PERSON, PROJECT, CATEGORY, LABOR_TYPE ->
                throw new IllegalStateException(this + " is not a stretch of time");
        };
    }
}
