package timesessions.database;

import static timesessions.jooq.Tables.COMPANY;

import org.jooq.DSLContext;

/** The lock by which writers of a company's hours and those who count them anew keep out of each other's way. */
public final class CompanyLock {
    private CompanyLock() {}

    /** Holds off all writers until the transaction ends; each of them shares the lock of its company. */
    public static void holdOffWriters(DSLContext db, long companyId) {
        db.select(COMPANY.ID)
                .from(COMPANY)
                .where(COMPANY.ID.eq(companyId))
                .forUpdate()
                .fetch();
    }
}
