package timesessions.time;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Days from the first to the last, both included: local days, each as the worker's own calendar names it.
 *
 * @param to not before {@code from}
 */
public record DateRange(LocalDate from, LocalDate to) {
    /** Every day that the database can hold. A range that is open at one end borrows that end from here. */
    public static final DateRange ALL = new DateRange(LocalDate.of(1000, 1, 1), LocalDate.of(9999, 12, 31));

    /** @throws IllegalArgumentException where the last day comes before the first */
    public DateRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("A range cannot end on %s, before %s".formatted(to, from));
        }
    }

    public static DateRange of(LocalDate day) {
        return new DateRange(day, day);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    /** The days of both, and those between. */
    public DateRange spanning(DateRange other) {
        return new DateRange(from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
    }

    /** The days that both have; empty for none. */
    public Optional<DateRange> within(DateRange other) {
        LocalDate first = from.isBefore(other.from) ? other.from : from;
        LocalDate last = to.isAfter(other.to) ? other.to : to;
        return last.isBefore(first) ? Optional.empty() : Optional.of(new DateRange(first, last));
    }

    public long days() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }

    /**
     * The range that one steps back to from this one. Before whole months come as many whole months, so before a year the
     * year before it; before a pay period the previous one, however long; before anything else the same number of days.
     *
     * @return empty for a range that is open at one end or lies at the end of time
     */
    public Optional<DateRange> previous(PayPeriod payPeriod) {
        if (isOpen()) {
            return Optional.empty();
        }
        if (isWholeMonths()) {
            return withinAll(plusMonths(-months()));
        }
        return withinAll(isOneOf(payPeriod) ? payPeriod.before(from) : plusDays(-days()));
    }

    /**
     * The days before that this range compares with: those of {@link #previous}, and of a range that is not over yet as many
     * of them as have begun of this one.
     */
    public Optional<DateRange> before(LocalDate today, PayPeriod payPeriod) {
        return previous(payPeriod).map(before -> {
            LocalDate begun = before.from.plusDays(ChronoUnit.DAYS.between(from, today));
            return contains(today) && begun.isBefore(before.to) ? new DateRange(before.from, begun) : before;
        });
    }

    /** The range that one steps forward to, by the rules of {@link #previous}. */
    public Optional<DateRange> next(PayPeriod payPeriod) {
        if (isOpen()) {
            return Optional.empty();
        }
        if (isWholeMonths()) {
            return withinAll(plusMonths(months()));
        }
        return withinAll(isOneOf(payPeriod) ? payPeriod.after(from) : plusDays(days()));
    }

    private boolean isOpen() {
        return !from.isAfter(ALL.from) || !to.isBefore(ALL.to);
    }

    private boolean isWholeMonths() {
        return from.getDayOfMonth() == 1 && to.getDayOfMonth() == to.lengthOfMonth();
    }

    private boolean isOneOf(PayPeriod payPeriod) {
        return equals(payPeriod.containing(from));
    }

    private long months() {
        return ChronoUnit.MONTHS.between(from, to.plusDays(1));
    }

    private DateRange plusMonths(long months) {
        return new DateRange(
                from.plusMonths(months), to.plusDays(1).plusMonths(months).minusDays(1));
    }

    private DateRange plusDays(long days) {
        return new DateRange(from.plusDays(days), to.plusDays(days));
    }

    private static Optional<DateRange> withinAll(DateRange moved) {
        return Optional.of(moved).filter(range -> ALL.contains(range.from) && ALL.contains(range.to));
    }
}
