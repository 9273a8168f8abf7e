package timesessions.sync;

import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.SYNC;
import static timesessions.jooq.Tables.SYNC_ASIDE;
import static timesessions.jooq.Tables.SYNC_RUN;
import static timesessions.jooq.Tables.SYNC_SEEN;
import static timesessions.jooq.Tables.SYNC_TRASH;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.account.Actor;
import timesessions.account.TrailAction;
import timesessions.account.TrailQueries;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.database.Rows;
import timesessions.jooq.enums.SyncRunState;
import timesessions.session.SessionJson;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Written;
import timesessions.session.TimeSession;
import timesessions.sync.UpstreamAnswer.Faulty;
import timesessions.time.RailsTimeZone;

/** Writes how syncs are set up and how far they come, with what they bring in the same transaction. */
final class SyncWriter {
    /** For how long a holder that says nothing is waited for. Longer than an upstream may take to answer. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final int RUNS_KEPT = 100;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_JSON = 1 << 20;

    private final Database database;
    private final SessionWriter sessions;
    private final TrailQueries trail;
    private final Clock clock;

    SyncWriter(Database database, Clock clock) {
        this.database = database;
        this.sessions = new SessionWriter(database);
        this.trail = new TrailQueries(database, clock);
        this.clock = clock;
    }

    /**
     * What is set up by an admin.
     *
     * @param encryptedKey null to keep the one that there is
     * @param everySeconds null for the server's setting
     */
    record Setup(
            String url,
            @Nullable String encryptedKey,
            @Nullable Integer everySeconds) {}

    /**
     * Sets a sync up, or up anew: with another upstream or another key all is read from the beginning, since they may be of
     * another company. A turn under way ends with its next page.
     */
    void setUp(Actor actor, long companyId, Setup setup) {
        database.writing(db -> {
            Optional<SyncState> before = lockAndFind(db, companyId);
            Instant now = clock.instant();
            CompanyVersion.raise(db, companyId);
            if (before.isEmpty()) {
                db.insertInto(SYNC)
                        .set(SYNC.COMPANY_ID, companyId)
                        .set(SYNC.URL, setup.url)
                        .set(SYNC.API_KEY, setup.encryptedKey)
                        .set(SYNC.EVERY_SECONDS, setup.everySeconds)
                        .set(SYNC.PAUSED, false)
                        .set(SYNC.FENCE, 1L)
                        .set(SYNC.DUE_AT, now)
                        .set(SYNC.FAILURES, 0)
                        .set(SYNC.WALK, 0L)
                        .set(SYNC.WALK_READ, 0L)
                        .set(SYNC.WALK_HURRIED, false)
                        .set(SYNC.WALK_REPEATS, 0)
                        .set(SYNC.KNOWN, 0L)
                        .set(SYNC.WITHHELD, 0L)
                        .set(SYNC.APPROVED, false)
                        .execute();
                trail.add(db, actor, TrailAction.SYNC_SET_UP, setup.url, "");
                return;
            }
            boolean isOther = setup.encryptedKey != null || !before.get().url().equals(setup.url);
            db.update(SYNC)
                    .set(SYNC.URL, setup.url)
                    .set(SYNC.EVERY_SECONDS, setup.everySeconds)
                    .set(SYNC.PAUSED, false)
                    .set(SYNC.DUE_AT, now)
                    .set(SYNC.FAILURES, 0)
                    .setNull(SYNC.FAILURE)
                    .where(SYNC.COMPANY_ID.eq(companyId))
                    .execute();
            if (setup.encryptedKey != null) {
                db.update(SYNC)
                        .set(SYNC.API_KEY, setup.encryptedKey)
                        .where(SYNC.COMPANY_ID.eq(companyId))
                        .execute();
            }
            if (isOther) {
                beginAnew(db, companyId);
            }
            trail.add(db, actor, TrailAction.SYNC_SET_UP, setup.url, isOther ? "begins anew" : "");
        });
    }

    private void beginAnew(DSLContext db, long companyId) {
        endRuns(db, companyId, "The sync was set up anew.");
        db.deleteFrom(SYNC_SEEN).where(SYNC_SEEN.COMPANY_ID.eq(companyId)).execute();
        db.deleteFrom(SYNC_ASIDE).where(SYNC_ASIDE.COMPANY_ID.eq(companyId)).execute();
        db.update(SYNC)
                .set(SYNC.FENCE, SYNC.FENCE.plus(1))
                .setNull(SYNC.HOLDER)
                .setNull(SYNC.HELD_UNTIL)
                .setNull(SYNC.SUCCEEDED_AT)
                .setNull(SYNC.CHANGED_SINCE)
                .setNull(SYNC.CHANGES_NEXT)
                .set(SYNC.WALK, 0L)
                .setNull(SYNC.WALK_NEXT)
                .setNull(SYNC.WALK_STARTED_AT)
                .setNull(SYNC.WALK_ENDED_AT)
                .set(SYNC.WALK_READ, 0L)
                .setNull(SYNC.WALK_TOTAL)
                .set(SYNC.WALK_HURRIED, false)
                .set(SYNC.WALK_REPEATS, 0)
                .set(SYNC.KNOWN, 0L)
                .setNull(SYNC.GAP)
                .set(SYNC.WITHHELD, 0L)
                .set(SYNC.APPROVED, false)
                .where(SYNC.COMPANY_ID.eq(companyId))
                .execute();
    }

    /** Stops a sync until it is resumed; a turn under way ends with its next page. */
    void pause(Actor actor, long companyId) {
        database.writing(db -> lockAndFind(db, companyId).ifPresent(state -> {
            endRuns(db, companyId, "The sync was paused.");
            db.update(SYNC)
                    .set(SYNC.PAUSED, true)
                    .set(SYNC.FENCE, SYNC.FENCE.plus(1))
                    .setNull(SYNC.HOLDER)
                    .setNull(SYNC.HELD_UNTIL)
                    .where(SYNC.COMPANY_ID.eq(companyId))
                    .execute();
            CompanyVersion.raise(db, companyId);
            trail.add(db, actor, TrailAction.SYNC_PAUSED, state.url(), "");
        }));
    }

    void resume(Actor actor, long companyId) {
        database.writing(db -> lockAndFind(db, companyId).ifPresent(state -> {
            db.update(SYNC)
                    .set(SYNC.PAUSED, false)
                    .set(SYNC.DUE_AT, clock.instant())
                    .where(SYNC.COMPANY_ID.eq(companyId))
                    .execute();
            CompanyVersion.raise(db, companyId);
            trail.add(db, actor, TrailAction.SYNC_RESUMED, state.url(), "");
        }));
    }

    /** Ends a sync for good. The sessions that it has brought stay, and so does the trash. */
    void remove(Actor actor, long companyId) {
        database.writing(db -> lockAndFind(db, companyId).ifPresent(state -> {
            db.deleteFrom(SYNC_SEEN).where(SYNC_SEEN.COMPANY_ID.eq(companyId)).execute();
            db.deleteFrom(SYNC_ASIDE).where(SYNC_ASIDE.COMPANY_ID.eq(companyId)).execute();
            db.deleteFrom(SYNC_RUN).where(SYNC_RUN.COMPANY_ID.eq(companyId)).execute();
            db.deleteFrom(SYNC).where(SYNC.COMPANY_ID.eq(companyId)).execute();
            CompanyVersion.raise(db, companyId);
            trail.add(db, actor, TrailAction.SYNC_REMOVED, state.url(), "");
        }));
    }

    /** Has the next turn begin as soon as somebody is free for it. */
    void wake(long companyId) {
        database.writing(db -> db.update(SYNC)
                .set(SYNC.DUE_AT, clock.instant())
                .where(SYNC.COMPANY_ID.eq(companyId))
                .execute());
    }

    /** Believes that the many sessions are deleted that were withheld, and has the next turn act on it. */
    void approve(Actor actor, long companyId) {
        database.writing(db -> lockAndFind(db, companyId)
                .filter(state -> state.withheld() > 0)
                .ifPresent(state -> {
                    db.update(SYNC)
                            .set(SYNC.APPROVED, true)
                            .set(SYNC.DUE_AT, clock.instant())
                            .where(SYNC.COMPANY_ID.eq(companyId))
                            .execute();
                    trail.add(
                            db,
                            actor,
                            TrailAction.SYNC_DELETIONS_APPROVED,
                            state.url(),
                            state.withheld() + " sessions");
                }));
    }

    /** Has something that was put aside tried again in the next turn, which begins at once. */
    boolean retry(long companyId, long asideId) {
        return database.write(db -> {
            int found = db.update(SYNC_ASIDE)
                    .set(SYNC_ASIDE.RETRY, true)
                    .where(SYNC_ASIDE.COMPANY_ID.eq(companyId), SYNC_ASIDE.ID.eq(asideId))
                    .execute();
            if (found > 0) {
                db.update(SYNC)
                        .set(SYNC.DUE_AT, clock.instant())
                        .where(SYNC.COMPANY_ID.eq(companyId))
                        .execute();
            }
            return found > 0;
        });
    }

    /** Brings a session back from the trash, to stay: as long as the upstream does not have it, no walk deletes it again. */
    void restore(Actor actor, long companyId, TimeSession session) {
        sessions.mirror(companyId, SessionWriter.Source.JETBUILT, List.of(session), (db, written) -> {
            db.update(SYNC_TRASH)
                    .set(SYNC_TRASH.RESTORED_AT, clock.instant())
                    .where(SYNC_TRASH.COMPANY_ID.eq(companyId), SYNC_TRASH.SESSION_ID.eq(session.id()))
                    .execute();
            trail.add(db, actor, TrailAction.SESSION_RESTORED, Long.toString(session.id()), "");
        });
    }

    /** Moves a restored session to the trash again. */
    void discard(Actor actor, long companyId, long sessionId) {
        sessions.remove(companyId, List.of(sessionId), (db, gone) -> {
            int found = db.update(SYNC_TRASH)
                    .setNull(SYNC_TRASH.RESTORED_AT)
                    .where(
                            SYNC_TRASH.COMPANY_ID.eq(companyId),
                            SYNC_TRASH.SESSION_ID.eq(sessionId),
                            SYNC_TRASH.RESTORED_AT.isNotNull())
                    .execute();
            if (found == 0) {
                throw new NotRestored();
            }
            trail.add(db, actor, TrailAction.SESSION_DISCARDED, Long.toString(sessionId), "");
        });
    }

    /** The session was not restored from the trash, so it does not go back there. */
    static final class NotRestored extends RuntimeException {
        NotRestored() {
            super("The session was not restored from the trash", null, false, false);
        }
    }

    private static Optional<SyncState> lockAndFind(DSLContext db, long companyId) {
        db.select(SYNC.COMPANY_ID)
                .from(SYNC)
                .where(SYNC.COMPANY_ID.eq(companyId))
                .forUpdate()
                .fetch();
        return SyncQueries.find(db, companyId);
    }

    /** The lease, with what was found when it was taken. */
    record Taken(Lease lease, SyncState state) {}

    /**
     * Takes the lease of a sync, unless another holds it.
     *
     * @param onlyIfDue false to take it ahead of time
     * @param isDead whether a holder is known to be no more, so that the end of its lease need not be waited for
     */
    Optional<Taken> take(long companyId, String holder, boolean onlyIfDue, Predicate<String> isDead) {
        return database.write(db -> {
            Instant now = clock.instant();
            String before = db.select(SYNC.HOLDER)
                    .from(SYNC)
                    .where(SYNC.COMPANY_ID.eq(companyId))
                    .forUpdate()
                    .fetchOne(SYNC.HOLDER);
            Condition isFree = before != null && isDead.test(before)
                    ? DSL.noCondition()
                    : SYNC.HELD_UNTIL.isNull().or(SYNC.HELD_UNTIL.le(now));
            int taken = db.update(SYNC)
                    .set(SYNC.FENCE, SYNC.FENCE.plus(1))
                    .set(SYNC.HOLDER, holder)
                    .set(SYNC.HELD_UNTIL, now.plus(LEASE))
                    .where(
                            SYNC.COMPANY_ID.eq(companyId),
                            isFree,
                            onlyIfDue ? SYNC.PAUSED.isFalse().and(SYNC.DUE_AT.le(now)) : DSL.noCondition())
                    .execute();
            if (taken == 0) {
                return Optional.empty();
            }
            endRuns(db, companyId, "The process that was at it has ended; another went on.");
            long runId = db.nextval(ID_SEQUENCE);
            db.insertInto(SYNC_RUN)
                    .set(SYNC_RUN.ID, runId)
                    .set(SYNC_RUN.COMPANY_ID, companyId)
                    .set(SYNC_RUN.HOLDER, holder)
                    .set(SYNC_RUN.STARTED_AT, now)
                    .set(SYNC_RUN.STATE, SyncRunState.running)
                    .set(SYNC_RUN.REQUESTS, 0L)
                    .set(SYNC_RUN.SESSIONS, 0L)
                    .set(SYNC_RUN.ADDED, 0L)
                    .set(SYNC_RUN.CHANGED, 0L)
                    .set(SYNC_RUN.DELETED, 0L)
                    .set(SYNC_RUN.ASIDE, 0L)
                    .execute();
            forgetOldRuns(db, companyId);
            Long fence = db.select(SYNC.FENCE)
                    .from(SYNC)
                    .where(SYNC.COMPANY_ID.eq(companyId))
                    .fetchSingle(SYNC.FENCE);
            return Optional.of(new Taken(
                    new Lease(companyId, fence, runId),
                    SyncQueries.find(db, companyId).orElseThrow()));
        });
    }

    private void endRuns(DSLContext db, long companyId, String reason) {
        db.update(SYNC_RUN)
                .set(SYNC_RUN.STATE, SyncRunState.stopped)
                .set(SYNC_RUN.ENDED_AT, clock.instant())
                .set(SYNC_RUN.MESSAGE, reason)
                .where(SYNC_RUN.COMPANY_ID.eq(companyId), SYNC_RUN.STATE.eq(SyncRunState.running))
                .execute();
    }

    private static void forgetOldRuns(DSLContext db, long companyId) {
        List<Long> old = db.select(SYNC_RUN.ID)
                .from(SYNC_RUN)
                .where(SYNC_RUN.COMPANY_ID.eq(companyId))
                .orderBy(SYNC_RUN.ID.desc())
                .limit(RUNS_KEPT, RUNS_KEPT)
                .fetch(SYNC_RUN.ID);
        if (!old.isEmpty()) {
            db.deleteFrom(SYNC_RUN).where(SYNC_RUN.ID.in(old)).execute();
        }
    }

    /**
     * Keeps the lease for another while.
     *
     * @throws Lease.Lost if another has it
     */
    void renew(Lease lease) {
        database.writing(db -> requireHeld(renewing(db, lease)));
    }

    /** How a turn has ended: done where there is no failure. */
    record Ended(@Nullable String failure, @Nullable String message, Instant dueAt, long requests) {}

    /**
     * Gives the lease back.
     *
     * @throws Lease.Lost if another has it
     */
    void release(Lease lease, Ended ended) {
        Instant now = clock.instant();
        database.writing(db -> {
            Instant startedAt = db.select(SYNC_RUN.STARTED_AT)
                    .from(SYNC_RUN)
                    .where(SYNC_RUN.ID.eq(lease.runId()))
                    .fetchSingle(SYNC_RUN.STARTED_AT);
            var update = db.update(SYNC)
                    .setNull(SYNC.HOLDER)
                    .setNull(SYNC.HELD_UNTIL)
                    // Whoever woke the sync in the meantime is not forgotten.
                    .set(
                            SYNC.DUE_AT,
                            DSL.iif(SYNC.DUE_AT.gt(startedAt), SYNC.DUE_AT, DSL.val(ended.dueAt, SYNC.DUE_AT)));
            if (ended.failure == null) {
                update =
                        update.set(SYNC.SUCCEEDED_AT, now).set(SYNC.FAILURES, 0).setNull(SYNC.FAILURE);
            } else {
                update = update.set(SYNC.FAILURES, SYNC.FAILURES.plus(1))
                        .set(SYNC.FAILURE, shortened(ended.failure, LONGEST_MESSAGE));
            }
            requireHeld(update.where(SYNC.COMPANY_ID.eq(lease.companyId()), SYNC.FENCE.eq(lease.fence()))
                    .execute());
            String told = ended.failure == null ? ended.message : ended.failure;
            db.update(SYNC_RUN)
                    .set(SYNC_RUN.STATE, ended.failure == null ? SyncRunState.done : SyncRunState.failed)
                    .set(SYNC_RUN.ENDED_AT, now)
                    .set(SYNC_RUN.REQUESTS, ended.requests)
                    .set(SYNC_RUN.MESSAGE, told == null ? null : shortened(told, LONGEST_MESSAGE))
                    .where(SYNC_RUN.ID.eq(lease.runId()))
                    .execute();
        });
    }

    /** Gives the lease back in the midst of a turn, so that another may go on at once. */
    void giveUp(Lease lease, long requests) {
        database.writing(db -> {
            requireHeld(db.update(SYNC)
                    .setNull(SYNC.HOLDER)
                    .setNull(SYNC.HELD_UNTIL)
                    .where(SYNC.COMPANY_ID.eq(lease.companyId()), SYNC.FENCE.eq(lease.fence()))
                    .execute());
            db.update(SYNC_RUN)
                    .set(SYNC_RUN.STATE, SyncRunState.stopped)
                    .set(SYNC_RUN.ENDED_AT, clock.instant())
                    .set(SYNC_RUN.REQUESTS, requests)
                    .set(SYNC_RUN.MESSAGE, "The process was told to end.")
                    .where(SYNC_RUN.ID.eq(lease.runId()))
                    .execute();
        });
    }

    /**
     * What an answer of the upstream comes to.
     *
     * @param marks how far everything has come with it
     * @param requests of the run so far
     */
    record Put(List<TimeSession> sessions, List<Faulty> faulty, Marks marks, long requests) {}

    /**
     * Writes the sessions of an answer, what was wrong with it, and the marks, in one transaction.
     *
     * @throws Lease.Lost if another has the lease by now; nothing is written then
     */
    Written put(Lease lease, Put put) {
        return sessions.mirror(lease.companyId(), SessionWriter.Source.JETBUILT, put.sessions, (db, written) -> {
            // First, and with its lock: from here on nobody else can take the lease.
            saveMarks(db, lease, put.marks);
            var met = new TreeSet<Long>();
            put.sessions.forEach(session -> met.add(session.id()));
            Set<Long> good = Set.copyOf(met);
            put.faulty.forEach(faulty -> {
                if (faulty.id() != null) {
                    met.add(faulty.id());
                }
            });
            noteMet(db, lease.companyId(), met, put.marks.walk().number());
            if (!good.isEmpty()) {
                db.deleteFrom(SYNC_ASIDE)
                        .where(SYNC_ASIDE.COMPANY_ID.eq(lease.companyId()), SYNC_ASIDE.SESSION_ID.in(good))
                        .execute();
                db.deleteFrom(SYNC_TRASH)
                        .where(SYNC_TRASH.COMPANY_ID.eq(lease.companyId()), SYNC_TRASH.SESSION_ID.in(good))
                        .execute();
            }
            int aside = putAside(db, lease.companyId(), put.faulty);
            db.update(SYNC_RUN)
                    .set(SYNC_RUN.REQUESTS, put.requests)
                    .set(SYNC_RUN.SESSIONS, SYNC_RUN.SESSIONS.plus((long) put.sessions.size()))
                    .set(SYNC_RUN.ADDED, SYNC_RUN.ADDED.plus((long) written.added()))
                    .set(SYNC_RUN.CHANGED, SYNC_RUN.CHANGED.plus((long) written.changed()))
                    .set(SYNC_RUN.ASIDE, SYNC_RUN.ASIDE.plus((long) aside))
                    .where(SYNC_RUN.ID.eq(lease.runId()))
                    .execute();
        });
    }

    /**
     * Moves sessions to the trash that the upstream has deleted.
     *
     * @param gone as they are here, with their names
     * @throws Lease.Lost if another has the lease by now; nothing is written then
     */
    void trash(Lease lease, Collection<TimeSession> gone, String reason, long requests) {
        long company = lease.companyId();
        Map<Long, TimeSession> byId = new HashMap<>();
        gone.forEach(session -> byId.put(session.id(), session));
        sessions.remove(company, byId.keySet(), (db, there) -> {
            requireHeld(renewing(db, lease));
            Instant now = clock.instant();
            for (TimeSession session : there) {
                TimeSession named = byId.get(session.id());
                if (named == null) {
                    continue;
                }
                String json = SessionJson.text(named, RailsTimeZone.of("UTC"));
                db.insertInto(SYNC_TRASH)
                        .set(SYNC_TRASH.COMPANY_ID, company)
                        .set(SYNC_TRASH.SESSION_ID, session.id())
                        .set(SYNC_TRASH.PERSON, named.user().name())
                        .set(SYNC_TRASH.START_AT, named.startAt())
                        .set(SYNC_TRASH.TIME_ZONE, named.timeZone())
                        .set(SYNC_TRASH.WORK_DURATION, named.workDuration())
                        .set(SYNC_TRASH.JSON, json)
                        .set(SYNC_TRASH.REASON, reason)
                        .set(SYNC_TRASH.DELETED_AT, now)
                        .onDuplicateKeyUpdate()
                        .set(SYNC_TRASH.JSON, json)
                        .set(SYNC_TRASH.REASON, reason)
                        .set(SYNC_TRASH.DELETED_AT, now)
                        .setNull(SYNC_TRASH.RESTORED_AT)
                        .execute();
            }
            int known = db.deleteFrom(SYNC_SEEN)
                    .where(SYNC_SEEN.COMPANY_ID.eq(company), SYNC_SEEN.SESSION_ID.in(byId.keySet()))
                    .execute();
            db.update(SYNC)
                    .set(SYNC.KNOWN, SYNC.KNOWN.minus((long) known))
                    .where(SYNC.COMPANY_ID.eq(company))
                    .execute();
            db.deleteFrom(SYNC_ASIDE)
                    .where(SYNC_ASIDE.COMPANY_ID.eq(company), SYNC_ASIDE.SESSION_ID.in(byId.keySet()))
                    .execute();
            db.update(SYNC_RUN)
                    .set(SYNC_RUN.REQUESTS, requests)
                    .set(SYNC_RUN.DELETED, SYNC_RUN.DELETED.plus((long) there.size()))
                    .where(SYNC_RUN.ID.eq(lease.runId()))
                    .execute();
        });
    }

    /** Notes that the upstream does not have something any more that was put aside. */
    void forgetAside(Lease lease, PutAside aside) {
        database.writing(db -> {
            requireHeld(renewing(db, lease));
            db.deleteFrom(SYNC_ASIDE)
                    .where(SYNC_ASIDE.COMPANY_ID.eq(lease.companyId()), SYNC_ASIDE.ID.eq(aside.id()))
                    .execute();
        });
    }

    /**
     * Ends a walk: what was put aside and is known by the walk to be gone is forgotten.
     *
     * @param withheld how many sessions seem to be deleted and are not believed to be; an approval holds for one walk
     */
    void endWalk(Lease lease, Marks marks, long withheld) {
        long company = lease.companyId();
        database.writing(db -> {
            saveMarks(db, lease, marks);
            Instant startedAt = marks.walk().startedAt();
            db.deleteFrom(SYNC_ASIDE)
                    .where(
                            SYNC_ASIDE.COMPANY_ID.eq(company),
                            SYNC_ASIDE.LAST_AT.lt(startedAt == null ? Instant.EPOCH : startedAt))
                    .execute();
            int known = db.deleteFrom(SYNC_SEEN)
                    .where(
                            SYNC_SEEN.COMPANY_ID.eq(company),
                            SYNC_SEEN.WALK.lt(marks.walk().number()),
                            DSL.notExists(db.selectOne()
                                    .from(TIME_SESSION)
                                    .where(
                                            TIME_SESSION.COMPANY_ID.eq(company),
                                            TIME_SESSION.ID.eq(SYNC_SEEN.SESSION_ID))))
                    .execute();
            db.update(SYNC)
                    .set(SYNC.KNOWN, SYNC.KNOWN.minus((long) known))
                    .set(SYNC.WITHHELD, withheld)
                    .set(SYNC.APPROVED, false)
                    .where(SYNC.COMPANY_ID.eq(company))
                    .execute();
        });
    }

    void saveMarks(Lease lease, Marks marks) {
        database.writing(db -> saveMarks(db, lease, marks));
    }

    private void saveMarks(DSLContext db, Lease lease, Marks marks) {
        Marks.Walk walk = marks.walk();
        requireHeld(db.update(SYNC)
                .set(SYNC.HELD_UNTIL, clock.instant().plus(LEASE))
                .set(SYNC.CHANGED_SINCE, marks.changedSince())
                .set(SYNC.CHANGES_NEXT, marks.changesNext())
                .set(SYNC.WALK, walk.number())
                .set(SYNC.WALK_NEXT, walk.next())
                .set(SYNC.WALK_STARTED_AT, walk.startedAt())
                .set(SYNC.WALK_ENDED_AT, walk.endedAt())
                .set(SYNC.WALK_READ, walk.read())
                .set(SYNC.WALK_TOTAL, walk.total())
                .set(SYNC.WALK_HURRIED, walk.hurried())
                .set(SYNC.WALK_REPEATS, walk.repeats())
                .set(SYNC.GAP, marks.gap())
                .where(SYNC.COMPANY_ID.eq(lease.companyId()), SYNC.FENCE.eq(lease.fence()))
                .execute());
    }

    private int renewing(DSLContext db, Lease lease) {
        return db.update(SYNC)
                .set(SYNC.HELD_UNTIL, clock.instant().plus(LEASE))
                .where(SYNC.COMPANY_ID.eq(lease.companyId()), SYNC.FENCE.eq(lease.fence()))
                .execute();
    }

    private static void requireHeld(int rows) {
        if (rows == 0) {
            throw new Lease.Lost();
        }
    }

    private static void noteMet(DSLContext db, long companyId, Set<Long> ids, long walk) {
        if (ids.isEmpty()) {
            return;
        }
        Set<Long> known = db.select(SYNC_SEEN.SESSION_ID)
                .from(SYNC_SEEN)
                .where(SYNC_SEEN.COMPANY_ID.eq(companyId), SYNC_SEEN.SESSION_ID.in(ids))
                .fetchSet(SYNC_SEEN.SESSION_ID);
        if (!known.isEmpty()) {
            db.update(SYNC_SEEN)
                    .set(SYNC_SEEN.WALK, walk)
                    .where(SYNC_SEEN.COMPANY_ID.eq(companyId), SYNC_SEEN.SESSION_ID.in(known), SYNC_SEEN.WALK.lt(walk))
                    .execute();
        }
        var rows = new Rows();
        ids.stream().filter(id -> !known.contains(id)).forEach(id -> rows.add(companyId, id, walk));
        rows.execute(
                db,
                db.insertInto(SYNC_SEEN, SYNC_SEEN.COMPANY_ID, SYNC_SEEN.SESSION_ID, SYNC_SEEN.WALK)
                        .values(0L, 0L, 0L));
        db.update(SYNC)
                .set(SYNC.KNOWN, SYNC.KNOWN.plus((long) ids.size() - known.size()))
                .where(SYNC.COMPANY_ID.eq(companyId))
                .execute();
    }

    /** How many of them are new. */
    private int putAside(DSLContext db, long companyId, List<Faulty> faulty) {
        var byDigest = new LinkedHashMap<String, Faulty>();
        faulty.forEach(each -> byDigest.put(each.id() == null ? each.json() : "session " + each.id(), each));
        Instant now = clock.instant();
        int added = 0;
        for (Map.Entry<String, Faulty> each : byDigest.entrySet()) {
            byte[] digest = digest(each.getKey());
            Faulty one = each.getValue();
            String reason = shortened(one.reason(), LONGEST_REASON);
            String json = shortened(one.json(), LONGEST_JSON);
            int updated = db.update(SYNC_ASIDE)
                    .set(SYNC_ASIDE.REASON, reason)
                    .set(SYNC_ASIDE.JSON, json)
                    .set(SYNC_ASIDE.LAST_AT, now)
                    .set(SYNC_ASIDE.RETRY, false)
                    .where(SYNC_ASIDE.COMPANY_ID.eq(companyId), SYNC_ASIDE.DIGEST.eq(digest))
                    .execute();
            if (updated > 0) {
                continue;
            }
            added++;
            db.insertInto(SYNC_ASIDE)
                    .set(SYNC_ASIDE.ID, db.nextval(ID_SEQUENCE))
                    .set(SYNC_ASIDE.COMPANY_ID, companyId)
                    .set(SYNC_ASIDE.SESSION_ID, one.id())
                    .set(SYNC_ASIDE.DIGEST, digest)
                    .set(SYNC_ASIDE.REASON, reason)
                    .set(SYNC_ASIDE.JSON, json)
                    .set(SYNC_ASIDE.FIRST_AT, now)
                    .set(SYNC_ASIDE.LAST_AT, now)
                    .set(SYNC_ASIDE.RETRY, false)
                    .execute();
        }
        return added;
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
