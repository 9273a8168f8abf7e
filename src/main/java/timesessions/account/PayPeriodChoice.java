package timesessions.account;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;
import timesessions.time.PayPeriod;

/** The pay periods that a company chooses from. */
public enum PayPeriodChoice {
    WEEKLY("Weekly, from the first day of the week"),
    TWO_WEEKS("Every two weeks, from a date"),
    TWICE_A_MONTH("Twice a month, from the 1st and the 16th"),
    MONTHLY("Monthly");

    private final String label;

    PayPeriodChoice(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** How the form names it. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PayPeriodChoice> find(String parameter) {
        for (PayPeriodChoice choice : values()) {
            if (choice.parameter().equals(parameter)) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    static PayPeriodChoice of(PayPeriod payPeriod) {
        return switch (payPeriod) {
            case PayPeriod.Weekly weekly -> WEEKLY;
            case PayPeriod.EveryTwoWeeks everyTwoWeeks -> TWO_WEEKS;
            case PayPeriod.TwiceAMonth twiceAMonth -> TWICE_A_MONTH;
            case PayPeriod.Monthly monthly -> MONTHLY;
        };
    }

    PayPeriod with(DayOfWeek firstDayOfWeek, LocalDate anchor) {
        return switch (this) {
            case WEEKLY -> new PayPeriod.Weekly(firstDayOfWeek);
            case TWO_WEEKS -> new PayPeriod.EveryTwoWeeks(anchor);
            case TWICE_A_MONTH -> new PayPeriod.TwiceAMonth();
            case MONTHLY -> new PayPeriod.Monthly();
        };
    }

    static String describe(PayPeriod payPeriod) {
        return switch (payPeriod) {
            case PayPeriod.Weekly weekly -> "weekly";
            case PayPeriod.EveryTwoWeeks everyTwoWeeks -> "every two weeks from " + everyTwoWeeks.anchor();
            case PayPeriod.TwiceAMonth twiceAMonth -> "twice a month";
            case PayPeriod.Monthly monthly -> "monthly";
        };
    }

    static String dayName(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
