package timesessions.session;

import java.util.List;
import org.jooq.Record1;
import org.jooq.Select;
import timesessions.database.Database;

/**
 * A query for the ids of some sessions.
 *
 * @param sql with a placeholder for each value
 */
record Keys(String sql, List<?> values) {
    static Keys of(Select<Record1<Long>> query) {
        return new Keys(Database.text(query), Database.values(query));
    }
}
