package timesessions.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static timesessions.sync.Rig.changed;
import static timesessions.sync.Rig.renamed;
import static timesessions.sync.StandInUpstream.body;
import static timesessions.sync.StandInUpstream.halfABody;
import static timesessions.sync.StandInUpstream.json;
import static timesessions.sync.StandInUpstream.nothing;
import static timesessions.sync.StandInUpstream.status;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.session.RandomSessions;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;
import timesessions.sync.Sync.Outcome;
import timesessions.testing.TestDatabase;

@Timeout(120)
class SyncTurnTest {
    private final StandInUpstream upstream = new StandInUpstream();
    private final Rig rig = new Rig().from(upstream.url(), StandInUpstream.KEY);
    private final RandomSessions random = new RandomSessions(7);

    @AfterEach
    void stop() {
        upstream.close();
    }

    private void fill(int from, int to) {
        for (int id = from; id <= to; id++) {
            upstream.put(random.withId(id));
        }
    }

    private TimeSession session(long id) {
        return requireNonNull(upstream.byId().get(id));
    }

    private Instant now() {
        return rig.clock.instant();
    }

    @Test
    void theFirstTurnBringsEverything() {
        fill(1, 260);

        rig.goodTurn();

        rig.assertEqualTo(upstream);
        assertThat(rig.lastRun().added()).isEqualTo(260);
        assertThat(rig.state().known()).isEqualTo(260);
    }

    @Test
    void thenOnlyWhatChangedIsRead() {
        fill(1, 260);
        rig.goodTurn();
        int before = upstream.requestCount();
        upstream.put(changed(session(40), now(), text -> "Rack moved"));
        upstream.put(random.withId(900));
        upstream.put(changed(session(900), now(), text -> "New"));

        rig.goodTurn();

        rig.assertEqualTo(upstream);
        assertThat(rig.lastRun().added()).isEqualTo(1);
        assertThat(rig.lastRun().changed()).isEqualTo(1);
        assertThat(upstream.requestCount() - before).isLessThan(12);
    }

    @Test
    void aTurnWithoutNewsChangesNothing() {
        fill(1, 60);
        rig.goodTurn();
        rig.goodTurn();

        assertThat(rig.lastRun().added()
                        + rig.lastRun().changed()
                        + rig.lastRun().deleted())
                .isZero();
        rig.assertEqualTo(upstream);
    }

    @Test
    void whatChangesWhilePagesAreReadByNumberIsNeitherMissedNorCountedTwice() {
        fill(1, 200);
        rig.goodTurn();
        for (long id = 1; id <= 200; id++) {
            upstream.put(changed(session(id), now().plusSeconds(id), text -> "First"));
        }
        var requests = new AtomicInteger();
        upstream.beforeEach(() -> {
            int number = requests.incrementAndGet();
            if (number > 1 && number <= 9) {
                // Each of these leaves a page that is read already, or is about to be.
                for (long id = number * 20L - 25; id < number * 20L; id++) {
                    if (id > 0) {
                        upstream.put(changed(session(id), now().plusSeconds(1_000 + id), text -> "Again"));
                    }
                }
            }
        });

        rig.goodTurn();
        upstream.beforeEach(() -> {});
        // What changed after the turn had begun is the next one's.
        rig.goodTurn();
        rig.assertEqualTo(upstream);
    }

    @Test
    void manyChangesOfOneMomentAreAllRead() {
        fill(1, 200);
        rig.goodTurn();
        Instant moment = now().plusSeconds(5);
        for (long id = 1; id <= 150; id++) {
            upstream.put(changed(session(id), moment.plusMillis(id), text -> "All at once"));
        }

        rig.goodTurn();

        rig.assertEqualTo(upstream);
    }

    @Test
    void anUpstreamThatDoesNotSortLosesNothing() {
        upstream.withoutSorting();
        fill(1, 200);
        rig.goodTurn();
        for (long id = 1; id <= 100; id++) {
            upstream.put(changed(session(id), now().plusSeconds(1_000 - id), text -> "Changed backwards"));
        }

        rig.goodTurn();

        rig.assertEqualTo(upstream);
    }

    @Test
    void anUpstreamThatCountsNothingLosesNothing() {
        upstream.withoutTotals();
        fill(1, 110);
        rig.goodTurn();
        upstream.put(changed(session(3), now(), text -> "Changed"));
        rig.goodTurn();

        rig.assertEqualTo(upstream);
    }

    @Test
    void whatIsDeletedGoesToTheTrashWithinMinutes() {
        fill(1, 120);
        rig.goodTurn();
        upstream.delete(17);
        upstream.delete(99);

        rig.goodTurn();

        rig.assertEqualTo(upstream);
        assertThat(rig.queries.trash(rig.company, 1).items())
                .extracting(Trashed::id)
                .containsExactlyInAnyOrder(17L, 99L);
        assertThat(rig.lastRun().deleted()).isEqualTo(2);
    }

    @Test
    void whatIsDeletedWhereNobodyCountsGoesWithinADay() {
        upstream.withoutTotals();
        fill(1, 120);
        rig.goodTurn();
        Instant deleted = now();
        upstream.delete(17);

        while (rig.here(17) != null && now().isBefore(deleted.plus(Duration.ofHours(24)))) {
            rig.clock.advance(Duration.ofMinutes(20));
            rig.goodTurn();
        }

        assertThat(now()).isBefore(deleted.plus(Duration.ofHours(24)));
        rig.assertEqualTo(upstream);
    }

    @Test
    void deletionsDuringTheFirstWalkByNumberMakeItMissNothing() {
        fill(1, 300);
        var requests = new AtomicInteger();
        upstream.beforeEach(() -> {
            int number = requests.incrementAndGet();
            if (number >= 4 && number <= 9) {
                upstream.delete(number * 3L);
                upstream.put(random.withId(1_000 + number));
            }
        });

        rig.goodTurn();

        upstream.beforeEach(() -> {});
        rig.assertEqualTo(upstream);
    }

    @Test
    void anEmptyAnswerToEverythingDeletesNothing() {
        fill(1, 60);
        rig.goodTurn();
        upstream.emptyForAll(true);

        for (int i = 0; i < 4; i++) {
            rig.clock.advance(SyncTurn.WALK_EVERY);
            rig.turn();
        }

        assertThat(rig.here()).hasSize(60);
        assertThat(rig.queries.countTrash(rig.company)).isZero();
    }

    @Test
    void anUpstreamThatLostEverythingWaitsForAnAdmin() throws InterruptedException {
        fill(1, 60);
        rig.goodTurn();
        upstream.deleteAll();
        rig.readEverything();

        assertThat(rig.here()).hasSize(60);
        assertThat(rig.state().withheld()).isEqualTo(60);

        rig.writer.approve(rig.admin(), rig.company);
        rig.goodTurn();

        assertThat(rig.here()).isEmpty();
        assertThat(rig.queries.countTrash(rig.company)).isEqualTo(60);
        assertThat(rig.state().withheld()).isZero();
    }

    @Test
    void aPartOfALargeUpstreamThatIsGoneWaitsForAnAdmin() throws InterruptedException {
        fill(1, 400);
        rig.goodTurn();
        for (long id = 1; id <= 150; id++) {
            upstream.delete(id);
        }
        rig.readEverything();

        assertThat(rig.here()).hasSize(400);
        assertThat(rig.lastRun().message()).contains("150 sessions seem to be deleted");
    }

    @Test
    void nothingIsDeletedThatIsStillFoundByItsId() throws InterruptedException {
        fill(1, 30);
        new SessionWriter(TestDatabase.shared())
                .write(rig.company, SessionWriter.Source.JETBUILT, List.of(random.withId(500)));
        upstream.putOdd(500, json(random.withId(500)));
        rig.readEverything();

        assertThat(rig.here(500)).isNotNull();
    }

    @Test
    void aRestoredSessionStays() throws InterruptedException {
        fill(1, 40);
        rig.goodTurn();
        upstream.delete(8);
        rig.goodTurn();
        TimeSession trashed =
                SessionArrayTest.one(rig.queries.trashedJson(rig.company, 8).orElseThrow());

        rig.writer.restore(rig.admin(), rig.company, trashed);
        rig.readEverything();
        rig.goodTurn();

        assertThat(rig.here(8)).isEqualTo(trashed);
        assertThat(rig.queries.trash(rig.company, 1).items())
                .singleElement()
                .satisfies(row -> assertThat(row.restoredAt()).isNotNull());

        rig.writer.discard(rig.admin(), rig.company, 8);
        assertThat(rig.here(8)).isNull();
        assertThat(rig.queries.countTrash(rig.company)).isEqualTo(1);
        rig.assertEqualTo(upstream);
    }

    @Test
    void aDeletedSessionThatComesBackLeavesTheTrash() {
        fill(1, 40);
        rig.goodTurn();
        TimeSession deleted = session(8);
        upstream.delete(8);
        rig.goodTurn();
        upstream.put(changed(deleted, now(), text -> "Back"));
        rig.goodTurn();

        rig.assertEqualTo(upstream);
        assertThat(rig.queries.trash(rig.company, 1).items()).isEmpty();
    }

    @Test
    void aRenamedPersonIsRenamedThoughNoSessionSaysThatItChanged() throws InterruptedException {
        fill(1, 60);
        rig.goodTurn();
        for (TimeSession session : upstream.all()) {
            upstream.put(renamed(session, "Renamed " + session.user().id()));
        }
        rig.readEverything();

        rig.assertEqualTo(upstream);
    }

    @Test
    void whatTheUpstreamHasNowCountsWhateverItsClocksSay() throws InterruptedException {
        fill(1, 30);
        upstream.put(changed(session(5), Instant.parse("2026-05-30T00:00:00Z"), text -> "By a clock ahead"));
        rig.goodTurn();
        upstream.put(changed(session(5), Instant.parse("2026-05-29T00:00:00Z"), text -> "By one that is right"));
        rig.readEverything();

        rig.assertEqualTo(upstream);
    }

    @Test
    void aSessionFromTheFutureDoesNotHideChangesOfThePresent() {
        fill(1, 30);
        upstream.put(changed(session(5), Instant.parse("2190-01-01T00:00:00Z"), text -> "Tomorrow's"));
        rig.goodTurn();
        rig.goodTurn();
        upstream.put(changed(session(6), Instant.now().truncatedTo(ChronoUnit.MILLIS), text -> "Of today"));
        rig.goodTurn();

        rig.assertEqualTo(upstream);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runningSessionsAreLookedAtUntilTheyEndThoughNoDateSaysSo(boolean knowsTheFilter) {
        if (!knowsTheFilter) {
            upstream.withoutRunningFilter();
        }
        fill(1, 60);
        rig.goodTurn();
        TimeSession running =
                upstream.all().stream().filter(TimeSession::running).findFirst().orElseThrow();
        upstream.put(ended(running));
        rig.goodTurn();

        rig.assertEqualTo(upstream);
    }

    private static TimeSession ended(TimeSession running) {
        TimeSession other = new RandomSessions(running.id()).withId(running.id());
        return new TimeSession(
                running.id(),
                running.startAt(),
                running.startAt().plusSeconds(60),
                running.timeZone(),
                60,
                60,
                0,
                0,
                other.description(),
                running.createdAt(),
                running.updatedAt(),
                false,
                running.user(),
                running.project(),
                running.category(),
                List.of());
    }

    @Test
    void whatBreaksTheContractIsPutAsideAndTheRestGoesOn() {
        fill(1, 30);
        String noPerson = json(random.withId(501)).replaceAll("\"user\":\\{[^}]*\\}", "\"user\":null");
        String noStart = json(random.withId(502)).replaceFirst("\"start_at\":\"[^\"]*\",", "");
        String wrongType = json(random.withId(503)).replaceFirst("\"num_breaks\":[0-9]+", "\"num_breaks\":\"two\"");
        upstream.putOdd(501, noPerson);
        upstream.putOdd(502, noStart);
        upstream.putOdd(503, wrongType);
        upstream.putOdd(504, "42");
        rig.goodTurn();

        rig.assertEqualTo(upstream);
        assertThat(rig.queries.aside(rig.company, 1).items())
                .extracting(PutAside::sessionId, PutAside::reason)
                .containsExactly(
                        tuple(501L, "user must be an object, not null"),
                        tuple(502L, "start_at is missing of a session"),
                        tuple(503L, "num_breaks must be a whole number from 0 to 2147483647, not 'two'"),
                        tuple(null, "a session must be an object"));
        assertThat(rig.lastRun().aside()).isEqualTo(4);

        TimeSession mended = random.withId(501);
        upstream.delete(501);
        upstream.put(mended);
        long aside = rig.queries.aside(rig.company, 1).items().getFirst().id();
        assertThat(rig.writer.retry(rig.company, aside)).isTrue();
        rig.goodTurn();

        assertThat(rig.here(501)).isEqualTo(mended.asStored());
        assertThat(rig.queries.aside(rig.company, 1).items())
                .extracting(PutAside::sessionId)
                .containsExactly(502L, 503L, null);
    }

    @Test
    void faultsOfEveryKindAreOutlived() {
        fill(1, 120);
        upstream.next(
                status(500),
                halfABody(),
                nothing(),
                body("[{\"id\": 1,"),
                status(503, "Retry-After", "2"),
                status(429, "Retry-After", "7"),
                body("{}"),
                body("<html>Sign in</html>"),
                body(""));
        Instant before = now();

        while (!(rig.turn() instanceof Outcome.Done)) {
            assertThat(now()).isBefore(before.plus(Duration.ofHours(1)));
        }

        rig.assertEqualTo(upstream);
        assertThat(Duration.between(before, now())).isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void whatOnlyAPersonCanMendEndsTheTurnAtOnceAndIsTriedAgainLater() {
        fill(1, 30);
        upstream.next(status(401));

        assertThat(rig.turn()).isEqualTo(new Outcome.Failed("127.0.0.1 does not accept the key (401)."));
        assertThat(upstream.requestCount()).isEqualTo(1);
        assertThat(rig.state().failures()).isEqualTo(1);

        rig.goodTurn();
        assertThat(rig.state().failure()).isNull();
        rig.assertEqualTo(upstream);
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (var other = new StandInUpstream()) {
            upstream.next(status(302, "Location", other.url() + "/api/time_sessions"));

            assertThat(rig.turn()).isInstanceOf(Outcome.Failed.class);
            assertThat(other.requestCount()).isZero();
        }
    }

    @Test
    void aLongRetryAfterIsObeyed() {
        fill(1, 30);
        upstream.next(status(429, "Retry-After", "3600"));
        Instant before = now();

        assertThat(rig.turn()).isInstanceOf(Outcome.Failed.class);

        assertThat(rig.state().dueAt()).isAfterOrEqualTo(before.plusSeconds(3_600));
    }

    @Test
    void failuresInARowMakeTheNextTryLater() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 3; i++) {
            upstream.next(status(401));
            rig.turn();
            Duration pause = Duration.between(now(), rig.state().dueAt());
            assertThat(pause).isGreaterThan(last);
            last = pause;
        }
        assertThat(last).isLessThan(Duration.ofMinutes(20));
    }

    @Test
    void theLimitOfTheUpstreamIsKept() {
        fill(1, 2_000);
        Instant before = now();

        rig.goodTurn();

        long windows = Math.max(1, Duration.between(before, now()).toSeconds() / 10 + 1);
        assertThat(upstream.requestCount()).isLessThanOrEqualTo((int) (windows * Pace.MOST));
        rig.assertEqualTo(upstream);
    }

    @Test
    void aProcessThatIsKilledAnywhereIsGoneOnFromByAnother() {
        fill(1, 300);
        var dice = new Random(3);
        for (int kills = 0; kills < 12; kills++) {
            int dies = dice.nextInt(1, 6);
            var requests = new AtomicInteger();
            upstream.beforeEach(() -> {
                if (requests.incrementAndGet() == dies) {
                    // As good as dead: whatever it still writes is refused.
                    rig.clock.advance(SyncWriter.LEASE);
                    rig.writer.take(rig.company, "another process", false, holder -> false);
                }
            });
            Outcome outcome = rig.turn(rig.node());
            upstream.beforeEach(() -> {});
            if (outcome instanceof Outcome.Done) {
                break;
            }
            rig.clock.advance(SyncWriter.LEASE);
            long id = dice.nextInt(1, 301);
            upstream.put(changed(session(id), now(), text -> "Between two lives"));
        }
        rig.clock.advance(SyncWriter.LEASE);

        rig.goodTurn();

        rig.assertEqualTo(upstream);
    }

    @Test
    void aWalkGoesOnAtThePageWhereItWas() {
        fill(1, 300);
        var requests = new AtomicInteger();
        upstream.beforeEach(() -> {
            if (requests.incrementAndGet() == 9) {
                rig.clock.advance(SyncWriter.LEASE);
                rig.writer.take(rig.company, "another process", false, holder -> false);
            }
        });
        assertThat(rig.turn()).isInstanceOf(Outcome.NotTaken.class);
        upstream.beforeEach(() -> {});
        long read = rig.state().marks().walk().read();
        assertThat(read).isPositive().isLessThan(300);
        rig.clock.advance(SyncWriter.LEASE);
        upstream.requests.clear();

        rig.goodTurn();

        assertThat(upstream.requests).noneMatch(request -> request.endsWith("?sort=id&per_page=100"));
        rig.assertEqualTo(upstream);
    }

    @Test
    void aProcessOfThisMachineThatIsNoMoreIsNotWaitedFor() throws IOException, InterruptedException {
        fill(1, 30);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        String own = Holder.newName();
        String dead = own.replaceFirst("process [0-9]+", "process " + gone.pid());
        rig.writer.take(rig.company, dead, true, holder -> false);

        assertThat(Holder.isDead(own)).isFalse();
        assertThat(rig.sync.due()).contains(rig.company);
        assertThat(rig.sync.turn(rig.company)).isInstanceOf(Outcome.Done.class);
        rig.assertEqualTo(upstream);
    }

    @Test
    void anUpstreamThatNeverRestsDoesNotKeepATurnForEver() {
        fill(1, 200);
        rig.goodTurn();
        var changes = new AtomicInteger();
        upstream.beforeEach(() -> {
            for (int i = 0; i < 40; i++) {
                int number = changes.incrementAndGet();
                upstream.put(changed(session(1 + number % 200), now().plusMillis(number), text -> "Again"));
            }
        });
        int before = upstream.requestCount();

        rig.goodTurn();

        assertThat(upstream.requestCount() - before).isLessThan(60);
        upstream.beforeEach(() -> {});
        rig.goodTurn();
        rig.assertEqualTo(upstream);
    }

    @Test
    void twoProcessesAreNeverAtItTogether() {
        fill(1, 60);
        Sync other = rig.node();
        var attempts = new AtomicInteger();
        upstream.beforeEach(() -> {
            try {
                if (other.turn(rig.company, null, false, false) instanceof Outcome.NotTaken) {
                    attempts.incrementAndGet();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        rig.goodTurn();

        assertThat(attempts.get()).isEqualTo(upstream.requestCount());
        upstream.beforeEach(() -> {});
        rig.assertEqualTo(upstream);
    }

    @Test
    void aSyncThatIsSetUpAnewStopsTheTurnUnderWay() {
        fill(1, 120);
        upstream.beforeEach(() -> {
            if (upstream.requestCount() == 3) {
                rig.writer.pause(rig.admin(), rig.company);
            }
        });

        assertThat(rig.turn()).isInstanceOf(Outcome.NotTaken.class);
        assertThat(rig.state().paused()).isTrue();
        assertThat(rig.turn()).isInstanceOf(Outcome.NotTaken.class);
    }
}
