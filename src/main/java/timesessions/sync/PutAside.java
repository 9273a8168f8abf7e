package timesessions.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came in the place of a session and could not be taken.
 *
 * @param sessionId null where not even that could be read
 * @param retry whether it is to be tried again in the next turn
 */
record PutAside(
        long id,
        @Nullable Long sessionId,
        String reason,
        String json,
        Instant firstAt,
        Instant lastAt,
        boolean retry) {}
