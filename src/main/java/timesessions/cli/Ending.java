package timesessions.cli;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import timesessions.App;

/**
 * Lets the program end in order when the system tells it to, on Ctrl-C or SIGTERM: the thread that works is interrupted
 * and closes what it has opened, and only then does the process end.
 */
final class Ending {
    private static final int MAY_NOT_NOTICE_FOR_SECONDS = 3;

    private final Thread worker;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable App app;
    private volatile boolean begun;

    Ending(Thread worker) {
        this.worker = worker;
    }

    /** Tells what is to be closed if the thread does not notice that it is interrupted. */
    App opened(App opened) {
        app = opened;
        return opened;
    }

    /** Whether what fails from now on fails because the process ends. */
    boolean hasBegun() {
        return begun;
    }

    void everythingIsClosed() {
        closed.countDown();
    }

    /** Returns when the process may end. */
    void endInOrder() {
        if (closed.getCount() == 0) {
            return;
        }
        begun = true;
        worker.interrupt();
        try {
            while (!closed.await(MAY_NOT_NOTICE_FOR_SECONDS, SECONDS)) {
                // Reading standard input and waiting for a long query are not interrupted.
                App open = app;
                if (open != null) {
                    open.close();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
