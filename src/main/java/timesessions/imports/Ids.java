package timesessions.imports;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;

/** New ids, fetched from the sequence many at a time. */
final class Ids implements LongSupplier {
    private static final int AT_ONCE = 500;

    private final DSLContext db;
    private final Queue<Long> fetched = new ArrayDeque<>();

    Ids(DSLContext db) {
        this.db = db;
    }

    @Override
    public long getAsLong() {
        if (fetched.isEmpty()) {
            db.fetch("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)".formatted(AT_ONCE)
                            + " SELECT NEXT VALUE FOR id_sequence FROM n")
                    .forEach(row -> fetched.add(row.get(0, Long.class)));
        }
        return fetched.remove();
    }
}
