package timesessions.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Both ends inclusive, to the millisecond that the database keeps; null where that end is open. */
public record InstantWindow(@Nullable Instant min, @Nullable Instant max) {
    public static final InstantWindow OPEN = new InstantWindow(null, null);

    public boolean isOpen() {
        return min == null && max == null;
    }
}
