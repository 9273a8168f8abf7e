package timesessions.imports;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import timesessions.time.RailsTimeZone;

/**
 * Finds for each line that comes the stored one that it is, so that a line that comes again is not another one.
 *
 * <p>Exports carry no ids. A line is the same where its person and its start are, and everything else; or, corrected in the
 * meantime, its project; or its length and its description. Where only days are known, the day stands for the start, and
 * the labor type belongs to the work. Two equal lines of a file stay two.
 */
final class LineMatching {
    private record Place(long userId, Object when) {}

    private final boolean hasClockTimes;
    private final Map<Long, ImportLine> lines = new LinkedHashMap<>();
    private final Set<Long> fresh = new HashSet<>();
    private final LineChanges changes = new LineChanges();
    private final LongSupplier ids;

    private LineMatching(boolean hasClockTimes, List<ImportLine> stored, LongSupplier ids) {
        this.hasClockTimes = hasClockTimes;
        this.ids = ids;
        stored.forEach(line -> lines.put(line.id(), line));
    }

    /**
     * Works out what the incoming lines change.
     *
     * @param stored all current lines of the sessions that may be touched
     * @param ids gives a new id at each call
     */
    static LineChanges between(
            boolean hasClockTimes,
            List<ImportLine> stored,
            List<ImportLine> incoming,
            Grouping grouping,
            LongSupplier ids) {
        var matching = new LineMatching(hasClockTimes, stored, ids);
        matching.match(stored, incoming);
        if (!hasClockTimes) {
            matching.layOutDays(stored);
        }
        new Regrouping(matching.changes, ids)
                .regroup(stored, List.copyOf(matching.lines.values()), matching.fresh, grouping);
        return matching.changes;
    }

    private void match(List<ImportLine> stored, List<ImportLine> incoming) {
        Map<Place, List<ImportLine>> there = stored.stream().collect(groupingBy(this::place));
        Map<Place, List<ImportLine>> coming =
                incoming.stream().collect(groupingBy(this::place, LinkedHashMap::new, toList()));
        coming.forEach((place, lines) -> {
            var known = new ArrayList<>(there.getOrDefault(place, List.of()));
            var left = new ArrayList<>(lines);
            for (BiPredicate<ImportLine, ImportLine> sameness : samenesses()) {
                left.removeIf(line -> take(line, known, sameness));
            }
            left.forEach(this::add);
        });
    }

    private Place place(ImportLine line) {
        return new Place(line.userId(), hasClockTimes ? line.start() : line.day());
    }

    private List<BiPredicate<ImportLine, ImportLine>> samenesses() {
        return hasClockTimes
                ? List.of(
                        ImportLine::saysTheSame,
                        ImportLine::isOfSameWork,
                        (one, other) -> one.seconds() == other.seconds()
                                && one.isBreak() == other.isBreak()
                                && one.description().equals(other.description()))
                : List.of(
                        ImportLine::saysTheSame,
                        (one, other) ->
                                isOfSameTask(one, other) && one.description().equals(other.description()),
                        (one, other) -> isOfSameTask(one, other) && one.seconds() == other.seconds());
    }

    private static boolean isOfSameTask(ImportLine one, ImportLine other) {
        return one.isOfSameWork(other) && Objects.equals(one.laborTypeId(), other.laborTypeId());
    }

    private boolean take(ImportLine line, List<ImportLine> known, BiPredicate<ImportLine, ImportLine> sameness) {
        for (ImportLine stored : known) {
            if (sameness.test(line, stored)) {
                known.remove(stored);
                if (line.saysTheSame(stored)) {
                    changes.unchanged++;
                } else {
                    change(line.replacing(stored, stored.start()));
                }
                return true;
            }
        }
        return false;
    }

    private void change(ImportLine line) {
        ImportLine complete = line.pause() > 0 && line.pauseId() == 0
                ? line.withIds(line.id(), ids.getAsLong(), ids.getAsLong())
                : line;
        changes.changed.add(complete);
        lines.put(complete.id(), complete);
        fresh.add(complete.id());
    }

    private void add(ImportLine line) {
        long pauseId = line.pause() > 0 ? ids.getAsLong() : 0;
        long restId = line.pause() > 0 ? ids.getAsLong() : 0;
        ImportLine complete = line.withIds(ids.getAsLong(), pauseId, restId);
        changes.added.add(complete);
        lines.put(complete.id(), complete);
        fresh.add(complete.id());
    }

    /** Lays the lines of each changed day one after another, what is new last; what would begin after midnight begins anew. */
    private void layOutDays(List<ImportLine> stored) {
        Map<Place, Instant> begins = new HashMap<>();
        stored.forEach(line -> begins.merge(place(line), line.start(), (a, b) -> a.isBefore(b) ? a : b));
        Set<Place> touched = new HashSet<>();
        fresh.forEach(id -> touched.add(place(Objects.requireNonNull(lines.get(id)))));
        Set<Long> before = new HashSet<>();
        stored.forEach(line -> before.add(line.id()));
        Map<Place, List<ImportLine>> days = lines.values().stream()
                .filter(line -> touched.contains(place(line)))
                .sorted(Comparator.comparing((ImportLine line) -> !before.contains(line.id()))
                        .thenComparing(ImportLine::start)
                        .thenComparingLong(ImportLine::id))
                .collect(groupingBy(this::place));
        days.forEach((place, day) -> {
            Instant begin = begins.getOrDefault(place, day.getFirst().start());
            Instant next = begin;
            for (ImportLine line : day) {
                ZoneId zone = RailsTimeZone.of(line.timeZone()).zone();
                if (!LocalDate.ofInstant(next, zone).equals(line.day())) {
                    next = begin;
                }
                ImportLine placed = line.startingAt(next);
                lines.put(line.id(), placed);
                next = placed.end();
                if (!placed.equals(line) && before.contains(line.id())) {
                    fresh.add(line.id());
                }
            }
        });
        changes.added.replaceAll(line -> Objects.requireNonNull(lines.get(line.id())));
        changes.changed.replaceAll(line -> Objects.requireNonNull(lines.get(line.id())));
    }
}
