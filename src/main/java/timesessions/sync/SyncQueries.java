package timesessions.sync;

import static timesessions.jooq.Tables.SYNC;
import static timesessions.jooq.Tables.SYNC_ASIDE;
import static timesessions.jooq.Tables.SYNC_RUN;
import static timesessions.jooq.Tables.SYNC_SEEN;
import static timesessions.jooq.Tables.SYNC_TRASH;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.database.Database;
import timesessions.jooq.enums.TimeSessionSource;
import timesessions.web.Page;

/** Reads how syncs stand. */
public final class SyncQueries {
    static final int RUNS_SHOWN = 30;
    static final int PAGE_SIZE = 25;
    private static final int MOST_DUE = 1_000;

    private final Database database;

    public SyncQueries(Database database) {
        this.database = database;
    }

    /**
     * What a page of hours has to say of its age; nothing where there is no sync, or the hours are as fresh as they should
     * be.
     *
     * @param every the server's setting of how often
     */
    public Staleness.Outlook staleness(long companyId, Instant now, Duration every) {
        return find(companyId)
                .map(state -> Staleness.outlook(state, now, every))
                .orElse(Staleness.Outlook.NO_SYNC);
    }

    Optional<SyncState> find(long companyId) {
        return database.read(db -> find(db, companyId));
    }

    static Optional<SyncState> find(DSLContext db, long companyId) {
        return db.select(SYNC.fields())
                .from(SYNC)
                .where(SYNC.COMPANY_ID.eq(companyId))
                .fetchOptional(SyncQueries::state);
    }

    private static SyncState state(Record row) {
        var walk = new Marks.Walk(
                row.get(SYNC.WALK),
                row.get(SYNC.WALK_NEXT),
                row.get(SYNC.WALK_STARTED_AT),
                row.get(SYNC.WALK_ENDED_AT),
                row.get(SYNC.WALK_READ),
                row.get(SYNC.WALK_TOTAL),
                row.get(SYNC.WALK_HURRIED),
                row.get(SYNC.WALK_REPEATS));
        return new SyncState(
                row.get(SYNC.COMPANY_ID),
                row.get(SYNC.URL),
                row.get(SYNC.API_KEY) != null,
                row.get(SYNC.EVERY_SECONDS),
                row.get(SYNC.PAUSED),
                row.get(SYNC.HOLDER),
                row.get(SYNC.HELD_UNTIL),
                row.get(SYNC.DUE_AT),
                row.get(SYNC.SUCCEEDED_AT),
                row.get(SYNC.FAILURES),
                row.get(SYNC.FAILURE),
                new Marks(row.get(SYNC.CHANGED_SINCE), row.get(SYNC.CHANGES_NEXT), walk, row.get(SYNC.GAP)),
                row.get(SYNC.KNOWN),
                row.get(SYNC.WITHHELD),
                row.get(SYNC.APPROVED));
    }

    /** The key of the upstream, encrypted; null where none is kept. */
    @Nullable
    String key(long companyId) {
        return database.read(db -> db.select(SYNC.API_KEY)
                .from(SYNC)
                .where(SYNC.COMPANY_ID.eq(companyId))
                .fetchOne(SYNC.API_KEY));
    }

    /** The syncs whose next turn is due, the longest due first, whoever is at them. */
    List<SyncState> due(Instant now) {
        return database.read(db -> db.select(SYNC.fields())
                .from(SYNC)
                .where(SYNC.PAUSED.isFalse(), SYNC.DUE_AT.le(now))
                .orderBy(SYNC.DUE_AT, SYNC.COMPANY_ID)
                .limit(MOST_DUE)
                .fetch(SyncQueries::state));
    }

    List<Run> runs(long companyId) {
        return database.read(db -> db.select(SYNC_RUN.fields())
                .from(SYNC_RUN)
                .where(SYNC_RUN.COMPANY_ID.eq(companyId))
                .orderBy(SYNC_RUN.ID.desc())
                .limit(RUNS_SHOWN)
                .fetch(row -> new Run(
                        row.get(SYNC_RUN.ID),
                        row.get(SYNC_RUN.HOLDER),
                        row.get(SYNC_RUN.STARTED_AT),
                        row.get(SYNC_RUN.ENDED_AT),
                        Run.State.valueOf(row.get(SYNC_RUN.STATE).name().toUpperCase(Locale.ROOT)),
                        row.get(SYNC_RUN.MESSAGE),
                        row.get(SYNC_RUN.REQUESTS),
                        row.get(SYNC_RUN.SESSIONS),
                        row.get(SYNC_RUN.ADDED),
                        row.get(SYNC_RUN.CHANGED),
                        row.get(SYNC_RUN.DELETED),
                        row.get(SYNC_RUN.ASIDE))));
    }

    Sync.Counts counts(long runId) {
        return database.read(
                db -> db.select(SYNC_RUN.SESSIONS, SYNC_RUN.ADDED, SYNC_RUN.CHANGED, SYNC_RUN.DELETED, SYNC_RUN.ASIDE)
                        .from(SYNC_RUN)
                        .where(SYNC_RUN.ID.eq(runId))
                        .fetchOptional(row ->
                                new Sync.Counts(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()))
                        .orElse(Sync.Counts.NOTHING));
    }

    long countAside(long companyId) {
        return database.read(db -> (long) db.fetchCount(SYNC_ASIDE, SYNC_ASIDE.COMPANY_ID.eq(companyId)));
    }

    Page<PutAside> aside(long companyId, long page) {
        return database.read(db -> {
            long total = db.fetchCount(SYNC_ASIDE, SYNC_ASIDE.COMPANY_ID.eq(companyId));
            long number = Page.within(page, PAGE_SIZE, total);
            return new Page<>(
                    db.select(SYNC_ASIDE.fields())
                            .from(SYNC_ASIDE)
                            .where(SYNC_ASIDE.COMPANY_ID.eq(companyId))
                            .orderBy(SYNC_ASIDE.ID)
                            .limit(PAGE_SIZE)
                            .offset((number - 1) * PAGE_SIZE)
                            .fetch(SyncQueries::aside),
                    number,
                    PAGE_SIZE,
                    total);
        });
    }

    /** What is to be tried again. */
    List<PutAside> asideToRetry(long companyId, int limit) {
        return database.read(db -> db.select(SYNC_ASIDE.fields())
                .from(SYNC_ASIDE)
                .where(SYNC_ASIDE.COMPANY_ID.eq(companyId), SYNC_ASIDE.RETRY.isTrue())
                .orderBy(SYNC_ASIDE.ID)
                .limit(limit)
                .fetch(SyncQueries::aside));
    }

    private static PutAside aside(Record row) {
        return new PutAside(
                row.get(SYNC_ASIDE.ID),
                row.get(SYNC_ASIDE.SESSION_ID),
                row.get(SYNC_ASIDE.REASON),
                row.get(SYNC_ASIDE.JSON),
                row.get(SYNC_ASIDE.FIRST_AT),
                row.get(SYNC_ASIDE.LAST_AT),
                row.get(SYNC_ASIDE.RETRY));
    }

    long countTrash(long companyId) {
        return database.read(db ->
                (long) db.fetchCount(SYNC_TRASH, SYNC_TRASH.COMPANY_ID.eq(companyId), SYNC_TRASH.RESTORED_AT.isNull()));
    }

    /** What is in the trash, and what was restored from it, the latest first. */
    Page<Trashed> trash(long companyId, long page) {
        return database.read(db -> {
            long total = db.fetchCount(SYNC_TRASH, SYNC_TRASH.COMPANY_ID.eq(companyId));
            long number = Page.within(page, PAGE_SIZE, total);
            return new Page<>(
                    db.select(
                                    SYNC_TRASH.SESSION_ID,
                                    SYNC_TRASH.PERSON,
                                    SYNC_TRASH.START_AT,
                                    SYNC_TRASH.TIME_ZONE,
                                    SYNC_TRASH.WORK_DURATION,
                                    SYNC_TRASH.REASON,
                                    SYNC_TRASH.DELETED_AT,
                                    SYNC_TRASH.RESTORED_AT)
                            .from(SYNC_TRASH)
                            .where(SYNC_TRASH.COMPANY_ID.eq(companyId))
                            .orderBy(SYNC_TRASH.DELETED_AT.desc(), SYNC_TRASH.SESSION_ID.desc())
                            .limit(PAGE_SIZE)
                            .offset((number - 1) * PAGE_SIZE)
                            .fetch(row -> new Trashed(
                                    row.value1(),
                                    row.value2(),
                                    row.value3(),
                                    row.value4(),
                                    row.value5(),
                                    row.value6(),
                                    row.value7(),
                                    row.value8())),
                    number,
                    PAGE_SIZE,
                    total);
        });
    }

    /** A session in the trash as JSON, if it is there and was not restored. */
    Optional<String> trashedJson(long companyId, long sessionId) {
        return database.read(db -> db.select(SYNC_TRASH.JSON)
                .from(SYNC_TRASH)
                .where(
                        SYNC_TRASH.COMPANY_ID.eq(companyId),
                        SYNC_TRASH.SESSION_ID.eq(sessionId),
                        SYNC_TRASH.RESTORED_AT.isNull())
                .fetchOptional(SYNC_TRASH.JSON));
    }

    /** Sessions that run here, as far as is known. */
    List<Long> running(long companyId) {
        return database.read(db -> db.select(TIME_SESSION.ID)
                .from(TIME_SESSION)
                .where(
                        TIME_SESSION.COMPANY_ID.eq(companyId),
                        TIME_SESSION.RUNNING.isTrue(),
                        TIME_SESSION.SOURCE.eq(TimeSessionSource.jetbuilt))
                .orderBy(TIME_SESSION.ID)
                .fetch(TIME_SESSION.ID));
    }

    /** Those of the ids that sessions of another origin have here. */
    Set<Long> ofOtherOrigin(long companyId, Collection<Long> ids) {
        return ids.isEmpty()
                ? Set.of()
                : database.read(db -> db.select(TIME_SESSION.ID)
                        .from(TIME_SESSION)
                        .where(
                                TIME_SESSION.COMPANY_ID.eq(companyId),
                                TIME_SESSION.ID.in(ids),
                                TIME_SESSION.SOURCE.ne(TimeSessionSource.jetbuilt))
                        .fetchSet(TIME_SESSION.ID));
    }

    /** How many sessions of an upstream are here. */
    long countHere(long companyId) {
        return database.read(db -> db.selectCount()
                .from(TIME_SESSION)
                .where(TIME_SESSION.COMPANY_ID.eq(companyId), TIME_SESSION.SOURCE.eq(TimeSessionSource.jetbuilt))
                .fetchSingle(0, long.class));
    }

    /** Sessions here that the walk has not met, without those that are kept on purpose: the next after that id. */
    List<Long> unmet(long companyId, long walk, long after, int limit) {
        return database.read(db -> db.select(TIME_SESSION.ID)
                .from(unmetTables(companyId, walk))
                .where(unmetCondition(companyId), TIME_SESSION.ID.gt(after))
                .orderBy(TIME_SESSION.ID)
                .limit(limit)
                .fetch(TIME_SESSION.ID));
    }

    long countUnmet(long companyId, long walk) {
        return database.read(db -> db.selectCount()
                .from(unmetTables(companyId, walk))
                .where(unmetCondition(companyId))
                .fetchSingle(0, long.class));
    }

    private static Table<?> unmetTables(long companyId, long walk) {
        return TIME_SESSION
                .leftJoin(SYNC_SEEN)
                .on(
                        SYNC_SEEN.COMPANY_ID.eq(companyId),
                        SYNC_SEEN.SESSION_ID.eq(TIME_SESSION.ID),
                        SYNC_SEEN.WALK.ge(walk))
                .leftJoin(SYNC_TRASH)
                .on(
                        SYNC_TRASH.COMPANY_ID.eq(companyId),
                        SYNC_TRASH.SESSION_ID.eq(TIME_SESSION.ID),
                        SYNC_TRASH.RESTORED_AT.isNotNull());
    }

    private static Condition unmetCondition(long companyId) {
        return DSL.and(
                TIME_SESSION.COMPANY_ID.eq(companyId),
                TIME_SESSION.SOURCE.eq(TimeSessionSource.jetbuilt),
                SYNC_SEEN.SESSION_ID.isNull(),
                SYNC_TRASH.SESSION_ID.isNull());
    }

    /** Some sessions that the walk has met, which the upstream must hence have: the first and the last. */
    List<Long> someMet(long companyId, long walk) {
        return database.read(db -> {
            var met = db.select(SYNC_SEEN.SESSION_ID)
                    .from(SYNC_SEEN)
                    .where(SYNC_SEEN.COMPANY_ID.eq(companyId), SYNC_SEEN.WALK.ge(walk));
            List<Long> last = db.select(SYNC_SEEN.SESSION_ID)
                    .from(SYNC_SEEN)
                    .where(SYNC_SEEN.COMPANY_ID.eq(companyId), SYNC_SEEN.WALK.ge(walk))
                    .orderBy(SYNC_SEEN.SESSION_ID.desc())
                    .limit(2)
                    .fetch(SYNC_SEEN.SESSION_ID);
            List<Long> some =
                    new ArrayList<>(met.orderBy(SYNC_SEEN.SESSION_ID).limit(2).fetch(SYNC_SEEN.SESSION_ID));
            some.addAll(last);
            return some;
        });
    }
}
