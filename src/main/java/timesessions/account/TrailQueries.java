package timesessions.account;

import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.TRAIL;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.database.Database;

/**
 * The record of what was done about access: written in the transaction that does it, read by admins, and changed by
 * nobody.
 */
public final class TrailQueries {
    private static final int LONGEST_NAME = 254;

    /** One line of it. */
    public record Line(
            long id, Instant at, String who, String address, TrailAction action, String subject, String detail) {}

    /**
     * Which lines are asked for.
     *
     * @param from the first day in the company's zone, to the last, both inclusive; null for no bound
     * @param before only lines before this one; null to start at the newest
     */
    public record Filter(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Long accountId,
            @Nullable TrailAction action,
            @Nullable Long before) {}

    private final Database database;
    private final Clock clock;

    public TrailQueries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Adds a line as part of a transaction. */
    public void add(DSLContext db, Actor actor, TrailAction action, String subject, String detail) {
        db.insertInto(TRAIL)
                .set(TRAIL.ID, db.nextval(ID_SEQUENCE))
                .set(TRAIL.COMPANY_ID, actor.companyId())
                .set(TRAIL.AT, clock.instant())
                .set(TRAIL.ACCOUNT_ID, actor.accountId())
                .set(TRAIL.WHO, shortened(actor.name()))
                .set(TRAIL.ADDRESS, actor.address())
                .set(TRAIL.ACTION, action.parameter())
                .set(TRAIL.SUBJECT, shortened(subject))
                .set(TRAIL.DETAIL, detail)
                .execute();
    }

    /** Adds a line about something that nothing else is written for. */
    void add(Actor actor, TrailAction action, String subject, String detail) {
        database.writing(db -> add(db, actor, action, subject, detail));
    }

    /** The newest lines first. */
    public List<Line> read(long companyId, Filter filter, ZoneId zone, int limit) {
        return database.read(db -> db.select(
                        TRAIL.ID, TRAIL.AT, TRAIL.WHO, TRAIL.ADDRESS, TRAIL.ACTION, TRAIL.SUBJECT, TRAIL.DETAIL)
                .from(TRAIL)
                .where(TRAIL.COMPANY_ID.eq(companyId), matching(db, companyId, filter, zone))
                .orderBy(TRAIL.AT.desc(), TRAIL.ID.desc())
                .limit(limit)
                .fetch(row -> new Line(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        TrailAction.find(row.value5()).orElseThrow(),
                        row.value6(),
                        row.value7())));
    }

    private static Condition matching(DSLContext db, long companyId, Filter filter, ZoneId zone) {
        Condition matches = DSL.noCondition();
        if (filter.from() != null) {
            matches = matches.and(TRAIL.AT.ge(filter.from().atStartOfDay(zone).toInstant()));
        }
        if (filter.to() != null) {
            matches = matches.and(
                    TRAIL.AT.lt(filter.to().plusDays(1).atStartOfDay(zone).toInstant()));
        }
        if (filter.accountId() != null) {
            matches = matches.and(TRAIL.ACCOUNT_ID.eq(filter.accountId()));
        }
        if (filter.action() != null) {
            matches = matches.and(TRAIL.ACTION.eq(filter.action().parameter()));
        }
        if (filter.before() != null) {
            Instant at = db.select(TRAIL.AT)
                    .from(TRAIL)
                    .where(TRAIL.ID.eq(filter.before()), TRAIL.COMPANY_ID.eq(companyId))
                    .fetchOne(TRAIL.AT);
            matches = at == null
                    ? DSL.falseCondition()
                    : matches.and(TRAIL.AT.le(at))
                            .and(TRAIL.AT.lt(at).or(TRAIL.AT.eq(at).and(TRAIL.ID.lt(filter.before()))));
        }
        return matches;
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, name.codePointCount(0, LONGEST_NAME - 1))) + "…";
    }
}
