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

    static Optional<Staleness> of(SyncState state, Instant now, Duration ofServer) {
        Instant since = state.succeededAt();
        if (state.paused()) {
            return Optional.of(new Staleness(since, "the sync with %s is paused".formatted(state.host())));
        }
        if (since == null) {
            return Optional.of(new Staleness(
                    null,
                    state.failure() == null
                            ? "the first sync with %s is not done yet".formatted(state.host())
                            : "the sync with %s does not work yet".formatted(state.host())));
        }
        Duration patience = state.every(ofServer).multipliedBy(TURNS_MISSED);
        boolean isOld = now.isAfter(since.plus(patience.compareTo(AT_LEAST) > 0 ? patience : AT_LEAST));
        return isOld
                ? Optional.of(new Staleness(since, "the sync with %s does not get through".formatted(state.host())))
                : Optional.empty();
    }
}
