package timesessions.database;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does a read once for all who want it at the same time. Whoever comes while it is under way waits for the next one, since
 * the database may have been asked before what they must see was written: so nobody is given anything older than what a
 * read of their own would have found.
 *
 * @param <K> what is read
 * @param <T> what it gives, which is handed to several threads
 */
final class SharedReads<K, T> {
    /** There is one wherever somebody reads. */
    private final ConcurrentMap<K, Line<T>> lines = new ConcurrentHashMap<>();

    /** Who waits while somebody reads; it is changed within a computation of the map alone. */
    private static final class Line<T> {
        private @Nullable Turn<T> next;
    }

    /** A read that has not ended: whoever began the turn reads, the others of the turn wait. */
    private static final class Turn<T> {
        private final CompletableFuture<Boolean> begins = new CompletableFuture<>();
        private final CompletableFuture<T> result = new CompletableFuture<>();
    }

    /**
     * Gives the result of a read that begins after this was called.
     *
     * @throws RuntimeException what the reading throws, to all who share it
     */
    T read(K key, Supplier<T> reading) {
        var own = new Turn<T>();
        Turn<T> turn = queue(key, own);
        if (turn != own) {
            return resultOf(turn);
        }
        own.begins.join();
        try {
            own.result.complete(reading.get());
        } catch (RuntimeException | Error e) {
            own.result.completeExceptionally(e);
        } finally {
            handOver(key);
        }
        return resultOf(own);
    }

    /** The next turn: one's own, unless somebody is waiting to begin it. */
    private Turn<T> queue(K key, Turn<T> own) {
        var turn = new AtomicReference<Turn<T>>(own);
        lines.compute(key, (same, line) -> {
            if (line == null) {
                own.begins.complete(true);
                return new Line<>();
            }
            Turn<T> next = line.next == null ? own : line.next;
            line.next = next;
            turn.set(next);
            return line;
        });
        return Objects.requireNonNull(turn.get());
    }

    private void handOver(K key) {
        var next = new AtomicReference<@Nullable Turn<T>>();
        lines.computeIfPresent(key, (same, line) -> {
            next.set(line.next);
            line.next = null;
            return next.get() == null ? null : line;
        });
        Turn<T> waiting = next.get();
        if (waiting != null) {
            waiting.begins.complete(true);
        }
    }

    private static <T> T resultOf(Turn<T> turn) {
        try {
            return turn.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
