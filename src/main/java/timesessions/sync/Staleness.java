package timesessions.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That hours are older than they should be, and why.
 *
 * @param since the last turn that brought them up to date; null where none has yet
 * @param reason in words that go on after "since"
 */
public record Staleness(@Nullable Instant since, String reason) {
    /** One turn that fails is nothing to speak of. */
    private static final int TURNS_MISSED = 3;

    private static final Duration AT_LEAST = Duration.ofMinutes(15);

    /**
     * Whether hours are older than they should be, and until when that can be said as it is now, as long as nobody changes
     * how the sync is set up. A turn that gets through can only make that longer.
     */
    public record Outlook(Optional<Staleness> staleness, Instant until) {
        static final Outlook NO_SYNC = new Outlook(Optional.empty(), Instant.MAX);
    }

    static Outlook outlook(SyncState state, Instant now, Duration ofServer) {
        Instant since = state.succeededAt();
        if (state.paused()) {
            return old(since, "the sync with %s is paused".formatted(state.host()), now);
        }
        if (since == null) {
            return old(
                    null,
                    state.failure() == null
                            ? "the first sync with %s is not done yet".formatted(state.host())
                            : "the sync with %s does not work yet".formatted(state.host()),
                    now);
        }
        Duration patience = state.every(ofServer).multipliedBy(TURNS_MISSED);
        Instant last = since.plus(patience.compareTo(AT_LEAST) > 0 ? patience : AT_LEAST);
        return now.isAfter(last)
                ? old(since, "the sync with %s does not get through".formatted(state.host()), now)
                : new Outlook(Optional.empty(), last);
    }

    /** The next turn may get through at any moment. */
    private static Outlook old(@Nullable Instant since, String reason, Instant now) {
        return new Outlook(Optional.of(new Staleness(since, reason)), now);
    }
}
