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
    record Found(String sql, List<?> values) implements Keys {}

    /** These, in the order of ids. */
    record Known(List<Long> ids) implements Keys {}

    /**
     * So many that follow one another in an index, with none between them that is not asked for.
     *
     * @param values what the beginning is compared with
     */
    record Next(Way way, List<?> values, int size) implements Keys {}

    /**
     * What tells apart the few statements of {@link Next}.
     *
     * @param order in which they are met
     */
    record Way(Begin begin, Order order) {}

    /** Where the first one is met. */
    enum Begin {
        /** At the end of all sessions of the company. */
        ANYWHERE,
        /** At the end of those of some days. */
        IN_DAYS,
        /** After an id. */
        BEYOND_ID
    }

    static Keys of(Select<Record1<Long>> query) {
        return new Found(Database.text(query), Database.values(query));
    }
}
