package timesessions.generate;

import static timesessions.jooq.Tables.TIME_SESSION;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.session.TimeSession;

/** Takes out what an unfinished load has put in. */
final class LoadRemoval {
    private static final int ROWS_AT_ONCE = 50_000;
    private static final int SESSIONS_AT_ONCE = 10_000;

    private final Database database;
    private final long companyId;
    private long firstId = Long.MAX_VALUE;
    private long lastId = Long.MIN_VALUE;

    LoadRemoval(Database database, long companyId) {
        this.database = database;
        this.companyId = companyId;
    }

    /** Notes sessions that are about to be written. */
    void mayHaveTo(List<TimeSession> chunk) {
        for (TimeSession session : chunk) {
            firstId = Math.min(firstId, session.id());
            lastId = Math.max(lastId, session.id());
        }
    }

    /**
     * Takes out what has been noted. Somebody who interrupts a load does not wait for that.
     *
     * @return whether nothing is left
     */
    boolean removeAfter(Throwable failure) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        try {
            remove();
            return true;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** All sessions of the company, which are known to be remains. */
    void removeAll() {
        database.read(db -> db.select(DSL.min(TIME_SESSION.ID), DSL.max(TIME_SESSION.ID))
                        .from(TIME_SESSION)
                        .where(TIME_SESSION.COMPANY_ID.eq(companyId))
                        .fetchOptional())
                .ifPresent(range -> {
                    firstId = range.value1();
                    lastId = range.value2();
                });
        remove();
    }

    /** The sessions themselves go last: while there are any, the next load sees that it has to go on here. */
    private void remove() {
        removeFoundBy("session_word");
        removeFoundBy("session_labor");
        for (long from = firstId; from <= lastId; from += SESSIONS_AT_ONCE) {
            long to = Math.min(lastId, from + SESSIONS_AT_ONCE - 1);
            long first = from;
            database.writing(db -> {
                delete(db, "time_entry", "session_id", first, to, "");
                delete(db, "time_session", "id", first, to, "");
                CompanyVersion.raise(db, companyId);
            });
        }
        removeNames();
    }

    /** People and projects come into being with sessions; of a company without any nobody needs them. */
    private void removeNames() {
        for (String table : List.of("user", "project", "category", "labor_type")) {
            database.writing(db -> {
                db.execute(
                        "DELETE FROM %s WHERE company_id = ? AND NOT EXISTS (SELECT 1 FROM time_session WHERE company_id = ?)"
                                .formatted(table),
                        companyId,
                        companyId);
                CompanyVersion.raise(db, companyId);
            });
        }
    }

    private void removeFoundBy(String table) {
        int removed;
        do {
            removed = database.write(db -> {
                CompanyVersion.raise(db, companyId);
                return delete(db, table, "session_id", firstId, lastId, " LIMIT " + ROWS_AT_ONCE);
            });
        } while (removed == ROWS_AT_ONCE);
    }

    private int delete(DSLContext db, String table, String idColumn, long first, long last, String limit) {
        return db.execute(
                "DELETE FROM %s WHERE company_id = ? AND %s BETWEEN ? AND ?%s".formatted(table, idColumn, limit),
                companyId,
                first,
                last);
    }
}
