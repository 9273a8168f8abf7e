package timesessions.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.Config;
import timesessions.account.Actor;
import timesessions.sync.Sync;
import timesessions.sync.Sync.Counts;
import timesessions.sync.Sync.Outcome;

/** Keeps a company equal to an upstream. */
@Command(
        name = "sync",
        description = {
            "Keeps the sessions of a company equal to those of a server that speaks the API. The key of that server comes"
                    + " from SYNC_KEY. A running server goes on with it by itself from then on."
        })
final class SyncCommand implements Callable<Integer> {
    private static final int LOOKS_EVERY_MILLIS = 500;
    private static final int TELLS_EVERY_SECONDS = 5;

    private final Supplier<Config> settings;
    private final Supplier<App> open;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--company",
            required = true,
            paramLabel = "ID",
            description = "The company to bring sessions into.")
    private long companyId;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where they come from, such as https://app.jetbuilt.com. Needed the first time only.")
    private @Nullable String url;

    @Option(
            names = "--once",
            description = "Go through everything once, deletions too, and end when both sides are equal.")
    private boolean once;

    SyncCommand(Supplier<Config> settings, Supplier<App> open) {
        this.settings = settings;
        this.open = open;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Config config = settings.get();
        try (App app = open.get()) {
            // Nothing would tell otherwise before the first page is written.
            app.sessionWriter().compare(companyId, java.util.List.of());
            Sync sync = app.sync(config, Clock.systemUTC());
            if (url != null || config.syncKey() != null) {
                sync.setUp(Actor.commandLine(companyId), companyId, url, config.syncKey());
            }
            ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sync-teller").factory());
            var unused = teller.scheduleWithFixedDelay(
                    () -> tell(sync, err), TELLS_EVERY_SECONDS, TELLS_EVERY_SECONDS, TimeUnit.SECONDS);
            try {
                return once ? once(sync, config.syncKey(), err) : continually(sync, config.syncKey(), err);
            } finally {
                teller.shutdownNow();
            }
        }
    }

    private int once(Sync sync, @Nullable String key, PrintWriter err) throws InterruptedException {
        Counts counts = Counts.NOTHING;
        boolean begun = false;
        boolean waits = false;
        while (true) {
            switch (sync.turn(companyId, key, false, !begun)) {
                case Outcome.NotTaken() -> {
                    if (sync.progress(companyId).isEmpty()) {
                        err.println("The company has no sync: give --url, and the key in SYNC_KEY.");
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    if (!waits) {
                        err.println("Another process is at it. Waiting for it to finish.");
                    }
                    waits = true;
                    TimeUnit.MILLISECONDS.sleep(LOOKS_EVERY_MILLIS);
                }
                case Outcome.Done done -> {
                    begun = true;
                    counts = counts.plus(done.counts());
                    if (done.message() != null) {
                        err.println(done.message());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    if (done.isWhole()) {
                        err.println(summary(counts));
                        return CommandLine.ExitCode.OK;
                    }
                }
                case Outcome.Failed failed -> {
                    err.println(failed.reason());
                    err.println("What was read until then is kept. Run the command again to go on from there.");
                    return CommandLine.ExitCode.SOFTWARE;
                }
            }
        }
    }

    private int continually(Sync sync, @Nullable String key, PrintWriter err) throws InterruptedException {
        if (sync.progress(companyId).isEmpty()) {
            err.println("The company has no sync: give --url, and the key in SYNC_KEY.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        err.println("Ctrl-C ends it.");
        while (true) {
            switch (sync.turn(companyId, key, true, false)) {
                case Outcome.NotTaken() -> TimeUnit.MILLISECONDS.sleep(LOOKS_EVERY_MILLIS);
                case Outcome.Done done -> {
                    if (!done.counts().equals(Counts.NOTHING)) {
                        err.println(summary(done.counts()));
                    }
                    if (done.message() != null) {
                        err.println(done.message());
                    }
                }
                case Outcome.Failed failed -> err.println(failed.reason() + " It is tried again by itself.");
            }
        }
    }

    private void tell(Sync sync, PrintWriter err) {
        sync.progress(companyId)
                .filter(Sync.Progress::isUnderWay)
                .filter(progress -> progress.total() > 0)
                .ifPresent(progress -> err.println(
                        String.format(Locale.ROOT, "%,d of %,d sessions so far", progress.read(), progress.total())));
    }

    private static String summary(Counts counts) {
        return String.format(
                Locale.ROOT,
                "%s read: %,d new, %,d changed, %,d deleted, %,d put aside",
                ImportCommand.count(counts.read()),
                counts.added(),
                counts.changed(),
                counts.deleted(),
                counts.aside());
    }
}
