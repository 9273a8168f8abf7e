package timesessions.account;

/** A change that cannot be made, for a reason that lies in what is there. The message is for the reader. */
public final class Refused extends RuntimeException {
    private final String field;

    /** @param field of the form, which the reason is about; empty where it is about none */
    Refused(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }

    /** The reason. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
