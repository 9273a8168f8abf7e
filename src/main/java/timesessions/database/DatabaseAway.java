package timesessions.database;

/** The database cannot be reached now; trying again later may work. */
public final class DatabaseAway extends RuntimeException {
    DatabaseAway(Throwable cause) {
        super("The database cannot be reached", cause);
    }
}
