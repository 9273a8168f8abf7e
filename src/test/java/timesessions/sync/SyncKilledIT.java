package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.session.RandomSessions;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;
import timesessions.testing.Program;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** A process that syncs, and is killed at it without a chance to tidy up. */
@Timeout(120)
class SyncKilledIT {
    private static final int SESSIONS = 1_200;

    private final Rig rig = new Rig();
    private final TestServer server = TestServer.start(rig.clock);
    private final long there = TestDatabase.company("Pacific Time (US & Canada)");
    private final String key = server.newKey(there);
    private final SessionWriter upstream = new SessionWriter(TestDatabase.shared());
    private final RandomSessions random = new RandomSessions(29);
    private final List<Program> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Program::kill);
        server.close();
    }

    @Test
    void theNextGoesOnWhereItWasAndBothSidesAreEqual() {
        var sessions = new ArrayList<TimeSession>();
        for (long id = 1; id <= SESSIONS; id++) {
            sessions.add(random.withId(id));
        }
        upstream.write(there, SessionWriter.Source.JETBUILT, sessions);

        killOnceThereAre(200);
        upstream.remove(there, List.of(7L));
        killOnceThereAre(600);
        upstream.write(there, SessionWriter.Source.JETBUILT, List.of(random.withId(11), random.withId(SESSIONS + 1)));

        Program last = sync();
        assertThat(last.exitCode()).as(last.errors()).isZero();
        assertThat(rig.lastRun().state()).isEqualTo(Run.State.DONE);
        assertThat(rig.lastRun().added()).isLessThanOrEqualTo(SESSIONS - 600);
        assertThat(answers(rig.company)).hasSize(SESSIONS / 100).isEqualTo(answers(there));
        assertThat(rig.problems()).isEmpty();
    }

    private Program sync() {
        Program program = Program.start(
                Map.of("DATABASE_URL", TestDatabase.url(), "DATABASE_USER", "root", "SYNC_KEY", key),
                "sync",
                "--company",
                Long.toString(rig.company),
                "--url",
                server.url(""),
                "--once");
        started.add(program);
        return program;
    }

    private void killOnceThereAre(int sessions) {
        Program program = sync();
        while (here() < sessions) {
            assertThat(program.isAlive()).as(program.errors()).isTrue();
        }
        assertThat(program.kill()).isEqualTo(Program.KILLED);
        assertThat(here()).isLessThan(SESSIONS - 1);
    }

    private int here() {
        return TestDatabase.shared().read(db -> db.fetchCount(TIME_SESSION, TIME_SESSION.COMPANY_ID.eq(rig.company)));
    }

    private List<String> answers(long company) {
        String readerKey = server.newKey(company);
        var pages = new ArrayList<String>();
        for (int page = 1; ; page++) {
            String body = server.get("/api/time_sessions?per_page=100&page=" + page, readerKey)
                    .body();
            if (body.equals("[]")) {
                return pages;
            }
            pages.add(body);
        }
    }
}
