package timesessions.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of sessions in an order.
 *
 * @param total the sessions that match, exact, as of the same moment as the rows
 * @param next where the following page starts; null on the last page
 * @param previous where the page before ends; null on the first page
 */
public record SessionPage(
        List<TimeSession> sessions,
        long total,
        Paging paging,
        @Nullable Cursor next,
        @Nullable Cursor previous) {

    public SessionPage {
        sessions = List.copyOf(sessions);
    }

    /** The page as it stands at that moment. */
    SessionPage at(Instant now) {
        return new SessionPage(
                sessions.stream().map(session -> session.at(now)).toList(), total, paging, next, previous);
    }

    /** The number of the last page, at least 1. */
    public long lastNumber() {
        return Math.max(1, Math.ceilDiv(total, paging.size()));
    }

    /** Whether the page lies past the end, so that it has no rows though others have. */
    public boolean isPastTheEnd() {
        return sessions.isEmpty() && paging.number() > 1;
    }
}
