package timesessions.testing;

import java.time.Instant;
import java.util.List;
import timesessions.directory.Named;
import timesessions.session.TimeSession;

/** Sessions that are valid as they stand, for tests that are about who sees them. */
public final class TestSessions {
    private TestSessions() {}

    /** An hour of work without entries. */
    public static TimeSession of(long id, long person, Instant start) {
        return new TimeSession(
                id,
                start,
                start.plusSeconds(3_600),
                "Pacific Time (US & Canada)",
                3_600,
                3_600,
                0,
                0,
                null,
                start,
                start,
                false,
                new Named(person, "Person " + person),
                null,
                null,
                List.of());
    }
}
