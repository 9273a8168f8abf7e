package timesessions.sync;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import timesessions.database.DatabaseAway;

/** Runs the turns that are due while a server runs, whichever of several servers is the first to be free. */
public final class SyncSchedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SyncSchedule.class);
    private static final int LOOKS_EVERY_SECONDS = 2;

    /** So many companies at once: each holds a connection of the pool while it writes. */
    private static final int AT_ONCE = 4;

    private static final int ENDS_WITHIN_SECONDS = 5;

    private final Sync sync;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sync-schedule").factory());
    private final ExecutorService turns = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("sync-", 1).factory());
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private boolean databaseWasAway;

    private SyncSchedule(Sync sync) {
        this.sync = sync;
    }

    public static SyncSchedule of(Sync sync) {
        return new SyncSchedule(sync);
    }

    public void start() {
        // The future would tell of a failure, and there is none: whatever is thrown is caught and told there.
        var unused = clockwork.scheduleWithFixedDelay(this::look, 0, LOOKS_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            int free = AT_ONCE - underWay.size();
            if (free > 0) {
                sync.due().stream()
                        .filter(company -> !underWay.contains(company))
                        .limit(free)
                        .filter(underWay::add)
                        .forEach(company -> turns.execute(() -> run(company)));
            }
            databaseWasAway = false;
        } catch (DatabaseAway e) {
            if (!databaseWasAway) {
                log.warn("Syncs wait: {}", e.getMessage());
            }
            databaseWasAway = true;
        } catch (RuntimeException e) {
            log.error("Syncs cannot be looked at", e);
        }
    }

    private void run(long company) {
        try {
            sync.turn(company);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DatabaseAway e) {
            log.warn("The sync of company {} waits: {}", company, e.getMessage());
        } catch (RuntimeException e) {
            log.error("The sync of company {} has failed", company, e);
        } finally {
            underWay.remove(company);
        }
    }

    /** Ends what is under way after its page, so that another server can go on at once. */
    @Override
    public void close() {
        clockwork.shutdownNow();
        turns.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!turns.awaitTermination(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A sync does not end; another server takes over when its lease has run out");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
