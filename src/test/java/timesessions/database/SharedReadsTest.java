package timesessions.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedReadsTest {
    private final SharedReads<String, Integer> reads = new SharedReads<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @Test
    void whoeverComesMeanwhileSharesTheNextRead() throws Exception {
        FutureTask<Integer> first = inBackground("key", this::count);
        List<FutureTask<Integer>> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(inBackground("key", this::count));
        }

        firstMayEnd.countDown();

        assertThat(first.get()).isEqualTo(1);
        for (FutureTask<Integer> other : others) {
            assertThat(other.get()).isEqualTo(2);
        }
        assertThat(begun).hasValue(2);
    }

    @Test
    void whoeverWantsSomethingElseDoesNotWait() throws Exception {
        FutureTask<Integer> first = inBackground("key", this::count);

        assertThat(reads.read("another key", () -> 7)).isEqualTo(7);

        firstMayEnd.countDown();
        assertThat(first.get()).isEqualTo(1);
    }

    @Test
    void eachReadsWhileNobodyElseDoes() {
        firstMayEnd.countDown();

        assertThat(reads.read("key", this::count)).isEqualTo(1);
        assertThat(reads.read("key", this::count)).isEqualTo(2);
    }

    @Test
    void aFailureIsToldToAllOfItsTurnAndToNobodyLater() throws Exception {
        FutureTask<Integer> first = inBackground("key", this::count);
        Supplier<Integer> failing = () -> {
            throw new DatabaseAway(new IllegalStateException("gone"));
        };
        FutureTask<Integer> second = inBackground("key", failing);
        FutureTask<Integer> third = inBackground("key", failing);

        firstMayEnd.countDown();

        assertThat(first.get()).isEqualTo(1);
        for (FutureTask<Integer> failed : List.of(second, third)) {
            assertThatThrownBy(failed::get).hasCauseInstanceOf(DatabaseAway.class);
        }
        assertThat(reads.read("key", this::count)).isEqualTo(2);
    }

    private int count() {
        int number = begun.incrementAndGet();
        try {
            assertThat(firstMayEnd.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return number;
    }

    /** Goes on once the read waits, for the latch or for its turn. */
    private FutureTask<Integer> inBackground(String key, Supplier<Integer> reading) {
        var task = new FutureTask<>(() -> reads.read(key, reading));
        var thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }
}
