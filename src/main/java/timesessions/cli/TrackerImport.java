package timesessions.cli;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import timesessions.App;
import timesessions.account.Actor;
import timesessions.imports.Import;
import timesessions.imports.ImportQueries.Forecast;
import timesessions.imports.Matches;
import timesessions.ingest.tracker.TrackerRows;

/** Brings the file of a tracker into a company as the pages do, without asking. */
final class TrackerImport {
    private static final int MOST_NAMES = 20;

    private final App app;
    private final long companyId;
    private final byte[] content;
    private final Import.Settings settings;
    private final TrackerRows rows;
    private final String fileName;

    TrackerImport(
            App app, long companyId, byte[] content, Import.Settings settings, TrackerRows rows, String fileName) {
        this.app = app;
        this.companyId = companyId;
        this.content = content;
        this.settings = settings;
        this.rows = rows;
        this.fileName = fileName;
    }

    /** What would come of it. */
    String forecast(PrintWriter err) {
        tellNew(0, err);
        Forecast forecast = app.importQueries().forecast(companyId, settings, rows.rows());
        return summary(
                forecast.added(),
                forecast.changed(),
                forecast.unchanged(),
                forecast.sessionsAdded(),
                forecast.sessionsChanged());
    }

    /**
     * Does it.
     *
     * @throws CommandFailed if it has stopped
     */
    String run(PrintWriter err) {
        tellNew(0, err);
        long start = System.nanoTime();
        Actor actor = Actor.commandLine(companyId);
        long id = app.importWriter().create(companyId, fileName, content, settings, actor.name());
        app.importWriter().start(actor, companyId, id);
        try (ImportProgress progress =
                ImportProgress.ofRows("Importing", rows.rows().size(), err)) {
            app.importJobs().carryOut(companyId, id, progress::done);
        }
        Import end = app.importQueries().find(companyId, id).orElseThrow();
        if (end.state() != Import.State.DONE) {
            throw new CommandFailed(
                    end.problem().isEmpty() ? "The import is carried on by a server that runs." : end.problem());
        }
        Import.Progress made = end.progress();
        return "%s, in %s"
                .formatted(
                        summary(
                                made.added(),
                                made.changed(),
                                made.unchanged(),
                                made.sessionsAdded(),
                                made.sessionsChanged()),
                        ImportCommand.clock(Duration.ofNanos(System.nanoTime() - start)));
    }

    private void tellNew(long importId, PrintWriter err) {
        Matches matches = app.importQueries().matches(companyId, importId, rows.rows());
        tell(
                "person",
                "people",
                matches.people().stream()
                        .filter(person -> person.person() == null)
                        .map(person -> person.who().name())
                        .toList(),
                err);
        tell("project", "projects", matches.newProjects(), err);
        tell("labor type", "labor types", matches.newLaborTypes(), err);
    }

    private static void tell(String one, String many, List<String> names, PrintWriter err) {
        if (!names.isEmpty()) {
            String more = names.size() > MOST_NAMES ? " and %,d more".formatted(names.size() - MOST_NAMES) : "";
            err.println("New %s: %s%s"
                    .formatted(
                            names.size() == 1 ? one : many,
                            names.stream().limit(MOST_NAMES).collect(joining(", ")),
                            more));
        }
    }

    private String summary(int added, int changed, int unchanged, int sessionsAdded, int sessionsChanged) {
        return String.format(
                Locale.ROOT,
                "%s read: %,d new, %,d changed, %,d unchanged; %s new, %,d changed",
                ImportCommand.counted(rows.rows().size(), "row"),
                added,
                changed,
                unchanged,
                ImportCommand.count(sessionsAdded),
                sessionsChanged);
    }
}
