package timesessions.imports;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import timesessions.database.Database;
import timesessions.database.DatabaseAway;
import timesessions.ingest.Source;
import timesessions.ingest.tracker.TrackerFile;
import timesessions.ingest.tracker.TrackerRows;

/**
 * Carries imports out, one at a time in each process, whichever process they were begun in: what one leaves when it dies,
 * another takes up.
 */
public final class ImportJobs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ImportJobs.class);
    private static final long LOOK_EVERY_MILLIS = 2_000;
    private static final int LOOKS_BETWEEN_CLEANING = 1_800;

    private final ImportQueries queries;
    private final ImportWriter writer;
    private final String holder = UUID.randomUUID().toString();
    private final Semaphore wanted = new Semaphore(0);
    private volatile boolean ending;
    private @Nullable Thread worker;

    public ImportJobs(Database database, Clock clock) {
        queries = new ImportQueries(database);
        writer = new ImportWriter(database, clock);
    }

    /** Begins to look for imports to carry out. */
    public synchronized void start() {
        worker = Thread.ofPlatform().daemon().name("imports").start(this::work);
    }

    /** Lets one that has just been begun not wait. */
    void wake() {
        wanted.release();
    }

    /** Ends after the batch under way; another process goes on with the next. */
    @Override
    public synchronized void close() {
        ending = true;
        wanted.release();
        if (worker != null) {
            try {
                worker.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            worker = null;
        }
    }

    private void work() {
        for (int looks = 0; !ending; looks++) {
            try {
                if (looks % LOOKS_BETWEEN_CLEANING == 0) {
                    writer.dropOldFiles();
                }
                while (!ending && carryOutNext()) {
                    log.debug("Looking for another import");
                }
            } catch (DatabaseAway e) {
                log.debug("No imports are carried out: {}", e.getMessage());
            } catch (RuntimeException e) {
                log.error("Imports cannot be carried out now", e);
            }
            try {
                wanted.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                wanted.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Carries one out that nobody holds; false if there is none. */
    boolean carryOutNext() {
        Optional<Import> next = writer.claim(holder);
        next.ifPresent(held -> carryOut(held, progress -> {}));
        return next.isPresent();
    }

    /**
     * Carries this import out here and now.
     *
     * @param done is told how many lines are done
     */
    public void carryOut(long companyId, long id, Consumer<Integer> done) {
        writer.claim(holder, companyId, id).ifPresent(held -> carryOut(held, done));
    }

    private void carryOut(Import held, Consumer<Integer> done) {
        try {
            if (held.state() == Import.State.UNDOING) {
                undo(held);
            } else {
                bringIn(held, done);
            }
        } catch (ImportWriter.Lost e) {
            log.info("The import of {} is carried on by another process", held.fileName());
        } catch (DatabaseAway e) {
            // It is taken up again once the database is back.
            throw e;
        } catch (Source.Unreadable e) {
            failed(held, "The file cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            log.error("The import of {} has stopped", held.fileName(), e);
            failed(held, "Something went wrong on the server. What is done so far stays; it can go on or be undone.");
        }
    }

    private void failed(Import held, String problem) {
        try {
            writer.fail(holder, held, problem);
        } catch (ImportWriter.Lost e) {
            log.debug("Whoever holds the import now will see for itself");
        }
    }

    private void bringIn(Import held, Consumer<Integer> done) {
        byte[] content = queries.file(held.companyId(), held.id())
                .orElseThrow(() -> new Source.Unreadable("it is not kept any more"));
        var file = new TrackerFile(content);
        TrackerRows rows = file.read(held.settings().reading());
        Targets targets = writer.prepare(holder, held, file, rows);
        List<List<ImportLine>> batches = Batches.of(
                targets.lines(rows.rows(), held.settings().zone(), held.id()),
                held.settings().grouping());
        int before = held.progress().done();
        int count = 0;
        for (List<ImportLine> batch : batches) {
            count += batch.size();
            if (count > before) {
                writer.write(holder, held, targets, batch);
                done.accept(count);
            }
            if (ending) {
                writer.release(holder, held);
                return;
            }
        }
        writer.finish(holder, held);
    }

    private void undo(Import held) {
        while (writer.undoSome(holder, held)) {
            if (ending) {
                writer.release(holder, held);
                return;
            }
        }
        writer.finishUndoing(holder, held);
    }
}
