package timesessions.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an upstream did not answer as it should. The message is for admins, and holds nothing secret. */
final class UpstreamFault extends RuntimeException {

    /** What may be done about it. */
    enum Kind {
        /** Asking again may help: it is busy, away, or an answer was broken on the way. */
        PASSING,
        /** It has had enough requests. */
        TOO_MANY,
        /** The place in a list that was asked for is no place any more: the list is to be begun again. */
        LOST_PLACE,
        /** Only a person can help: a wrong key, a wrong address. */
        LASTING
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    UpstreamFault(Kind kind, String message) {
        this(kind, message, null, null);
    }

    UpstreamFault(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    /** How long the upstream wants to be left alone, if it says so. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
