package timesessions.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.wrapped.ProgressBarWrappedInputStream;
import timesessions.ingest.Importer;

/** Tells on standard error how far a command has come that writes sessions. */
interface ImportProgress extends Importer.Progress, AutoCloseable {
    /** The size of what comes from standard input. */
    long UNKNOWN_SIZE = -1;

    /** A bar where a person looks at standard error; lines now and then where it goes into a file. */
    static ImportProgress of(long bytes, PrintWriter err) {
        if (!isOnTerminal()) {
            return new Lines(err, System::nanoTime);
        }
        return bytes == UNKNOWN_SIZE
                ? new SessionBar(bar("Importing").setUnit(" sessions", 1).build())
                : new ByteBar(bytes);
    }

    /** The same where it is known how many sessions there will be. */
    static ImportProgress ofSessions(String task, long sessions, PrintWriter err) {
        return isOnTerminal()
                ? new SessionBar(bar(task)
                        .setInitialMax(sessions)
                        .setUnit(" sessions", 1)
                        .build())
                : new Lines(err, System::nanoTime);
    }

    /** The same for the rows of a file. */
    static ImportProgress ofRows(String task, long rows, PrintWriter err) {
        return isOnTerminal()
                ? new SessionBar(
                        bar(task).setInitialMax(rows).setUnit(" rows", 1).build())
                : new Lines(err, System::nanoTime, "row");
    }

    /** The input, through which to read so that progress is noticed. */
    default InputStream watch(InputStream input) {
        return input;
    }

    /** Says what happens beside or after the counting. */
    void say(String what);

    @Override
    default void close() {}

    /** A line for each hundred thousand sessions, but also each five seconds. */
    final class Lines implements ImportProgress {
        private static final long SESSIONS = 100_000;
        private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

        private final PrintWriter err;
        private final LongSupplier nanoTime;
        private final String unit;
        private long toldAt;
        private long told;

        Lines(PrintWriter err, LongSupplier nanoTime) {
            this(err, nanoTime, "session");
        }

        Lines(PrintWriter err, LongSupplier nanoTime, String unit) {
            this.err = err;
            this.nanoTime = nanoTime;
            this.unit = unit;
            toldAt = nanoTime.getAsLong();
        }

        @Override
        public void done(long sessions) {
            long now = nanoTime.getAsLong();
            if (sessions - told >= SESSIONS || now - toldAt >= NANOS) {
                err.println(ImportCommand.counted(sessions, unit) + " so far");
                told = sessions;
                toldAt = now;
            }
        }

        @Override
        public void say(String what) {
            err.println(what);
        }
    }

    /** How much of the file has been read. */
    final class ByteBar implements ImportProgress {
        private final ProgressBar bar;

        ByteBar(long bytes) {
            bar = bar("Importing")
                    .setInitialMax(bytes)
                    .setUnit(" MB", 1_000_000)
                    .build();
        }

        @Override
        public InputStream watch(InputStream input) {
            return new ProgressBarWrappedInputStream(input, bar);
        }

        @Override
        public void done(long sessions) {
            say(ImportCommand.count(sessions));
        }

        @Override
        public void say(String what) {
            bar.setExtraMessage(" " + what);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** How many sessions there have been. */
    final class SessionBar implements ImportProgress {
        private final ProgressBar bar;

        SessionBar(ProgressBar bar) {
            this.bar = bar;
        }

        @Override
        public void done(long sessions) {
            bar.stepTo(sessions);
        }

        @Override
        public void say(String what) {
            bar.setExtraMessage(" " + what);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private static ProgressBarBuilder bar(String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish();
    }

    /** Java knows this of standard input and output together, but a file may well come by standard input. */
    private static boolean isOnTerminal() {
        try {
            var test = new ProcessBuilder("test", "-t", "2").redirectError(ProcessBuilder.Redirect.INHERIT);
            return test.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
