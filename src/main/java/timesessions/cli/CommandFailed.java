package timesessions.cli;

/** A command cannot do what it was asked to. The message is all that the caller needs to know. */
final class CommandFailed extends RuntimeException {
    CommandFailed(String message) {
        super(message);
    }
}
