package timesessions.generate;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;
import timesessions.session.Words;

/**
 * Some thousand sessions as rows of the four tables that hold them. The rows stand in the order of the primary keys:
 * written so, they go to the ends of few pages instead of all over a table.
 */
final class LoadChunk {
    private final LoadRows sessions = new LoadRows();
    private final LoadRows entries = new LoadRows();
    private final LoadRows labor = new LoadRows();
    private final LoadRows words = new LoadRows();

    private record OnDay(TimeSession session, LocalDate day) {}

    LoadChunk(List<TimeSession> chunk) {
        var onDays = new OnDay[chunk.size()];
        for (int i = 0; i < onDays.length; i++) {
            TimeSession session = chunk.get(i);
            onDays[i] = new OnDay(session, session.localDate());
            addSession(onDays[i]);
            for (TimeEntry entry : session.entries()) {
                addEntry(session, entry);
            }
        }
        Arrays.sort(
                onDays,
                Comparator.comparing(OnDay::day)
                        .thenComparing(one -> one.session().startAt())
                        .thenComparingLong(one -> one.session().id()));
        addFoundBy(onDays);
    }

    LoadRows of(LoadTable table) {
        return switch (table) {
            case TIME_SESSION -> sessions;
            case TIME_ENTRY -> entries;
            case SESSION_LABOR -> labor;
            case SESSION_WORD -> words;
        };
    }

    private void addSession(OnDay row) {
        TimeSession session = row.session();
        sessions.number(session.id())
                .number(session.user().id())
                .id(session.project())
                .id(session.category())
                .instant(session.startAt())
                .instant(session.endAt())
                .text(session.timeZone())
                .date(row.day())
                .number(session.duration())
                .number(session.workDuration())
                .number(session.breakDuration())
                .number(session.numBreaks())
                .flag(session.running())
                .text(session.description())
                .instant(session.createdAt())
                .instant(session.updatedAt())
                .endRow();
    }

    private void addEntry(TimeSession session, TimeEntry entry) {
        entries.number(session.id())
                .number(entry.id())
                .instant(entry.startAt())
                .instant(entry.endAt())
                .text(entry.timeZone())
                .number(entry.duration())
                .instant(entry.createdAt())
                .instant(entry.updatedAt())
                .text(
                        switch (entry.type()) {
                            case WORK -> "work";
                            case BREAK -> "break";
                        })
                .flag(entry.running())
                .id(entry.laborType())
                .endRow();
    }

    private void addFoundBy(OnDay[] onDays) {
        Map<Long, Indexes> byLaborType = new TreeMap<>();
        Map<String, Indexes> byWord = new HashMap<>();
        // After the labor type or word, all rows of a session go on alike.
        var tails = new LoadRows();
        int[] tailEnds = new int[onDays.length + 1];
        for (int i = 0; i < onDays.length; i++) {
            TimeSession session = onDays[i].session();
            tails.date(onDays[i].day())
                    .instant(session.startAt())
                    .number(session.id())
                    .endRow();
            tailEnds[i + 1] = tails.size();
            for (Long laborType : session.laborTypeIds()) {
                byLaborType.computeIfAbsent(laborType, key -> new Indexes()).add(i);
            }
            for (String word : Words.of(session.description())) {
                byWord.computeIfAbsent(word, key -> new Indexes()).add(i);
            }
        }
        byLaborType.forEach((laborType, indexes) -> {
            for (int at = 0; at < indexes.size; at++) {
                int i = indexes.values[at];
                TimeSession session = onDays[i].session();
                labor.number(session.user().id())
                        .number(
                                session.project() == null
                                        ? 0
                                        : session.project().id())
                        .number(
                                session.category() == null
                                        ? 0
                                        : session.category().id())
                        .number(session.workDuration())
                        .number(session.breakDuration())
                        .number(laborType)
                        .endRowAs(tails, tailEnds[i], tailEnds[i + 1]);
            }
        });
        new TreeMap<>(byWord).forEach((word, indexes) -> {
            for (int at = 0; at < indexes.size; at++) {
                int i = indexes.values[at];
                words.text(word).endRowAs(tails, tailEnds[i], tailEnds[i + 1]);
            }
        });
    }

    /** A growing list of ints: seven for each session, which boxed would be most of the garbage of a load. */
    private static final class Indexes {
        private int[] values = new int[4];
        private int size;

        void add(int index) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = index;
        }
    }
}
