package timesessions.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.database.DatabaseAway;
import timesessions.ingest.Importer;
import timesessions.ingest.JetbuiltSource;
import timesessions.ingest.Source;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.UnknownCompany;
import timesessions.session.SessionWriter.Written;

/** Brings the sessions of a file into a company. */
@Command(
        name = "import",
        description = "Brings the sessions of a file into a company. Importing a file again changes nothing.")
public final class ImportCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ImportCommand.class);
    private static final String DRY_RUN = "Nothing was written: this was a dry run.";

    /** Where a file may be from, spelt as on the command line. */
    enum Origin {
        jetbuilt;

        Source read(InputStream input) {
            return switch (this) {
                case jetbuilt -> new JetbuiltSource(input);
            };
        }
    }

    private final Supplier<App> open;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "What the file is from: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Origin origin;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file; - is standard input.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(names = "--company", required = true, paramLabel = "ID", description = "The company to import into.")
    private long companyId;

    @Option(names = "--dry-run", description = "Check the whole file and say what would change, but write nothing.")
    private boolean dryRun;

    /** @param open opens the application, which happens once the file is open */
    public ImportCommand(Supplier<App> open) {
        this.open = open;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            err.println(run(err));
            return 0;
        } catch (Importer.Stopped e) {
            err.println(reason(e.reason()));
            err.println(standing(e.before().read()));
        } catch (IOException | Source.Unreadable | UnknownCompany e) {
            err.println(reason(e));
        }
        return 1;
    }

    /** What is to be said in the end. */
    private String run(PrintWriter err) throws IOException {
        try (InputStream input = input();
                App app = open.get()) {
            SessionWriter writer = app.sessionWriter();
            // An empty file would not show it, and standard input may begin hours later.
            writer.compare(companyId, List.of());
            try (ImportProgress progress = ImportProgress.of(size(), err)) {
                long start = System.nanoTime();
                Source source = origin.read(progress.watch(input));
                Importer.Outcome outcome = new Importer(target(writer, source), progress).run(source);
                return summary(outcome, Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    private Importer.Target target(SessionWriter writer, Source source) {
        return dryRun
                ? batch -> writer.compare(companyId, batch)
                : batch -> writer.write(companyId, source.origin(), batch);
    }

    private boolean isStandardInput() {
        return file.equals("-");
    }

    private InputStream input() throws IOException {
        return isStandardInput() ? System.in : Files.newInputStream(Path.of(file));
    }

    private long size() throws IOException {
        boolean isKnown = !isStandardInput() && Files.isRegularFile(Path.of(file));
        return isKnown ? Files.size(Path.of(file)) : ImportProgress.UNKNOWN_SIZE;
    }

    private @Nullable String reason(Throwable fault) {
        return switch (fault) {
            case NoSuchFileException e -> "There is no file " + file;
            case AccessDeniedException e -> file + " may not be read";
            case IOException e -> file + " cannot be read: " + e.getMessage();
            case Source.Unreadable e -> (isStandardInput() ? "standard input" : file) + ": " + e.getMessage();
            case UnknownCompany e -> e.getMessage();
            case DatabaseAway e -> e.getMessage();
            default -> {
                log.error("The import of {} has stopped", file, fault);
                yield "The import has stopped: " + fault.getMessage();
            }
        };
    }

    private String standing(long sessions) {
        if (dryRun) {
            return count(sessions) + " from the start of the file can be imported. " + DRY_RUN;
        }
        if (sessions == 0) {
            return "Nothing was written.";
        }
        return ("%s from the start of the file %s written, nothing after. Import it again once that is mended:"
                        + " what is there already stays as it is.")
                .formatted(count(sessions), sessions == 1 ? "is" : "are");
    }

    private String summary(Importer.Outcome outcome, Duration time) {
        Written written = outcome.written();
        String summary = String.format(
                Locale.ROOT,
                "%s read: %,d new, %,d changed, %,d unchanged, in %s",
                count(outcome.read()),
                written.added(),
                written.changed(),
                written.unchanged(),
                clock(time));
        return dryRun ? summary + ". " + DRY_RUN : summary;
    }

    static String count(long sessions) {
        return String.format(Locale.ROOT, sessions == 1 ? "%,d session" : "%,d sessions", sessions);
    }

    private static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
