package timesessions.ingest;

import org.jspecify.annotations.Nullable;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;

/** Sessions from one origin, one after another, as they were sent. */
public interface Source {

    /** What cannot be read on. The message says where and why, in words for whoever made the file. */
    final class Unreadable extends RuntimeException {
        public Unreadable(String message) {
            super(message);
        }

        public Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    SessionWriter.Source origin();

    /**
     * The next session, or null after the last.
     *
     * @throws Unreadable if there is anything wrong with it; nothing can be read after that
     */
    @Nullable
    TimeSession next();
}
