package timesessions.account;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static timesessions.database.CompanyLock.holdOffWriters;
import static timesessions.database.Rows.inserted;
import static timesessions.jooq.Tables.TOTAL;

import java.util.Collection;
import org.jooq.DSLContext;
import org.jooq.Field;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;

/**
 * What teams come to when their people change. What their people's sessions add is counted with the sessions; here whole
 * people come and go, with all they have come to, while every writer of the company is held off.
 */
final class TeamTotals {
    private TeamTotals() {}

    static void add(DSLContext db, long companyId, long teamId, Collection<Long> people) {
        change(db, companyId, teamId, people, 1);
    }

    static void takeOut(DSLContext db, long companyId, long teamId, Collection<Long> people) {
        change(db, companyId, teamId, people, -1);
    }

    static void forget(DSLContext db, long companyId, long teamId) {
        holdOffWriters(db, companyId);
        db.deleteFrom(TOTAL)
                .where(TOTAL.COMPANY_ID.eq(companyId), TOTAL.DIMENSION.eq(TotalDimension.team), TOTAL.KEY_ID.eq(teamId))
                .execute();
    }

    private static void change(DSLContext db, long companyId, long teamId, Collection<Long> people, int sign) {
        if (people.isEmpty()) {
            return;
        }
        holdOffWriters(db, companyId);
        var t = TOTAL;
        db.insertInto(t, t.COMPANY_ID, t.DIMENSION, t.KEY_ID, t.GRAIN, t.PERIOD, t.SESSIONS, t.WORK, t.BREAK)
                .select(db.select(
                                inline(companyId),
                                inline(TotalDimension.team),
                                inline(teamId),
                                t.GRAIN,
                                t.PERIOD,
                                summed(t.SESSIONS, sign),
                                summed(t.WORK, sign),
                                summed(t.BREAK, sign))
                        .from(t)
                        .where(
                                t.COMPANY_ID.eq(companyId),
                                t.DIMENSION.eq(TotalDimension.user),
                                t.KEY_ID.in(people),
                                t.GRAIN.in(TotalGrain.day, TotalGrain.month))
                        .groupBy(t.GRAIN, t.PERIOD))
                .onDuplicateKeyUpdate()
                .set(t.SESSIONS, t.SESSIONS.plus(inserted(t.SESSIONS)))
                .set(t.WORK, t.WORK.plus(inserted(t.WORK)))
                .set(t.BREAK, t.BREAK.plus(inserted(t.BREAK)))
                .execute();
    }

    private static Field<Long> summed(Field<Long> column, int sign) {
        return sum(column.mul(sign)).cast(column.getDataType());
    }
}
