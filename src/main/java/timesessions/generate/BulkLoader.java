package timesessions.generate;

import static timesessions.jooq.Tables.COMPANY;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.jooq.enums.TimeSessionSource;
import timesessions.session.TimeSession;
import timesessions.total.TotalRebuild;

/**
 * Fills a company that has no sessions with very many at once, past {@code SessionWriter}: rows go in as files do, some
 * thousand sessions with all their rows in one transaction, several at a time, and the totals are built when all are in.
 *
 * <p>A load that fails takes out what it has put in. One that is killed or interrupted leaves whole sessions and no
 * totals: by that the next load of the company knows them, and takes them out first. When it ends while the totals are
 * built, all sessions are there, and {@code check --repair} builds the totals.
 *
 * <p>While a load runs its sessions can be seen, but not yet in any sum.
 */
public final class BulkLoader {
    private static final Logger log = LoggerFactory.getLogger(BulkLoader.class);

    /** Large enough that a transaction costs little beside its rows, small enough for a small heap. */
    private static final int CHUNK = 20_000;

    /** For each of these a thread of the server works too. */
    private static final int LOADERS = 2;

    /** Beside the loaders one holds the lock, and one writes names. */
    private static final int CONNECTIONS = LOADERS + 2;

    private final Database database;
    private final TotalRebuild totals;
    private final int chunkSize;
    private final RowSender sender = new RowSender();

    /** The company cannot be loaded; the message says why. */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /** The load has ended in the midst; the message says what is in and what to do, the cause why. */
    public static final class Unfinished extends RuntimeException {
        Unfinished(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public BulkLoader(Database database, TotalRebuild totals) {
        this(database, totals, CHUNK);
    }

    BulkLoader(Database database, TotalRebuild totals, int chunkSize) {
        this.database = database;
        this.totals = totals;
        this.chunkSize = chunkSize;
    }

    /**
     * Loads the sessions and builds the totals of the company.
     *
     * @param sessions in the order of their ids, as they are to be stored
     * @param progress is told how many sessions are in
     * @throws Refused if there is no such company, if it has sessions, or if another load of it runs
     * @throws Unfinished if it fails or is interrupted, and what it has put in stays there
     */
    public void load(long companyId, Iterable<TimeSession> sessions, LongConsumer progress) {
        if (database.connections() < CONNECTIONS) {
            throw new Refused("Filling a company takes %d connections: set DATABASE_POOL_SIZE to %d or more."
                    .formatted(CONNECTIONS, CONNECTIONS));
        }
        holdingOffOthers(companyId, () -> {
            makeWay(companyId);
            loadSessions(companyId, sessions.iterator(), progress);
            buildTotals(companyId);
        });
    }

    /** By a lock of the server, which ends with the process that holds it. */
    private void holdingOffOthers(long companyId, Runnable work) {
        String lock = "timesessions load " + companyId;
        database.<@Nullable Void>read(db -> {
            if (db.fetchSingle("SELECT COALESCE(GET_LOCK(?, 0), 0)", lock).get(0, Integer.class) == 0) {
                throw new Refused("Company %d is being filled by another command.".formatted(companyId));
            }
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                releaseAfter(e, db, lock);
                throw e;
            }
            release(db, lock);
            return null;
        });
    }

    private static void release(DSLContext db, String lock) {
        db.execute("DO RELEASE_LOCK(?)", lock);
    }

    private static void releaseAfter(Throwable failure, DSLContext db, String lock) {
        try {
            release(db, lock);
        } catch (DataAccessException e) {
            failure.addSuppressed(e);
        }
    }

    private void makeWay(long companyId) {
        boolean hasSessions = database.read(db -> {
            if (!db.fetchExists(COMPANY, COMPANY.ID.eq(companyId))) {
                throw new Refused("There is no company %d.".formatted(companyId));
            }
            return db.fetchExists(TIME_SESSION, TIME_SESSION.COMPANY_ID.eq(companyId));
        });
        if (!hasSessions) {
            return;
        }
        TotalRebuild.Extent built = totals.extent(companyId);
        if (built == TotalRebuild.Extent.ALL || hasSessionsOfOthers(companyId)) {
            throw new Refused("Company %d has sessions already; only an empty one is filled with made data."
                    .formatted(companyId));
        }
        if (built == TotalRebuild.Extent.SOME) {
            throw new Refused(
                    "Company %1$d is filled, but not all of its totals are built: check --repair --company %1$d"
                                    .formatted(companyId)
                            + " builds them.");
        }
        new LoadRemoval(database, companyId).removeAll();
    }

    private boolean hasSessionsOfOthers(long companyId) {
        return database.read(db -> db.fetchExists(
                TIME_SESSION, TIME_SESSION.COMPANY_ID.eq(companyId), TIME_SESSION.SOURCE.ne(TimeSessionSource.made)));
    }

    private void buildTotals(long companyId) {
        try {
            totals.rebuild(companyId);
        } catch (RuntimeException | Error e) {
            throw new Unfinished(
                    "All sessions of company %1$d are in, but not its totals: check --repair --company %1$d builds them."
                            .formatted(companyId),
                    e);
        }
    }

    private void loadSessions(long companyId, Iterator<TimeSession> sessions, LongConsumer progress) {
        var names = new NamesMet();
        var removal = new LoadRemoval(database, companyId);
        try (ExecutorService loaders = Executors.newFixedThreadPool(LOADERS)) {
            try {
                Queue<Future<Integer>> running = new ArrayDeque<>();
                long loaded = 0;
                while (sessions.hasNext()) {
                    List<TimeSession> chunk = next(sessions);
                    removal.mayHaveTo(chunk);
                    chunk.forEach(names::note);
                    // Before the sessions that carry them, so that no page shows a session without its names.
                    database.writing(db -> names.fresh().apply(db, companyId));
                    names.forgetFresh();
                    running.add(loaders.submit(() -> load(companyId, chunk)));
                    if (running.size() > LOADERS) {
                        loaded += result(running.remove());
                        progress.accept(loaded);
                    }
                }
                for (Future<Integer> last : running) {
                    loaded += result(last);
                    progress.accept(loaded);
                }
            } catch (RuntimeException | Error e) {
                loaders.shutdownNow();
                if (Thread.currentThread().isInterrupted()) {
                    // Said at once: the chunks under way may take longer than the process has left.
                    log.warn("Interrupted. {}", remains(companyId));
                }
                throw e;
            }
            database.writing(db -> names.newest().apply(db, companyId));
        } catch (RuntimeException | Error e) {
            if (!removal.removeAfter(e)) {
                throw new Unfinished(remains(companyId), e);
            }
            throw e;
        }
    }

    private static String remains(long companyId) {
        return ("Some sessions of company %1$d are in, without totals: the next generate takes them out first,"
                        + " check --repair --company %1$d builds their totals.")
                .formatted(companyId);
    }

    private List<TimeSession> next(Iterator<TimeSession> sessions) {
        List<TimeSession> chunk = new ArrayList<>(chunkSize);
        while (sessions.hasNext() && chunk.size() < chunkSize) {
            chunk.add(sessions.next());
        }
        return chunk;
    }

    private static int result(Future<Integer> loading) {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while loading.", e);
        }
    }

    private int load(long companyId, List<TimeSession> chunk) {
        var rows = new LoadChunk(chunk);
        database.writing(db -> {
            db.connection(connection -> {
                for (LoadTable table : LoadTable.values()) {
                    sender.send(connection, table, companyId, rows.of(table));
                }
            });
            CompanyVersion.raise(db, companyId);
        });
        return chunk.size();
    }
}
