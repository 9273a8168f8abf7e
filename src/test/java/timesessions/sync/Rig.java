package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import timesessions.account.Actor;
import timesessions.account.Visibility;
import timesessions.directory.Named;
import timesessions.session.Order;
import timesessions.session.Paging;
import timesessions.session.SessionFilter;
import timesessions.session.SessionPage;
import timesessions.session.SessionQueries;
import timesessions.session.TimeSession;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.total.Check;

/** A company that is kept equal to an upstream, with time that passes only while the sync waits or a test says so. */
final class Rig {
    static final Duration EVERY = Duration.ofMinutes(5);
    static final Secrets SECRETS = new Secrets("for tests, and of enough characters");

    final TestClock clock = new TestClock("2026-06-01T12:00:00Z");
    final long company = TestDatabase.company("Pacific Time (US & Canada)");
    final SyncQueries queries = new SyncQueries(TestDatabase.shared());
    final SyncWriter writer = new SyncWriter(TestDatabase.shared(), clock);
    final Sync sync = node();

    /** Another process that takes part. */
    Sync node() {
        return new Sync(TestDatabase.shared(), clock, clock::advance, EVERY, SECRETS, Duration.ofSeconds(5));
    }

    Actor admin() {
        return Actor.commandLine(company);
    }

    Rig from(String url, String key) {
        sync.setUp(admin(), company, url, key);
        return this;
    }

    /** Waits for the next turn, and runs it. */
    Sync.Outcome turn() {
        return turn(sync);
    }

    Sync.Outcome turn(Sync node) {
        SyncState state = state();
        if (state.dueAt().isAfter(clock.instant())) {
            clock.advance(Duration.between(clock.instant(), state.dueAt()));
        }
        try {
            return node.turn(company);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A turn that has to go well. */
    void goodTurn() {
        assertThat(turn()).isInstanceOf(Sync.Outcome.Done.class);
    }

    /** Goes through everything, now. */
    void readEverything() throws InterruptedException {
        Sync.Outcome outcome = sync.turn(company, null, false, true);
        while (outcome instanceof Sync.Outcome.Done done && !done.isWhole()) {
            outcome = sync.turn(company, null, false, false);
        }
        assertThat(outcome).isInstanceOf(Sync.Outcome.Done.class);
    }

    SyncState state() {
        return queries.find(company).orElseThrow();
    }

    Run lastRun() {
        return queries.runs(company).getFirst();
    }

    List<TimeSession> here() {
        var all = new ArrayList<TimeSession>();
        var sessions = new SessionQueries(TestDatabase.shared());
        SessionPage page = sessions.page(
                new Visibility(company), SessionFilter.ALL, Order.BY_ID, new Paging(1, Paging.LARGEST, null));
        all.addAll(page.sessions());
        while (page.next() != null) {
            page = sessions.page(
                    new Visibility(company),
                    SessionFilter.ALL,
                    Order.BY_ID,
                    new Paging(page.paging().number() + 1, Paging.LARGEST, page.next()));
            all.addAll(page.sessions());
        }
        return all;
    }

    @Nullable
    TimeSession here(long id) {
        return new SessionQueries(TestDatabase.shared())
                .find(new Visibility(company), id)
                .orElse(null);
    }

    /** Both sides have the same, field by field, and what is added up here is right. */
    void assertEqualTo(StandInUpstream upstream) {
        List<TimeSession> there =
                upstream.all().stream().map(TimeSession::asStored).toList();
        List<TimeSession> here = here();
        assertThat(here)
                .extracting(TimeSession::id)
                .containsExactlyElementsOf(there.stream().map(TimeSession::id).toList());
        for (int i = 0; i < here.size(); i++) {
            assertThat(here.get(i)).isEqualTo(there.get(i));
        }
        assertThat(problems()).isEmpty();
    }

    List<String> problems() {
        var problems = new ArrayList<String>();
        new Check(TestDatabase.shared()).run(company, false, problem -> problems.add(problem.toString()));
        return problems;
    }

    static TimeSession changed(TimeSession session, Instant at, UnaryOperator<@Nullable String> description) {
        return new TimeSession(
                session.id(),
                session.startAt(),
                session.endAt(),
                session.timeZone(),
                session.duration(),
                session.workDuration(),
                session.breakDuration(),
                session.numBreaks(),
                description.apply(session.description()),
                session.createdAt(),
                at,
                session.running(),
                session.user(),
                session.project(),
                session.category(),
                session.entries());
    }

    /** The same with its person renamed, which leaves no trace in any date. */
    static TimeSession renamed(TimeSession session, String name) {
        return new TimeSession(
                session.id(),
                session.startAt(),
                session.endAt(),
                session.timeZone(),
                session.duration(),
                session.workDuration(),
                session.breakDuration(),
                session.numBreaks(),
                session.description(),
                session.createdAt(),
                session.updatedAt(),
                session.running(),
                new Named(session.user().id(), name),
                session.project(),
                session.category(),
                session.entries());
    }
}
