package timesessions.imports;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.session.EntryType;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;

/** Makes the session of lines that have their places in it. */
record LineSessions(
        Map<Long, Named> people, Map<Long, Named> projects, Map<Long, Named> categories, Map<Long, Named> laborTypes) {

    /**
     * The session.
     *
     * @param lines in their order
     */
    TimeSession session(long id, List<ImportLine> lines, Instant createdAt, Instant updatedAt) {
        ImportLine first = lines.getFirst();
        ImportLine work =
                lines.stream().filter(line -> !line.isBreak()).findFirst().orElse(first);
        var entries = new ArrayList<TimeEntry>();
        Instant end = first.start();
        for (ImportLine line : lines) {
            if (line.gapId() > 0 && end.isBefore(line.start())) {
                entries.add(entry(line.gapId(), line, end, line.start(), EntryType.BREAK));
            }
            addEntries(entries, line);
            end = end.isAfter(line.end()) ? end : line.end();
        }
        int workSeconds = seconds(entries, EntryType.WORK);
        int breakSeconds = seconds(entries, EntryType.BREAK);
        return new TimeSession(
                id,
                first.start(),
                end,
                first.timeZone(),
                workSeconds + breakSeconds,
                workSeconds,
                breakSeconds,
                (int) entries.stream()
                        .filter(entry -> entry.type() == EntryType.BREAK)
                        .count(),
                description(lines),
                createdAt,
                updatedAt,
                false,
                requireNonNull(people.get(first.userId())),
                named(projects, work.projectId()),
                named(categories, work.categoryId()),
                entries);
    }

    private void addEntries(List<TimeEntry> entries, ImportLine line) {
        if (line.isBreak()) {
            entries.add(entry(line.id(), line, line.start(), line.end(), EntryType.BREAK));
            return;
        }
        if (line.pause() == 0) {
            entries.add(entry(line.id(), line, line.start(), line.end(), EntryType.WORK));
            return;
        }
        // When the break was, the tracker does not say: it is shown in the middle.
        Instant from = line.start().plusSeconds((line.seconds() - line.pause()) / 2);
        Instant to = from.plusSeconds(line.pause());
        entries.add(entry(line.id(), line, line.start(), from, EntryType.WORK));
        entries.add(entry(line.pauseId(), line, from, to, EntryType.BREAK));
        entries.add(entry(line.restId(), line, to, line.end(), EntryType.WORK));
    }

    private TimeEntry entry(long id, ImportLine line, Instant from, Instant to, EntryType type) {
        return new TimeEntry(
                id,
                from,
                to,
                line.timeZone(),
                (int) Duration.between(from, to).toSeconds(),
                line.at(),
                line.at(),
                type,
                false,
                type == EntryType.WORK ? named(laborTypes, line.laborTypeId()) : null);
    }

    private static @Nullable String description(List<ImportLine> lines) {
        String text = lines.stream()
                .map(ImportLine::description)
                .filter(description -> !description.isEmpty())
                .distinct()
                .collect(joining("\n"));
        return text.isEmpty() ? null : text;
    }

    private static int seconds(List<TimeEntry> entries, EntryType type) {
        return entries.stream()
                .filter(entry -> entry.type() == type)
                .mapToInt(TimeEntry::duration)
                .sum();
    }

    private static @Nullable Named named(Map<Long, Named> names, @Nullable Long id) {
        return id == null ? null : requireNonNull(names.get(id));
    }
}
