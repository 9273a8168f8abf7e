package timesessions.sync;

import static timesessions.jooq.Tables.SYNC_ASIDE;
import static timesessions.jooq.Tables.SYNC_TRASH;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import timesessions.jooq.Sequences;
import timesessions.session.RandomSessions;
import timesessions.session.SessionJson;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;
import timesessions.testing.TestDatabase;
import timesessions.time.RailsTimeZone;

/** What a sync leaves behind, without one. */
public final class SyncSamples {
    private static final AtomicLong NEXT = new AtomicLong(70_000);

    private SyncSamples() {}

    /** Something that was put aside; gives its id. */
    public static long putAside(long company) {
        return TestDatabase.shared().write(db -> {
            long id = db.nextval(Sequences.ID_SEQUENCE);
            db.insertInto(SYNC_ASIDE)
                    .set(SYNC_ASIDE.ID, id)
                    .set(SYNC_ASIDE.COMPANY_ID, company)
                    .set(SYNC_ASIDE.SESSION_ID, id)
                    .set(SYNC_ASIDE.DIGEST, "%032d".formatted(id).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .set(SYNC_ASIDE.REASON, "user must be an object, not null")
                    .set(SYNC_ASIDE.JSON, "{\"id\": %d, \"user\": null, \"note\": \"<b>\"}".formatted(id))
                    .set(SYNC_ASIDE.FIRST_AT, Instant.EPOCH)
                    .set(SYNC_ASIDE.LAST_AT, Instant.EPOCH)
                    .set(SYNC_ASIDE.RETRY, false)
                    .execute();
            return id;
        });
    }

    /** A session in the trash, restored from it or not; gives its id. */
    public static long trashed(long company, boolean restored) {
        TimeSession session = new RandomSessions(NEXT.get()).withId(NEXT.getAndIncrement());
        if (restored) {
            new SessionWriter(TestDatabase.shared()).write(company, SessionWriter.Source.JETBUILT, List.of(session));
        }
        TestDatabase.shared()
                .writing(db -> db.insertInto(SYNC_TRASH)
                        .set(SYNC_TRASH.COMPANY_ID, company)
                        .set(SYNC_TRASH.SESSION_ID, session.id())
                        .set(SYNC_TRASH.PERSON, session.user().name())
                        .set(SYNC_TRASH.START_AT, session.startAt())
                        .set(SYNC_TRASH.TIME_ZONE, session.timeZone())
                        .set(SYNC_TRASH.WORK_DURATION, session.workDuration())
                        .set(SYNC_TRASH.JSON, SessionJson.text(session, RailsTimeZone.of("UTC")))
                        .set(SYNC_TRASH.REASON, "Deleted upstream.")
                        .set(SYNC_TRASH.DELETED_AT, Instant.EPOCH)
                        .set(SYNC_TRASH.RESTORED_AT, restored ? Instant.EPOCH : null)
                        .execute());
        return session.id();
    }
}
