package timesessions.ingest;

import org.jspecify.annotations.Nullable;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;

/** Sessions from one origin, one after another, as they were sent. */
public interface Source {

    /** What cannot be read on. The message says where and why, in words for whoever made the file. */
    final class Unreadable extends RuntimeException {
        private final String fault;

        public Unreadable(String message) {
            super(message);
            fault = message;
        }

        public Unreadable(String message, Throwable cause) {
            super(message, cause);
            fault = message;
        }

        /** @param fault the message without the place in the file */
        Unreadable(String message, String fault, @Nullable Throwable cause) {
            super(message, cause);
            this.fault = fault;
        }

        /** What is wrong, for who has the session alone before them and no file. */
        public String fault() {
            return fault;
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
