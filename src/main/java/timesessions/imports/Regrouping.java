package timesessions.imports;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines together to sessions. What is there stays together as it is: only around lines that are new or changed is
 * anything joined or taken apart, so that an import that brings nothing new changes nothing.
 */
final class Regrouping {
    private static final Comparator<ImportLine> IN_ORDER = Comparator.comparingLong(ImportLine::userId)
            .thenComparing(ImportLine::start)
            .thenComparing(ImportLine::end)
            .thenComparingLong(ImportLine::id);

    private final LineChanges changes;
    private final LongSupplier ids;
    private final Map<Long, ImportLine> before = new HashMap<>();
    private final Map<Long, Long> predecessors = new HashMap<>();
    private final Map<Long, Integer> sizes = new HashMap<>();
    private final Set<Long> taken = new HashSet<>();

    Regrouping(LineChanges changes, LongSupplier ids) {
        this.changes = changes;
        this.ids = ids;
    }

    /** Lines that are one session, and may become part of a larger one. */
    private static final class Block {
        private final List<ImportLine> lines;
        private final boolean isFresh;
        private boolean endsFresh;
        private Instant end;
        private @Nullable ImportLine work;

        Block(List<ImportLine> lines, boolean isFresh) {
            this.lines = new ArrayList<>(lines);
            this.isFresh = isFresh;
            endsFresh = isFresh;
            end = lines.stream()
                    .map(ImportLine::end)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            work = lines.stream().filter(line -> !line.isBreak()).findFirst().orElse(null);
        }

        ImportLine first() {
            return lines.getFirst();
        }

        boolean takes(Block next, Grouping grouping) {
            return (endsFresh || next.isFresh)
                    && isOfOneDay(first(), next.first())
                    && grouping.touches(Duration.between(end, next.first().start()))
                    && (work == null || next.work == null || work.isOfSameWork(next.work));
        }

        void add(Block next) {
            lines.addAll(next.lines);
            endsFresh = next.endsFresh;
            end = end.isAfter(next.end) ? end : next.end;
            work = work == null ? next.work : work;
        }
    }

    /**
     * Works out the sessions of the lines.
     *
     * @param stored the lines as they have been
     * @param lines the lines as they are to be
     * @param fresh ids of those that are new or changed
     */
    void regroup(List<ImportLine> stored, List<ImportLine> lines, Set<Long> fresh, Grouping grouping) {
        remember(stored);
        Set<Long> torn = new HashSet<>();
        stored.stream().filter(line -> fresh.contains(line.id())).forEach(line -> torn.add(line.sessionId()));
        var blocks = new ArrayList<Block>();
        Map<Long, List<ImportLine>> whole = new LinkedHashMap<>();
        for (ImportLine line : lines.stream().sorted(IN_ORDER).toList()) {
            if (line.sessionId() == 0 || torn.contains(line.sessionId())) {
                blocks.add(new Block(List.of(line), true));
            } else {
                whole.computeIfAbsent(line.sessionId(), key -> new ArrayList<>())
                        .add(line);
            }
        }
        whole.values().forEach(session -> blocks.add(new Block(session, false)));
        blocks.sort(Comparator.comparing(Block::first, IN_ORDER));
        var joined = new ArrayList<Block>();
        for (Block block : blocks) {
            Block last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.takes(block, grouping)) {
                last.add(block);
            } else {
                joined.add(block);
            }
        }
        joined.forEach(block -> place(block.lines, grouping));
        tellEmptied(stored);
    }

    /**
     * Works out the sessions that are left where lines have been taken out.
     *
     * @param stored all lines of the sessions in question, as they have been
     * @param left those that are left, as they are to be
     */
    void close(List<ImportLine> stored, List<ImportLine> left, Grouping grouping) {
        remember(stored);
        Set<Long> leftIds = new HashSet<>();
        left.forEach(line -> leftIds.add(line.id()));
        Map<Long, List<Instant>> holes = new HashMap<>();
        stored.stream()
                .filter(line -> !leftIds.contains(line.id()))
                .forEach(line -> holes.computeIfAbsent(line.sessionId(), key -> new ArrayList<>())
                        .add(line.start()));
        Map<Long, List<ImportLine>> sessions =
                left.stream().sorted(IN_ORDER).collect(groupingBy(ImportLine::sessionId, LinkedHashMap::new, toList()));
        sessions.forEach((id, lines) -> {
            var parts = new ArrayList<List<ImportLine>>();
            for (ImportLine line : lines) {
                ImportLine last = parts.isEmpty() ? null : parts.getLast().getLast();
                if (last == null || !staysBeside(last, line, holes.getOrDefault(id, List.of()), grouping)) {
                    parts.add(new ArrayList<>());
                }
                parts.getLast().add(line);
            }
            parts.forEach(part -> place(part, null));
        });
        tellEmptied(stored);
    }

    private void remember(List<ImportLine> stored) {
        Map<Long, ImportLine> last = new HashMap<>();
        for (ImportLine line : stored.stream().sorted(IN_ORDER).toList()) {
            before.put(line.id(), line);
            sizes.merge(line.sessionId(), 1, Integer::sum);
            ImportLine predecessor = last.put(line.sessionId(), line);
            if (predecessor != null) {
                predecessors.put(line.id(), predecessor.id());
            }
        }
    }

    /** Whether a line stands where it stood, behind the line that it stood behind. */
    private boolean isUntouched(ImportLine line, @Nullable ImportLine predecessor) {
        return line.equals(before.get(line.id()))
                && predecessor != null
                && predecessor.equals(before.get(predecessor.id()))
                && Objects.equals(predecessors.get(line.id()), predecessor.id());
    }

    private static boolean staysBeside(ImportLine last, ImportLine line, List<Instant> holes, Grouping grouping) {
        return isOfOneDay(last, line)
                && (last.isBreak() || line.isBreak() || last.isOfSameWork(line))
                && holes.stream().noneMatch(hole -> !hole.isBefore(last.start()) && !hole.isAfter(line.start()))
                && (line.gapId() > 0 || grouping.touches(Duration.between(last.end(), line.start())));
    }

    private static boolean isOfOneDay(ImportLine one, ImportLine other) {
        return one.userId() == other.userId()
                && one.day().equals(other.day())
                && one.timeZone().equals(other.timeZone());
    }

    /**
     * Gives the lines of a session their places in it, and notes what differs.
     *
     * @param grouping says which gaps are breaks; null to leave them as they are
     */
    private void place(List<ImportLine> lines, @Nullable Grouping grouping) {
        long session = lines.stream()
                .mapToLong(ImportLine::sessionId)
                .filter(id -> id > 0 && !taken.contains(id))
                .min()
                .orElseGet(ids);
        taken.add(session);
        var placed = new ArrayList<ImportLine>();
        boolean differs = sizes.getOrDefault(session, 0) != lines.size();
        Instant end = lines.getFirst().start();
        ImportLine predecessor = null;
        for (ImportLine line : lines) {
            long gapId = predecessor == null ? 0 : line.gapId();
            if (grouping != null && !isUntouched(line, predecessor)) {
                boolean isBreak = predecessor != null && grouping.isBreak(Duration.between(end, line.start()));
                gapId = !isBreak ? 0 : gapId > 0 ? gapId : ids.getAsLong();
            }
            ImportLine at = line.in(session, gapId);
            placed.add(at);
            end = end.isAfter(at.end()) ? end : at.end();
            differs |= !at.equals(before.get(at.id()));
            note(at);
            predecessor = line;
        }
        if (differs) {
            changes.sessions.put(session, List.copyOf(placed));
        }
    }

    private void note(ImportLine line) {
        boolean isAdded = replace(changes.added, line);
        boolean isChanged = !isAdded && replace(changes.changed, line);
        if (!isAdded && !isChanged && !line.equals(before.get(line.id()))) {
            changes.moved.add(line);
        }
    }

    private static boolean replace(List<ImportLine> lines, ImportLine line) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).id() == line.id()) {
                lines.set(i, line);
                return true;
            }
        }
        return false;
    }

    private void tellEmptied(List<ImportLine> stored) {
        stored.stream()
                .map(ImportLine::sessionId)
                .filter(id -> !taken.contains(id))
                .forEach(changes.emptied::add);
    }
}
