package timesessions.sync;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.session.TimeSession;

/**
 * Sessions that an upstream has sent.
 *
 * @param faulty what could not be read as one
 * @param next the query of the next page, as its link has it; null on the last page
 * @param total how many there are on all pages; null if it does not say
 * @param at the moment by the upstream's clock, or ours where it does not tell
 */
record UpstreamAnswer(
        List<TimeSession> sessions,
        List<Faulty> faulty,
        @Nullable String next,
        @Nullable Long total,
        Instant at) {

    /**
     * Something in the place of a session.
     *
     * @param id null where not even that could be read
     */
    record Faulty(@Nullable Long id, String reason, String json) {}

    int size() {
        return sessions.size() + faulty.size();
    }
}
