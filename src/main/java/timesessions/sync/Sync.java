package timesessions.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import timesessions.account.Actor;
import timesessions.database.Database;
import timesessions.database.DatabaseAway;
import timesessions.session.SessionQueries;
import timesessions.session.SessionWriter;
import timesessions.sync.SyncWriter.Ended;
import timesessions.sync.SyncWriter.Setup;
import timesessions.sync.SyncWriter.Taken;

/** The syncs of all companies, as one process takes part in them. */
public final class Sync {
    private static final Logger log = LoggerFactory.getLogger(Sync.class);

    /** A turn is at least so long before its walk is interrupted. */
    private static final Duration SHORTEST_TURN = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(40);
    private static final Duration TESTED_WITHIN = Duration.ofSeconds(15);

    private final SyncQueries queries;
    private final SyncWriter writer;
    private final SessionQueries sessions;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Duration every;
    private final @Nullable Secrets secrets;
    private final String holder;
    private final ConcurrentMap<String, Pace> paces = new ConcurrentHashMap<>();
    private final Duration answersWithin;

    /**
     * Builds it.
     *
     * @param every how long after one turn the next begins, where a company does not say otherwise
     * @param secrets what keys are kept with; null where none can be kept
     */
    public Sync(Database database, Clock clock, Duration every, @Nullable Secrets secrets) {
        this(database, clock, Sleeper.OF_THE_THREAD, every, secrets, ANSWERS_WITHIN);
    }

    Sync(
            Database database,
            Clock clock,
            Sleeper sleeper,
            Duration every,
            @Nullable Secrets secrets,
            Duration answersWithin) {
        this.queries = new SyncQueries(database);
        this.writer = new SyncWriter(database, clock);
        this.sessions = new SessionQueries(database);
        this.clock = clock;
        this.sleeper = sleeper;
        this.every = every;
        this.secrets = secrets;
        this.holder = Holder.newName();
        this.answersWithin = answersWithin;
    }

    /** How a turn has ended. */
    public sealed interface Outcome {
        /** Somebody else was at it, or it was not due. */
        record NotTaken() implements Outcome {}

        /**
         * It went well.
         *
         * @param message what there is to say all the same; null for nothing
         * @param isWhole whether all of the upstream has been gone through, and not only what it says has changed
         */
        record Done(@Nullable String message, boolean isWhole, Counts counts) implements Outcome {}

        /** It did not. Another turn begins by itself after a while. */
        record Failed(String reason) implements Outcome {}
    }

    /**
     * What a turn has come to, in sessions.
     *
     * @param read some of them more than once
     */
    public record Counts(long read, long added, long changed, long deleted, long aside) {
        public static final Counts NOTHING = new Counts(0, 0, 0, 0, 0);

        public Counts plus(Counts other) {
            return new Counts(
                    read + other.read,
                    added + other.added,
                    changed + other.changed,
                    deleted + other.deleted,
                    aside + other.aside);
        }
    }

    /** Something with which a sync cannot be set up, in words for whoever does. */
    public static final class Refused extends RuntimeException {
        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        public String message() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Sets up where a company's sessions come from.
     *
     * @param url null to keep the one there is
     * @param key null to keep the one there is; it is kept for other processes if keys can be kept
     * @throws Refused if this is no address or no key, or neither was ever given
     */
    public void setUp(Actor actor, long companyId, @Nullable String url, @Nullable String key) {
        Optional<SyncState> before = queries.find(companyId);
        if (url == null && before.isEmpty()) {
            throw new Refused("The company has no sync yet: give the address of its upstream.", null);
        }
        String address = url == null ? before.map(SyncState::url).orElseThrow() : url.strip();
        requireAddress(address);
        if (key != null && !Upstream.isKey(key)) {
            throw new Refused("This cannot be a key: it has blanks, quotes or other signs in it.", null);
        }
        if (key == null && before.isPresent() && isElsewhere(before.get(), address)) {
            throw new Refused("Another server gets no key that it was not given: give the key with the address.", null);
        }
        boolean isSameKey = key != null
                && before.isPresent()
                && key(companyId).filter(key::equals).isPresent();
        String encrypted = key == null || secrets == null || isSameKey ? null : encrypt(companyId, key);
        if (before.isPresent() && before.get().url().equals(address) && encrypted == null) {
            return;
        }
        writer.setUp(
                actor,
                companyId,
                new Setup(
                        address, encrypted, before.map(SyncState::everySeconds).orElse(null)));
    }

    /** Whether the address is that of another server than the key was given for. */
    static boolean isElsewhere(SyncState before, String url) {
        return !UpstreamAddress.parse(before.url())
                .origin()
                .equals(UpstreamAddress.parse(url).origin());
    }

    /** Asks an upstream whether it is one, on behalf of an admin who waits. */
    UpstreamAnswer test(UpstreamAddress address, String key) throws InterruptedException {
        return new Upstream(address, key, clock, TESTED_WITHIN).list("sort=-updated_at&per_page=1");
    }

    private static void requireAddress(String url) {
        try {
            UpstreamAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw new Refused(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether keys can be kept at all. */
    boolean keepsKeys() {
        return secrets != null;
    }

    Duration every() {
        return every;
    }

    /** @throws IllegalStateException if keys cannot be kept */
    String encrypt(long companyId, String key) {
        if (secrets == null) {
            throw new IllegalStateException("There is no secret to encrypt with");
        }
        return secrets.encrypt(key, owner(companyId));
    }

    /** The key that is kept, if it is and can be read. */
    Optional<String> key(long companyId) {
        String encrypted = queries.key(companyId);
        return encrypted == null || secrets == null ? Optional.empty() : secrets.decrypt(encrypted, owner(companyId));
    }

    private static String owner(long companyId) {
        return "upstream key of company " + companyId;
    }

    /** The companies whose turn has come and that nobody is at. */
    public List<Long> due() {
        Instant now = clock.instant();
        return queries.due(now).stream()
                .filter(state -> !state.isHeldAt(now) || isDead(state.holder()))
                .map(SyncState::companyId)
                .toList();
    }

    private static boolean isDead(@Nullable String holder) {
        return holder != null && Holder.isDead(holder);
    }

    /** Runs the next turn of a company, if it is due and nobody else is at it. */
    public Outcome turn(long companyId) throws InterruptedException {
        return turn(companyId, null, true, false);
    }

    /**
     * Runs a turn now.
     *
     * @param key to use instead of the one that is kept; null for that one
     * @param onlyIfDue false to run it ahead of its time
     * @param readsEverything whether to go through all of the upstream, and not only through what it says has changed
     */
    public Outcome turn(long companyId, @Nullable String key, boolean onlyIfDue, boolean readsEverything)
            throws InterruptedException {
        Optional<Taken> taken = writer.take(companyId, holder, onlyIfDue, Holder::isDead);
        return taken.isEmpty() ? new Outcome.NotTaken() : run(taken.get(), key, readsEverything);
    }

    /** How far a turn of anybody has come, for those who wait for it. */
    public Optional<Progress> progress(long companyId) {
        return queries.find(companyId)
                .map(state -> new Progress(
                        state.marks().walk().isUnderWay(),
                        state.marks().walk().read(),
                        Optional.ofNullable(state.marks().walk().total()).orElse(0L)));
    }

    /**
     * How far a walk over everything has come.
     *
     * @param total 0 where it is not known
     */
    public record Progress(boolean isUnderWay, long read, long total) {}

    private Outcome run(Taken taken, @Nullable String givenKey, boolean readsEverything) throws InterruptedException {
        long companyId = taken.state().companyId();
        Lease lease = taken.lease();
        SyncTurn turn = null;
        try {
            UpstreamAddress address = UpstreamAddress.parse(taken.state().url());
            String key = givenKey == null ? keptKey(companyId) : givenKey;
            Pace pace = paces.computeIfAbsent(address.origin(), any -> new Pace(clock));
            Duration pause = taken.state().every(every);
            turn = new SyncTurn(
                    new SyncTurn.Tools(pace, queries, writer, sessions, clock, sleeper),
                    new Upstream(address, key, clock, answersWithin),
                    taken,
                    pause.compareTo(SHORTEST_TURN) < 0 ? SHORTEST_TURN : pause,
                    readsEverything);
            turn.run();
            Instant dueAt = clock.instant().plus(turn.isToBeContinued() ? Duration.ZERO : pause);
            writer.release(lease, new Ended(null, turn.message(), dueAt, turn.requests()));
            return new Outcome.Done(turn.message(), turn.hasEndedAWalk(), queries.counts(lease.runId()));
        } catch (UpstreamFault e) {
            log.info("Company {}: {}", companyId, e.message());
            return failed(taken, turn, e.message(), e.retryAfter());
        } catch (Lease.Lost e) {
            log.info("Company {}: {}", companyId, e.getMessage());
            return new Outcome.NotTaken();
        } catch (InterruptedException e) {
            writer.giveUp(lease, turn == null ? 0 : turn.requests());
            throw e;
        } catch (DatabaseAway e) {
            if (Thread.interrupted()) {
                // That is how a connection tells that the process ends.
                writer.giveUp(lease, turn == null ? 0 : turn.requests());
                throw new InterruptedException();
            }
            throw e;
        } catch (SessionWriter.UnknownCompany e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("The sync of company {} has failed", companyId, e);
            return failed(taken, turn, "Something went wrong here. The log of the server tells more.", null);
        }
    }

    private String keptKey(long companyId) {
        return key(companyId)
                .orElseThrow(() -> new UpstreamFault(
                        UpstreamFault.Kind.LASTING,
                        secrets == null
                                ? "This process does not know the key: SECRET_KEY is not set."
                                : "The key cannot be read with this SECRET_KEY. Enter it again."));
    }

    private Outcome failed(Taken taken, @Nullable SyncTurn turn, String reason, @Nullable Duration retryAfter) {
        Duration pause = pause(taken.state());
        Duration wait = retryAfter != null && retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
        try {
            writer.release(
                    taken.lease(),
                    new Ended(reason, null, clock.instant().plus(wait), turn == null ? 0 : turn.requests()));
        } catch (Lease.Lost e) {
            return new Outcome.NotTaken();
        }
        return new Outcome.Failed(reason);
    }

    /** Longer with each failure in a row, and not the same for all that have failed together. */
    private Duration pause(SyncState state) {
        Duration usual = state.every(every);
        Duration first = usual.compareTo(FIRST_PAUSE) < 0 ? usual : FIRST_PAUSE;
        Duration doubled = first.multipliedBy(1L << Math.min(state.failures(), 12));
        Duration most = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(most.toMillis() * 4 / 5, most.toMillis() * 6 / 5 + 1));
    }
}
