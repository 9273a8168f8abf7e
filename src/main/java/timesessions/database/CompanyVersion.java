package timesessions.database;

import static timesessions.jooq.Tables.COMPANY_VERSION;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The number that tells whether anything has changed that readers of a company's hours may be shown. It is raised within the
 * transaction that changes something, and read with the key or the sign-in of a request: whoever finds the version at which
 * an answer was made has the answer.
 */
public final class CompanyVersion {
    /** To be joined by the company's id: a company that nothing has been written for has none yet. */
    public static final Field<Long> VERSION = DSL.coalesce(COMPANY_VERSION.VERSION, DSL.inline(0L));

    private static final Field<Long> TIME = DSL.field("CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)", Long.class);

    private CompanyVersion() {}

    /**
     * Raises the version with the transaction's last statement, once, however often it is asked for: all that write for the
     * company meet at this row, so that it is locked no longer than the commit takes.
     *
     * @param db of {@link Database#write}
     */
    public static void raise(DSLContext db, long companyId) {
        Database.beforeCommit(
                db,
                "version of company " + companyId,
                last -> last.insertInto(COMPANY_VERSION)
                        .set(COMPANY_VERSION.COMPANY_ID, companyId)
                        .set(COMPANY_VERSION.VERSION, TIME)
                        .onDuplicateKeyUpdate()
                        // Above the one before, even where a clock was put back.
                        .set(COMPANY_VERSION.VERSION, DSL.greatest(COMPANY_VERSION.VERSION.plus(1), TIME))
                        .execute());
    }
}
