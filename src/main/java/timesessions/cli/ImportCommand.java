package timesessions.cli;

import static java.util.stream.Collectors.joining;

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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.account.Company;
import timesessions.database.DatabaseAway;
import timesessions.imports.Grouping;
import timesessions.imports.Import;
import timesessions.ingest.Importer;
import timesessions.ingest.JetbuiltSource;
import timesessions.ingest.Source;
import timesessions.ingest.tracker.DateOrder;
import timesessions.ingest.tracker.Reading;
import timesessions.ingest.tracker.TrackerFile;
import timesessions.ingest.tracker.TrackerFormat;
import timesessions.ingest.tracker.TrackerRows;
import timesessions.ingest.tracker.TrackerRows.Refused;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.UnknownCompany;
import timesessions.session.SessionWriter.Written;
import timesessions.time.RailsTimeZone;

/** Brings the sessions of a file into a company. */
@Command(
        name = "import",
        description = "Brings the sessions of a file into a company. Importing a file again changes nothing.")
public final class ImportCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ImportCommand.class);
    private static final int MOST_DOUBTS = 50;
    private static final String DRY_RUN = "Nothing was written: this was a dry run.";

    /** Where a file may be from, spelt as on the command line. */
    enum Origin {
        jetbuilt,
        clockify,
        toggl,
        harvest,
        kimai,
        solidtime;

        /** The tracker whose export it is; empty for a stream of sessions. */
        Optional<TrackerFormat> tracker() {
            return TrackerFormat.find(name());
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

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            converter = TimeZoneConverter.class,
            description = "In which a tracker's clocks were read, and whose days count: the company's unless set.")
    private @Nullable RailsTimeZone timeZone;

    @Option(
            names = "--date-order",
            paramLabel = "ORDER",
            description = "How a tracker's dates are to be read that the file leaves open: dmy, mdy or ymd.")
    private @Nullable String dateOrder;

    @Option(names = "--dry-run", description = "Check the whole file and say what would change, but write nothing.")
    private boolean dryRun;

    /** @param open opens the application, which happens once the file is open */
    public ImportCommand(Supplier<App> open) {
        this.open = open;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Optional<TrackerFormat> tracker = origin.tracker();
        if (tracker.isEmpty() && (timeZone != null || dateOrder != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--time-zone and --date-order are for trackers: Jetbuilt's files say both");
        }
        try {
            if (tracker.isPresent()) {
                return runTracker(tracker.get(), err);
            }
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
                Source source = new JetbuiltSource(progress.watch(input));
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

    private int runTracker(TrackerFormat format, PrintWriter err) throws IOException {
        Optional<DateOrder> order = Optional.ofNullable(dateOrder)
                .map(text -> DateOrder.find(text)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "--date-order is dmy, mdy or ymd, not '%s'".formatted(text))));
        try (InputStream input = input();
                App app = open.get()) {
            app.sessionWriter().compare(companyId, List.of());
            Company company = app.companies().find(companyId).orElseThrow();
            byte[] content = input.readNBytes(TrackerFile.MOST_BYTES + 1);
            var file = new TrackerFile(content);
            RailsTimeZone zone = timeZone == null ? company.timeZone() : timeZone;
            requireReadable(file, format, order);
            var settings =
                    new Import.Settings(format, zone, order.orElse(null), Reading.USUAL_START, Grouping.TOUCHING);
            TrackerRows rows = file.read(settings.reading());
            tell(format, file, rows, zone, err);
            var imports = new TrackerImport(app, companyId, content, settings, rows, isStandardInput() ? "-" : name());
            String summary = dryRun ? imports.forecast(err) + ". " + DRY_RUN : imports.run(err);
            rows.refused().forEach(line -> err.println(refusal(line)));
            err.println(summary);
            if (rows.refused().isEmpty()) {
                return 0;
            }
            err.println("%s cannot be read and %s left out. Mend %s and import the file again: nothing is doubled."
                    .formatted(
                            counted(rows.refused().size(), "row"),
                            rows.refused().size() == 1 ? "is" : "are",
                            rows.refused().size() == 1 ? "it" : "them"));
            return 1;
        }
    }

    private String name() {
        return String.valueOf(Path.of(file).getFileName());
    }

    private static void requireReadable(TrackerFile file, TrackerFormat format, Optional<DateOrder> order) {
        List<String> missing = file.missing(format);
        if (!missing.isEmpty()) {
            throw new Source.Unreadable(
                    "this is no detailed CSV export of %s: it has no column for %s. Its columns are: %s"
                            .formatted(format.label(), String.join(", ", missing), String.join(", ", file.header())));
        }
        Optional<DateOrder> proven = file.provenOrder();
        if (proven.isPresent() && order.isPresent() && proven.get() != order.get()) {
            throw new Source.Unreadable("--date-order %s does not fit: there are dates that only %s can read"
                    .formatted(order.get().parameter(), proven.get().parameter()));
        }
        if (order.isEmpty() && !file.possibleOrders().isEmpty()) {
            throw new Source.Unreadable(
                    "its dates may be read in more than one order%s. Say which with --date-order: %s"
                            .formatted(
                                    file.ambiguousDate() == null ? "" : " (such as " + file.ambiguousDate() + ")",
                                    file.possibleOrders().stream()
                                            .map(DateOrder::parameter)
                                            .collect(joining(" or "))));
        }
    }

    private void tell(TrackerFormat format, TrackerFile file, TrackerRows rows, RailsTimeZone zone, PrintWriter err) {
        if (timeZone == null && format.source().hasClockTimes()) {
            err.println(
                    file.isUtc()
                            ? "The times are UTC; days are those of %s, the company's zone.".formatted(zone)
                            : "The times are read as those of %s, the company's zone.".formatted(zone));
        }
        if (!format.source().hasClockTimes()) {
            err.println(
                    "The file has hours and no times: each day is laid out from %s on.".formatted(Reading.USUAL_START));
        }
        rows.doubts().stream()
                .limit(MOST_DOUBTS)
                .forEach(doubt -> err.println("row on line %d: %s".formatted(doubt.line(), doubt.what())));
        if (rows.doubts().size() > MOST_DOUBTS) {
            err.println("and so on, for %,d rows in all".formatted(rows.doubts().size()));
        }
    }

    private static String refusal(Refused line) {
        return "row on line %d: %s%s %s"
                .formatted(
                        line.line(),
                        line.column(),
                        line.value().isEmpty() ? "" : " '" + line.value() + "'",
                        line.reason());
    }

    static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
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
        return counted(sessions, "session");
    }

    static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
