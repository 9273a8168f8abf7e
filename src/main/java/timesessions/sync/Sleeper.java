package timesessions.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits, so that tests need not. */
@FunctionalInterface
interface Sleeper {
    Sleeper OF_THE_THREAD = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());

    void sleep(Duration duration) throws InterruptedException;
}
