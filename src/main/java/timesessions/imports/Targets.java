package timesessions.imports;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.ingest.tracker.TrackerRow;
import timesessions.ingest.tracker.TrackerRow.Work;
import timesessions.time.RailsTimeZone;

/**
 * What everything in a file is here, so that its rows can become lines.
 *
 * @param categories by folded name, of those that the company has
 */
record Targets(
        Map<String, Named> people,
        Map<String, Named> projects,
        Map<String, Named> laborTypes,
        Map<String, Named> categories) {

    static final Targets NONE = new Targets(Map.of(), Map.of(), Map.of(), Map.of());

    /** The rows as lines, in the order in which they are taken: person by person, each from the earliest on. */
    List<ImportLine> lines(List<TrackerRow> rows, RailsTimeZone zone, long importId) {
        var lines = new ArrayList<ImportLine>(rows.size());
        for (TrackerRow row : rows) {
            Work work = row.work();
            String task = Identity.folded(row.task());
            lines.add(new ImportLine(
                    0,
                    importId,
                    Instant.EPOCH,
                    requireNonNull(people.get(Identity.of(row.who()))).id(),
                    work == null
                            ? null
                            : requireNonNull(projects.get(Identity.of(work))).id(),
                    work == null ? id(categories.get(task)) : null,
                    task.isEmpty() || row.isBreak() ? null : id(laborTypes.get(Identity.ofLaborType(row.task()))),
                    zone.name(),
                    row.day(),
                    row.start(),
                    row.seconds(),
                    row.pause(),
                    row.isBreak(),
                    row.description(),
                    0,
                    0,
                    0,
                    0));
        }
        lines.sort(Comparator.comparingLong(ImportLine::userId)
                .thenComparing(ImportLine::start)
                .thenComparingLong(line -> line.projectId() == null ? 0L : line.projectId())
                .thenComparingLong(line -> line.laborTypeId() == null ? 0L : line.laborTypeId())
                .thenComparingInt(ImportLine::seconds)
                .thenComparing(ImportLine::description));
        return lines;
    }

    private static @Nullable Long id(@Nullable Named named) {
        return named == null ? null : named.id();
    }
}
