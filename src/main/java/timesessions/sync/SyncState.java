package timesessions.sync;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sync of a company as it stands.
 *
 * @param url as it was typed
 * @param everySeconds between two turns; null where the server's setting counts
 * @param holder which process is at it, or was when it died; null for none
 * @param failures turns that have failed since the last that did not
 * @param failure why the last one has; null where it has not
 * @param known how many sessions the upstream is known to have
 * @param withheld how many sessions seem to be deleted upstream, but are too many to be believed without an admin
 * @param approved whether an admin does
 */
record SyncState(
        long companyId,
        String url,
        boolean hasKey,
        @Nullable Integer everySeconds,
        boolean paused,
        @Nullable String holder,
        @Nullable Instant heldUntil,
        Instant dueAt,
        @Nullable Instant succeededAt,
        int failures,
        @Nullable String failure,
        Marks marks,
        long known,
        long withheld,
        boolean approved) {

    boolean isHeldAt(Instant now) {
        return heldUntil != null && heldUntil.isAfter(now);
    }

    Duration every(Duration ofServer) {
        return everySeconds == null ? ofServer : Duration.ofSeconds(everySeconds);
    }

    String host() {
        return UpstreamAddress.parse(url).host();
    }
}
