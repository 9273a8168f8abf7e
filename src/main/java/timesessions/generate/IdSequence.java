package timesessions.generate;

import org.jooq.DSLContext;
import timesessions.database.Database;

/** The sequence of all ids that are made here, for those who need many at once. */
final class IdSequence {
    /** Held by whoever takes a range. A lock of the table would need a right that accounts are not given for this. */
    private static final String LOCK = "timesessions id_sequence";

    private static final int LOCK_WAIT_SECONDS = 30;

    /** Ids that may be given out, one by one, between the two steps of taking a range: more than anyone could ask for. */
    private static final long LEFT_TO_OTHERS = 1_000_000;

    private final Database database;

    IdSequence(Database database) {
        this.database = database;
    }

    /**
     * Takes a range without a gap out of the sequence.
     *
     * @return the first id of the range
     */
    long take(long count) {
        return database.read(db -> {
            if (number(db, "SELECT COALESCE(GET_LOCK('%s', %d), 0)".formatted(LOCK, LOCK_WAIT_SECONDS)) == 0) {
                throw new IllegalStateException("Somebody else has been taking ids for too long.");
            }
            try {
                return takeHoldingLock(db, count);
            } finally {
                db.execute("DO RELEASE_LOCK('%s')".formatted(LOCK));
            }
        });
    }

    private static long takeHoldingLock(DSLContext db, long count) {
        long next = number(db, "SELECT NEXT VALUE FOR id_sequence");
        long first = next + LEFT_TO_OTHERS;
        number(db, "SELECT SETVAL(id_sequence, %d)".formatted(first + count - 1));
        return first;
    }

    private static long number(DSLContext db, String query) {
        return db.fetchSingle(query).get(0, Long.class);
    }
}
