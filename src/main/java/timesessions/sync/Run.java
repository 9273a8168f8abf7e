package timesessions.sync;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a sync, as it is told of.
 *
 * @param sessions how many were read, some of them more than once
 */
record Run(
        long id,
        String holder,
        Instant startedAt,
        @Nullable Instant endedAt,
        State state,
        @Nullable String message,
        long requests,
        long sessions,
        long added,
        long changed,
        long deleted,
        long aside) {

    enum State {
        RUNNING("Running"),
        DONE("Done"),
        FAILED("Failed"),
        STOPPED("Stopped");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** In whole seconds; empty while it goes on. */
    public String took() {
        if (endedAt == null) {
            return "";
        }
        Duration time = Duration.between(startedAt, endedAt);
        return time.toMinutes() > 0
                ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
                : time.toSeconds() + " s";
    }
}
