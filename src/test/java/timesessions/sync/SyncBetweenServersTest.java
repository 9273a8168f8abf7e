package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.session.RandomSessions;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The upstream is this same product, with the limit of requests that it has by default. */
@Timeout(120)
class SyncBetweenServersTest {
    private final Rig rig = new Rig();
    private final TestServer server = TestServer.start(rig.clock, Map.of("RATE_LIMIT", "50"));
    private final TestServer ownServer = TestServer.start(rig.clock);
    private final long there = TestDatabase.company("Pacific Time (US & Canada)");
    private final String key = server.newKey(there);
    private final SessionWriter upstream = new SessionWriter(TestDatabase.shared());
    private final RandomSessions random = new RandomSessions(11);

    @AfterEach
    void stop() {
        server.close();
        ownServer.close();
    }

    private void write(long from, long to) {
        var batch = new ArrayList<TimeSession>();
        for (long id = from; id <= to; id++) {
            batch.add(random.withId(id));
        }
        upstream.write(there, SessionWriter.Source.JETBUILT, batch);
    }

    private void assertBothAnswerTheSame() {
        assertThat(answers(rig.company)).isEqualTo(answers(there));
        assertThat(rig.problems()).isEmpty();
    }

    private List<String> answers(long company) {
        String readerKey = ownServer.newKey(company);
        var pages = new ArrayList<String>();
        for (int page = 1; ; page++) {
            String body = ownServer
                    .get("/api/time_sessions?per_page=100&page=" + page, readerKey)
                    .body();
            if (body.equals("[]")) {
                return pages;
            }
            pages.add(body);
        }
    }

    @Test
    void everyFieldIsTheSameOnBothSides() {
        write(1, 700);
        rig.from(server.url(""), key);

        rig.goodTurn();

        assertThat(answers(there)).hasSize(7);
        assertBothAnswerTheSame();
    }

    @Test
    void andStaysSoWhileItChanges() throws InterruptedException {
        write(1, 300);
        rig.from(server.url("/api"), key);
        var dice = new SplittableRandom(5);
        long next = 301;
        for (int turn = 0; turn < 12; turn++) {
            for (int i = 0; i < 10; i++) {
                long id = dice.nextLong(1, next);
                switch (dice.nextInt(3)) {
                    case 0 -> upstream.remove(there, List.of(id));
                    case 1 -> {
                        TimeSession changed = Rig.changed(
                                random.withId(id), rig.clock.instant().plusSeconds(i), text -> "Changed");
                        upstream.write(there, SessionWriter.Source.JETBUILT, List.of(changed));
                    }
                    default -> write(next, next++);
                }
            }
            rig.turn();
            rig.clock.advance(Duration.ofMinutes(4));
        }

        rig.readEverything();

        assertBothAnswerTheSame();
        assertThat(rig.queries.runs(rig.company)).noneMatch(run -> run.state() == Run.State.FAILED);
    }

    @Test
    void theLimitIsNeverMetWhenNobodyElseUsesTheAddress() {
        write(1, 6_000);
        rig.from(server.url(""), key);

        rig.goodTurn();

        assertThat(rig.lastRun().requests()).isLessThan(75);
        assertBothAnswerTheSame();
    }

    @Test
    void othersMayUseUpTheLimit() {
        write(1, 1_000);
        rig.from(server.url(""), key);
        for (int i = 0; i < 50; i++) {
            server.get("/api/time_sessions?per_page=1", key);
        }

        rig.goodTurn();

        assertBothAnswerTheSame();
    }
}
