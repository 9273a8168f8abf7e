package timesessions.session;

import java.util.List;
import org.jooq.Record1;
import org.jooq.Select;
import timesessions.database.Database;

/** Which sessions a page is of. */
sealed interface Keys {
    /**
     * Whatever ids a query finds.
     *
     * @param sql with a placeholder for each value
     */
    record Chosen(String sql, List<?> values) implements Keys {}

    /** These, in the order of ids. */
    record Known(List<Long> ids) implements Keys {}

    /**
     * Those that a query meets first in an index of sessions, and reads itself. A page of the API costs a tenth less than by
     * its ids, which the server would keep in a temporary table.
     *
     * @param sql of {@link SessionRows#from}, with a placeholder for each value
     */
    record Met(String sql, List<?> values) implements Keys {}

    /** Those whose ids it finds. */
    static Keys of(Select<Record1<Long>> query) {
        return new Chosen(Database.text(query), Database.values(query));
    }

    /** Those that it reads, of {@link SessionRows#from}. */
    static Keys met(Select<?> rows) {
        return new Met(Database.text(rows), Database.values(rows));
    }
}
