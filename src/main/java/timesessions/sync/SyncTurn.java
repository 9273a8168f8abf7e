package timesessions.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.session.SessionJson;
import timesessions.session.SessionQueries;
import timesessions.session.TimeSession;
import timesessions.sync.Marks.Walk;
import timesessions.sync.UpstreamAnswer.Faulty;
import timesessions.sync.UpstreamFault.Kind;
import timesessions.time.RailsTimeZone;

/**
 * One turn of a sync, of a holder of its lease. It reads what has changed, then what runs, and then a part of the walk over
 * all sessions, which finds what no list of changes can tell: what was deleted, and what was missed. Whatever it reads is
 * written at once, with how far it has come.
 */
final class SyncTurn {
    /** So long after its time a change may still appear: clocks upstream are off, transactions commit late. */
    static final Duration OVERLAP = Duration.ofMinutes(10);

    /** A walk begins so often and takes so long, so that what was deleted is missed for less than a day. */
    static final Duration WALK_EVERY = Duration.ofHours(12);

    static final Duration WALK_SPREAD = Duration.ofHours(10);

    private static final String NEWEST_CHANGE = "sort=-updated_at&per_page=1";
    private static final String FIRST_OF_WALK = "sort=id&per_page=100";
    private static final Pattern FROM = Pattern.compile("(?:^|&)min_updated_at=([0-9TZ:.-]+)(?=&|$)");
    private static final String PAGES_READ = "";
    private static final int TRIES = 6;
    private static final int REFUSALS = 12;
    private static final int DOUBTS = 3;
    private static final int REPEATS = 2;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration WAIT_WITHOUT_WORD = Duration.ofSeconds(5);
    private static final Duration SLICE = Duration.ofSeconds(10);
    private static final Duration RENEWED_AFTER = Duration.ofSeconds(30);
    private static final int MOST_SINGLE_REQUESTS = 200;

    /** So many deletions are believed, each of them confirmed; of more, only a part of all. */
    private static final int DELETIONS_BELIEVED = 100;

    private static final int DELETIONS_BELIEVED_PERCENT = 25;
    private static final int DELETIONS_AT_ONCE = 25;

    /** What the upstream has not, though it has just listed it. */
    private static final String DELETED = "Deleted upstream: it is in no list any more, and not found by its id.";

    private final Upstream upstream;
    private final Pace pace;
    private final SyncQueries queries;
    private final SyncWriter writer;
    private final SessionQueries sessions;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Lease lease;
    private final boolean readsEverything;
    private final Instant startedAt;
    private final Duration lasts;
    private final SyncState state;
    private Marks marks;
    private Instant renewedAt;
    private boolean tellsTotals;
    private long requests;
    private @Nullable String message;

    /** What a turn needs of its surroundings. */
    record Tools(
            Pace pace, SyncQueries queries, SyncWriter writer, SessionQueries sessions, Clock clock, Sleeper sleeper) {}

    /**
     * A turn, not yet begun.
     *
     * @param lasts after which time the walk is interrupted, so that changes come in
     * @param readsEverything whether a walk is begun now, and does not pause
     */
    SyncTurn(Tools tools, Upstream upstream, SyncWriter.Taken taken, Duration lasts, boolean readsEverything) {
        this.upstream = upstream;
        this.pace = tools.pace;
        this.queries = tools.queries;
        this.writer = tools.writer;
        this.sessions = tools.sessions;
        this.clock = tools.clock;
        this.sleeper = tools.sleeper;
        this.lease = taken.lease();
        this.state = taken.state();
        this.marks = taken.state().marks();
        this.lasts = lasts;
        this.readsEverything = readsEverything;
        this.startedAt = clock.instant();
        this.renewedAt = startedAt;
    }

    long requests() {
        return requests;
    }

    /** What is to be told of a turn that went well, if anything. */
    @Nullable
    String message() {
        return message;
    }

    /** Whether a walk waits to be gone on with, rather than for its time. */
    boolean isToBeContinued() {
        return marks.walk().isUnderWay()
                && (marks.walk().hurried() || marks.walk().isFirst());
    }

    /** Whether a walk has ended since the turn began. */
    boolean hasEndedAWalk() {
        Instant endedAt = marks.walk().endedAt();
        return endedAt != null && !marks.walk().isUnderWay() && !endedAt.isBefore(startedAt);
    }

    /**
     * Runs the turn.
     *
     * @throws UpstreamFault if the upstream does not do its part; what was read until then is written
     * @throws Lease.Lost if another process has taken over
     */
    void run() throws InterruptedException {
        tryAgain();
        catchUp();
        if (!marks.walk().isUnderWay() && !isWalkDue()) {
            compareCounts();
        }
        if (!marks.walk().isUnderWay() && isWalkDue()) {
            startWalk(readsEverything || state.approved(), 0);
        } else if (readsEverything && !marks.walk().hurried() && !marks.walk().isFirst()) {
            // What was deleted behind the back of one that takes its time would be missed.
            startWalk(true, 0);
        }
        while (marks.walk().isUnderWay() && walk()) {
            // Its end must not be older than its beginning.
            catchUp();
            compareWithWalk();
        }
    }

    private void catchUp() throws InterruptedException {
        changes();
        running();
    }

    // What was put aside.

    private void tryAgain() throws InterruptedException {
        for (PutAside aside : queries.asideToRetry(lease.companyId(), MOST_SINGLE_REQUESTS)) {
            Long id = aside.sessionId();
            if (id == null) {
                // There is no address to ask at. The list that it came from will have it again, or not.
                writer.forgetAside(lease, aside);
                hurryWalk(0);
                continue;
            }
            Optional<UpstreamAnswer> answer = asked(() -> upstream.one(id));
            if (answer.isPresent()) {
                put(answer.get(), marks);
            } else {
                writer.forgetAside(lease, aside);
            }
        }
    }

    // Changes, the oldest first.

    /**
     * Reads what has changed since the mark. Where links have cursors they are followed. By page numbers a list that is
     * sorted by the time of change must not be read on: each session that changes meanwhile moves to its end, and the first
     * one of the next page to the page that was read. There each page begins at the last change of the one before instead,
     * if the upstream sorts at all; if it does not, nothing is known to be read before everything is.
     */
    private void changes() throws InterruptedException {
        if (marks.changedSince() == null) {
            marks = marks.withChanges(newestChange(), null);
            writer.saveMarks(lease, marks);
        }
        String resumed = marks.changesNext();
        Instant since = mark().minus(OVERLAP).truncatedTo(ChronoUnit.SECONDS);
        String query = resumed == null ? changesFrom(since) : resumed;
        Instant from = resumed == null ? since : fromOf(resumed, since);
        Instant newest = mark();
        Instant began = Instant.MAX;
        Instant last = Instant.MIN;
        boolean isSorted = true;
        Instant goal = null;
        while (true) {
            UpstreamAnswer answer = pageOfChanges(query, from);
            began = answer.at().isBefore(began) ? answer.at() : began;
            for (TimeSession session : answer.sessions()) {
                newest = later(newest, session.updatedAt());
                isSorted = isSorted && !session.updatedAt().isBefore(last);
                last = session.updatedAt();
            }
            // A session from the future must not hide the changes of the present.
            Instant read = later(mark(), newest.isAfter(began) ? began : newest);
            String next = answer.next();
            if (next == null) {
                put(answer, marks.withChanges(read, null));
                return;
            }
            boolean isByNumber = isByNumber(query, next);
            if (goal == null && !answer.sessions().isEmpty()) {
                // What changes from now on is for the next turn, or a busy upstream would never be read to the end.
                UpstreamAnswer newestFirst = asked(() -> upstream.list(NEWEST_CHANGE));
                goal = newestFirst.sessions().stream()
                        .map(TimeSession::updatedAt)
                        .findFirst()
                        .orElse(Instant.MAX);
                isSorted = isSorted && (!isByNumber || sorts(answer, newestFirst));
            }
            boolean isDone = isSorted && goal != null && last.isAfter(goal);
            if (isSorted && isByNumber && last.truncatedTo(ChronoUnit.SECONDS).isAfter(from)) {
                from = last.truncatedTo(ChronoUnit.SECONDS);
                next = changesFrom(from);
                last = Instant.MIN;
            }
            put(answer, isSorted ? marks.withChanges(read, isDone ? null : next) : marks.withChanges(mark(), null));
            if (isDone || (isSorted && isOver())) {
                return;
            }
            query = next;
        }
    }

    /** Whether the upstream sorts as it is asked to: then the other order begins with something else. */
    private static boolean sorts(UpstreamAnswer ascending, UpstreamAnswer descending) {
        return !ascending.sessions().isEmpty()
                && !descending.sessions().isEmpty()
                && ascending.sessions().getFirst().id()
                        != descending.sessions().getFirst().id();
    }

    /** The newest change that there is, by the upstream's own clocks; one that does not sort gives an older one. */
    private Instant newestChange() throws InterruptedException {
        UpstreamAnswer newest = asked(() -> upstream.list(NEWEST_CHANGE));
        return newest.sessions().stream()
                .map(TimeSession::updatedAt)
                .findFirst()
                .filter(change -> change.isBefore(newest.at()))
                .orElse(newest.sessions().isEmpty() ? Instant.EPOCH : newest.at());
    }

    private UpstreamAnswer pageOfChanges(String query, Instant from) throws InterruptedException {
        try {
            return page(query);
        } catch (UpstreamFault e) {
            if (e.kind() == Kind.LOST_PLACE && !query.equals(changesFrom(from))) {
                marks = marks.withChanges(mark(), null);
                writer.saveMarks(lease, marks);
            }
            throw e;
        }
    }

    private Instant mark() {
        Instant mark = marks.changedSince();
        return mark == null ? Instant.EPOCH : mark;
    }

    private static String changesFrom(Instant since) {
        return "sort=updated_at&min_updated_at=" + since + "&per_page=100";
    }

    private static Instant fromOf(String query, Instant fallback) {
        Matcher from = FROM.matcher(query);
        return from.find() ? Instant.parse(from.group(1)) : fallback;
    }

    /** Whether the link says nothing of its page but the number. */
    private static boolean isByNumber(String query, String next) {
        return parameters(query).containsAll(parameters(next));
    }

    private static Set<String> parameters(String query) {
        Set<String> names = new HashSet<>(Set.of("page"));
        for (String pair : query.split("&", -1)) {
            names.add(pair.split("=", 2)[0]);
        }
        return names;
    }

    // What runs: it may change without a date that says so.

    private void running() throws InterruptedException {
        Set<Long> here = new HashSet<>(queries.running(lease.companyId()));
        if (here.isEmpty()) {
            return;
        }
        String query = "running=true&sort=id&per_page=100";
        while (query != null) {
            UpstreamAnswer answer = page(query);
            if (answer.sessions().stream().anyMatch(session -> !session.running())) {
                // It does not know this filter, and would list everything.
                break;
            }
            put(answer, marks);
            answer.sessions().forEach(session -> here.remove(session.id()));
            query = answer.next();
        }
        var left = new ArrayList<>(here);
        // Where they are too many for one turn, each has its chance in the next.
        Collections.shuffle(left, ThreadLocalRandom.current());
        for (long id : left.subList(0, Math.min(left.size(), MOST_SINGLE_REQUESTS))) {
            Optional<UpstreamAnswer> answer = asked(() -> upstream.one(id));
            // Whether one that is not found is deleted is for the walk to find out.
            if (answer.isPresent()) {
                put(answer.get(), marks);
            }
        }
    }

    // The walk over everything.

    private boolean isWalkDue() {
        Walk walk = marks.walk();
        Instant before = walk.startedAt();
        return readsEverything
                || state.approved()
                || walk.isFirst()
                || before == null
                || !clock.instant().isBefore(before.plus(WALK_EVERY));
    }

    private void startWalk(boolean hurried, int repeats) {
        marks = marks.withWalk(marks.walk().started(FIRST_OF_WALK, clock.instant(), hurried, repeats));
        writer.saveMarks(lease, marks);
    }

    private void hurryWalk(int repeats) {
        if (marks.walk().isUnderWay()) {
            marks = marks.withWalk(marks.walk().hurrying());
            writer.saveMarks(lease, marks);
        } else {
            startWalk(true, repeats);
        }
    }

    /** Goes on with the walk. Gives whether it has ended. */
    private boolean walk() throws InterruptedException {
        Instant interruptedAt = clock.instant().plus(lasts);
        while (marks.walk().isReadingPages()) {
            boolean pauses = !marks.walk().hurried() && !marks.walk().isFirst();
            if (pauses ? !isPageDue() : !clock.instant().isBefore(interruptedAt)) {
                return false;
            }
            walkPage();
        }
        return confirmDeletions();
    }

    private boolean isOver() {
        return !clock.instant().isBefore(startedAt.plus(lasts));
    }

    /** Whether the walk has come less far than its time. */
    private boolean isPageDue() {
        Instant began = marks.walk().startedAt();
        Long total = marks.walk().total();
        if (began == null || total == null) {
            return true;
        }
        double time = (double) Duration.between(began, clock.instant()).toMillis() / WALK_SPREAD.toMillis();
        return marks.walk().read() < time * total;
    }

    private void walkPage() throws InterruptedException {
        Walk walk = marks.walk();
        String query = String.valueOf(walk.next());
        UpstreamAnswer answer;
        try {
            answer = page(query);
            for (int doubts = 1; doubts < DOUBTS && isDoubtful(answer, walk); doubts++) {
                await(backoff(doubts));
                answer = page(query);
            }
            requireNotCutOff(answer, walk);
        } catch (UpstreamFault e) {
            if (e.kind() == Kind.LOST_PLACE && !query.equals(FIRST_OF_WALK)) {
                startWalk(walk.hurried(), walk.repeats());
                return;
            }
            throw e;
        }
        String next = answer.next();
        long read = walk.read() + answer.size();
        Long total = answer.total() == null ? walk.total() : answer.total();
        if (next != null && isByNumber(query, next) && hasShrunk(walk.total(), answer.total())) {
            // What was deleted has moved others to pages that are read already.
            next = PageNumber.back(
                    next, Math.ceilDiv(shrinkage(walk.total(), answer.total()), Math.max(1, answer.size())));
        }
        put(answer, marks.withWalk(walk.at(next == null ? PAGES_READ : next, read, total)));
    }

    /** An answer that has less than there was a moment ago is asked for again before it is believed. */
    private static boolean isDoubtful(UpstreamAnswer answer, Walk walk) {
        Long before = walk.total();
        Long total = answer.total();
        if (before == null || total == null) {
            return false;
        }
        return total < before / 2 || (answer.next() == null && walk.read() + answer.size() < total);
    }

    /** A list that ends long before its end: what follows would seem to be deleted. */
    private static void requireNotCutOff(UpstreamAnswer answer, Walk walk) {
        Long total = answer.total();
        long read = walk.read() + answer.size();
        if (answer.next() == null && total != null && read < total - total / 10) {
            throw new UpstreamFault(
                    Kind.PASSING,
                    "The upstream says that it has %,d sessions, and its list ends after %,d.".formatted(total, read));
        }
    }

    private static boolean hasShrunk(@Nullable Long before, @Nullable Long after) {
        return before != null && after != null && after < before;
    }

    private static long shrinkage(@Nullable Long before, @Nullable Long after) {
        return before == null || after == null ? 0 : before - after;
    }

    /** Ends the walk by what it has not met. Gives whether it could. */
    private boolean confirmDeletions() throws InterruptedException {
        long company = lease.companyId();
        long walk = marks.walk().number();
        long unmet = queries.countUnmet(company, walk);
        if (unmet > 0 && !isBelievable(unmet)) {
            message =
                    "%,d sessions seem to be deleted upstream. That many wait for an admin to say so.".formatted(unmet);
            endWalk(unmet);
            return true;
        }
        if (unmet > 0) {
            requireFindsWhatItLists();
        }
        long through = 0;
        for (List<Long> ids = queries.unmet(company, walk, through, DELETIONS_AT_ONCE);
                !ids.isEmpty();
                ids = queries.unmet(company, walk, through, DELETIONS_AT_ONCE)) {
            var gone = new ArrayList<TimeSession>();
            for (long id : ids) {
                Optional<UpstreamAnswer> answer = asked(() -> upstream.one(id));
                if (answer.isPresent()) {
                    put(answer.get(), marks);
                } else {
                    sessions.find(new Visibility(company), id).ifPresent(gone::add);
                }
            }
            if (!gone.isEmpty()) {
                writer.trash(lease, gone, DELETED, requests);
            }
            through = ids.getLast();
        }
        endWalk(0);
        return true;
    }

    private void endWalk(long withheld) {
        marks = marks.withWalk(marks.walk().ended(clock.instant()));
        writer.endWalk(lease, marks, withheld);
    }

    /** An upstream that has lost its data, or a key of another company, must not empty the company here. */
    private boolean isBelievable(long unmet) {
        if (queries.find(lease.companyId()).filter(SyncState::approved).isPresent()) {
            return true;
        }
        if (queries.someMet(lease.companyId(), marks.walk().number()).isEmpty()) {
            return false;
        }
        return unmet <= DELETIONS_BELIEVED
                || unmet * 100 <= queries.countHere(lease.companyId()) * DELETIONS_BELIEVED_PERCENT;
    }

    /** Where it says of everything that there is no such session, that is no sign of anything. */
    private void requireFindsWhatItLists() throws InterruptedException {
        List<Long> met = queries.someMet(lease.companyId(), marks.walk().number());
        for (long id : met) {
            if (asked(() -> upstream.one(id)).isPresent()) {
                return;
            }
        }
        if (!met.isEmpty()) {
            throw new UpstreamFault(
                    Kind.PASSING, "The upstream does not find sessions by their ids that it has just listed.");
        }
    }

    // Counting, which tells at little cost that something is missing.

    private void compareCounts() throws InterruptedException {
        Long gap = marks.gap();
        if (gap == null || gap.equals(gapNow()) || isTooSoonForAnotherWalk()) {
            return;
        }
        // What has been added in the meantime is no sign of anything.
        changes();
        if (!gap.equals(gapNow())) {
            startWalk(true, 0);
        }
    }

    private boolean isTooSoonForAnotherWalk() {
        Instant ended = marks.walk().endedAt();
        Duration pause = Duration.ofMinutes(1).plusMillis(state.known() * 5);
        return ended != null && clock.instant().isBefore(ended.plus(pause));
    }

    /**
     * Holds what is known after a walk against what the upstream counts. What is missing has slipped from page to page past
     * the walk, what is too much was deleted behind its back: another walk finds both. A difference that stays the same is
     * the upstream's way of counting.
     */
    private void compareWithWalk() throws InterruptedException {
        Long gap = gapNow();
        if (gap != null && gap != 0 && !gap.equals(marks.gap())) {
            changes();
            gap = gapNow();
        }
        if (gap == null || gap == 0 || gap.equals(marks.gap())) {
            marks = marks.withGap(gap).withWalk(marks.walk().settled());
            writer.saveMarks(lease, marks);
        } else if (marks.walk().repeats() < REPEATS) {
            marks = marks.withGap(gap);
            startWalk(true, marks.walk().repeats() + 1);
        } else {
            marks = marks.withGap(0L).withWalk(marks.walk().settled());
            writer.saveMarks(lease, marks);
        }
    }

    /** How many more the upstream says it has than are known of; null if it does not say. */
    private @Nullable Long gapNow() throws InterruptedException {
        Long total = asked(() -> upstream.list("sort=id&per_page=1")).total();
        return total == null
                ? null
                : Long.valueOf(total
                        - queries.find(lease.companyId()).map(SyncState::known).orElse(0L));
    }

    // Asking and writing.

    /** A page of a list. One that cannot be the whole of it, and has no link to the rest, was broken on the way. */
    private UpstreamAnswer page(String query) throws InterruptedException {
        return asked(() -> {
            UpstreamAnswer answer = upstream.list(query);
            Long total = answer.total();
            if (total == null && tellsTotals) {
                throw new UpstreamFault(Kind.PASSING, "The upstream sent a list without saying how long it is.");
            }
            tellsTotals = total != null;
            boolean isFirst = PageNumber.of(query) == 1;
            if (isFirst && total != null && answer.next() == null && answer.size() < total) {
                throw new UpstreamFault(
                        Kind.PASSING,
                        "The upstream says that it has %,d sessions, lists %,d, and has no link to the others."
                                .formatted(total, answer.size()));
            }
            return answer;
        });
    }

    private void put(UpstreamAnswer answer, Marks after) {
        Set<Long> taken = queries.ofOtherOrigin(
                lease.companyId(),
                answer.sessions().stream().map(TimeSession::id).collect(Collectors.toSet()));
        List<TimeSession> good = answer.sessions();
        List<Faulty> faulty = answer.faulty();
        if (!taken.isEmpty()) {
            good = good.stream()
                    .filter(session -> !taken.contains(session.id()))
                    .toList();
            faulty = new ArrayList<>(faulty);
            for (TimeSession session : answer.sessions()) {
                if (taken.contains(session.id())) {
                    faulty.add(new Faulty(
                            session.id(),
                            "a session of another origin has this id here",
                            SessionJson.text(session, RailsTimeZone.of("UTC"))));
                }
            }
        }
        writer.put(lease, new SyncWriter.Put(good, faulty, after, requests));
        marks = after;
        renewedAt = clock.instant();
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    /** Asks until there is an answer, at the upstream's pace; not for ever. */
    private <T> T asked(Question<T> question) throws InterruptedException {
        int faults = 0;
        int refusals = 0;
        while (true) {
            for (Duration wait = pace.take(); !wait.isZero(); wait = pace.take()) {
                await(wait);
            }
            renew();
            requests++;
            try {
                T answer = question.ask();
                pace.answered();
                return answer;
            } catch (UpstreamFault e) {
                Duration said = e.retryAfter();
                if (said != null && said.compareTo(LONGEST_WAIT) > 0) {
                    pace.refused(said);
                    throw e;
                }
                switch (e.kind()) {
                    case LASTING, LOST_PLACE -> throw e;
                    case TOO_MANY -> {
                        pace.refused(said == null ? WAIT_WITHOUT_WORD : said);
                        refusals++;
                    }
                    case PASSING -> {
                        faults++;
                        Duration wait = backoff(faults);
                        if (faults < TRIES) {
                            await(said == null || said.compareTo(wait) < 0 ? wait : said);
                        }
                    }
                }
                if (faults == TRIES || refusals == REFUSALS) {
                    throw e;
                }
            }
        }
    }

    /** Twice as long each time, and never the same for two that were turned away together. */
    private static Duration backoff(int faults) {
        long most = FIRST_WAIT.toMillis() << faults;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    private void await(Duration wait) throws InterruptedException {
        Instant until = clock.instant().plus(wait);
        for (Instant now = clock.instant(); now.isBefore(until); now = clock.instant()) {
            Duration left = Duration.between(now, until);
            sleeper.sleep(left.compareTo(SLICE) < 0 ? left : SLICE);
            renew();
        }
    }

    private void renew() {
        if (!clock.instant().isBefore(renewedAt.plus(RENEWED_AFTER))) {
            writer.renew(lease);
            renewedAt = clock.instant();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }
}
