package timesessions.ingest;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import timesessions.session.SessionWriter.Written;
import timesessions.session.TimeSession;

/** Takes sessions from a source to the database, batch by batch: while one is written, the next is read. */
public final class Importer {
    /** The more there are, the more of them share a total; but others who write wait until a batch is done with its totals. */
    public static final int BATCH_SESSIONS = 2_000;

    /** Long descriptions and many entries end a batch earlier, so that what it takes in memory is bounded. */
    private static final int BATCH_ENTRIES = 20_000;

    private static final int BATCH_CHARACTERS = 4 << 20;

    /** Where batches go: into the database, or into a comparison with it. */
    @FunctionalInterface
    public interface Target {
        Written put(List<TimeSession> batch);
    }

    /** Who is told how far an import has come. */
    @FunctionalInterface
    public interface Progress {
        void done(long sessions);
    }

    /**
     * What an import has come to.
     *
     * @param read how many sessions, all of which are counted in {@code written}
     */
    public record Outcome(long read, Written written) {
        static final Outcome NOTHING = new Outcome(0, Written.NOTHING);

        /** A session that comes twice in a batch is put once; the other time said nothing new. */
        Outcome plus(int batch, Written put) {
            int repeated = batch - put.added() - put.changed() - put.unchanged();
            return new Outcome(read + batch, written.plus(put).plus(new Written(0, 0, repeated)));
        }
    }

    /** An import that could not go on. What was done before stands. */
    public static final class Stopped extends RuntimeException {
        private final Outcome before;

        Stopped(Outcome before, Throwable reason) {
            super(reason.getMessage(), reason);
            this.before = before;
        }

        public Throwable reason() {
            return requireNonNull(getCause());
        }

        /** The batches that are done. */
        public Outcome before() {
            return before;
        }
    }

    private final Target target;
    private final Progress progress;

    public Importer(Target target, Progress progress) {
        this.target = target;
        this.progress = progress;
    }

    /**
     * Imports all sessions of the source.
     *
     * @throws Stopped at the first session that cannot be read, of whose batch nothing is put, or at the first batch that
     *     cannot be put
     */
    public Outcome run(Source source) {
        // A thread that waits for standard input cannot be ended, so none is waited for.
        ExecutorService reader = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("import-reader").factory());
        Outcome outcome = Outcome.NOTHING;
        try {
            Future<List<TimeSession>> next = reader.submit(() -> batch(source));
            while (true) {
                List<TimeSession> batch = next.get();
                if (batch.isEmpty()) {
                    return outcome;
                }
                next = reader.submit(() -> batch(source));
                outcome = outcome.plus(batch.size(), target.put(batch));
                progress.done(outcome.read());
            }
        } catch (ExecutionException e) {
            throw new Stopped(outcome, requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(outcome, e);
        } catch (RuntimeException e) {
            throw new Stopped(outcome, e);
        } finally {
            reader.shutdownNow();
        }
    }

    /** Empty after the last. */
    private static List<TimeSession> batch(Source source) {
        var batch = new ArrayList<TimeSession>();
        int entries = 0;
        int characters = 0;
        while (batch.size() < BATCH_SESSIONS && entries < BATCH_ENTRIES && characters < BATCH_CHARACTERS) {
            TimeSession session = source.next();
            if (session == null) {
                break;
            }
            batch.add(session);
            entries += session.entries().size();
            characters += length(session.description());
        }
        return batch;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
