package timesessions.account;

import java.util.Set;
import timesessions.time.Hours;

/**
 * How an account wants lists shown.
 *
 * @param hiddenColumns by the names that pages use
 */
public record Preferences(Hours hours, Set<String> hiddenColumns) {
    public static final Preferences DEFAULT = new Preferences(Hours.CLOCK, Set.of());

    public Preferences {
        hiddenColumns = Set.copyOf(hiddenColumns);
    }
}
