package timesessions.session;

import static java.util.Comparator.naturalOrder;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Both ends inclusive, to the millisecond that the database keeps; null where that end is open. */
public record InstantWindow(@Nullable Instant min, @Nullable Instant max) {
    public static final InstantWindow OPEN = new InstantWindow(null, null);

    private static final BinaryOperator<Instant> EARLIER = BinaryOperator.minBy(naturalOrder());
    private static final BinaryOperator<Instant> LATER = BinaryOperator.maxBy(naturalOrder());

    public boolean isOpen() {
        return min == null && max == null;
    }

    /** The instants of both, and those between. */
    InstantWindow spanning(InstantWindow other) {
        return new InstantWindow(
                min == null || other.min == null ? null : EARLIER.apply(min, other.min),
                max == null || other.max == null ? null : LATER.apply(max, other.max));
    }

    /** The instants that both have; none where the first comes after the last. */
    InstantWindow within(InstantWindow other) {
        return new InstantWindow(oneOf(min, other.min, LATER), oneOf(max, other.max, EARLIER));
    }

    /** From the begin of the day on which it begins, as UTC has it. */
    InstantWindow fromItsFirstDay() {
        return min == null ? this : new InstantWindow(min.truncatedTo(ChronoUnit.DAYS), max);
    }

    private static @Nullable Instant oneOf(
            @Nullable Instant one, @Nullable Instant other, BinaryOperator<Instant> closer) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return closer.apply(one, other);
    }
}
