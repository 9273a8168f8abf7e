package timesessions.export;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.session.EntryType;
import timesessions.session.SessionList.Row;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;
import timesessions.time.IsoTimestamp;
import timesessions.time.RailsTimeZone;

/** The columns of sessions, and of their entries. */
final class SessionColumns {
    /**
     * One row of an export of entries.
     *
     * @param entry null for the seconds that a session has beyond its entries, or lacks, so that the rows add up to it
     * @param seconds in all the rest negative where the entries have more
     */
    record EntryRow(
            TimeSession session, LocalDate day, @Nullable TimeEntry entry, EntryType type, long seconds) {}

    private SessionColumns() {}

    /**
     * A row for each session.
     *
     * @param companyZone of the stamps
     */
    static List<Column<Row>> ofSessions(RailsTimeZone companyZone) {
        var columns = new ArrayList<Column<Row>>();
        columns.add(new Column<>(
                "session_id", Column.Type.NUMBER, row -> row.session().id()));
        columns.add(new Column<>("date", Column.Type.DATE, Row::day));
        columns.addAll(times(
                row -> row.session().startAt(),
                row -> row.session().endAt(),
                row -> row.session().timeZone()));
        columns.add(
                new Column<>("running", Column.Type.YES_NO, row -> row.session().running()));
        columns.addAll(named("person", row -> row.session().user()));
        columns.addAll(named("project", row -> row.session().project()));
        columns.addAll(named("category", row -> row.session().category()));
        columns.add(new Column<>("labor_types", Column.Type.TEXT, row -> laborTypes(row.session())));
        columns.addAll(Column.seconds("work", row -> (long) row.session().workDuration()));
        columns.addAll(Column.seconds("break", row -> (long) row.session().breakDuration()));
        columns.addAll(Column.seconds(
                "total",
                row -> (long) row.session().workDuration() + row.session().breakDuration()));
        columns.add(new Column<>(
                "breaks", Column.Type.NUMBER, row -> (long) row.session().numBreaks()));
        columns.add(new Column<>(
                "description", Column.Type.TEXT, row -> row.session().description()));
        columns.add(new Column<>(
                "created_at",
                Column.Type.TEXT,
                row -> IsoTimestamp.format(row.session().createdAt(), companyZone)));
        columns.add(new Column<>(
                "updated_at",
                Column.Type.TEXT,
                row -> IsoTimestamp.format(row.session().updatedAt(), companyZone)));
        return columns;
    }

    /** A row for each entry, and where they do not add up to their session, one for the rest. */
    static List<Column<EntryRow>> ofEntries() {
        var columns = new ArrayList<Column<EntryRow>>();
        columns.add(new Column<>("session_id", Column.Type.NUMBER, row -> row.session.id()));
        columns.add(new Column<>("entry_id", Column.Type.NUMBER, row -> row.entry == null ? null : row.entry.id()));
        columns.add(new Column<>("date", Column.Type.DATE, row -> row.day));
        columns.addAll(times(
                row -> row.entry == null ? null : row.entry.startAt(),
                row -> row.entry == null ? null : row.entry.endAt(),
                row -> row.entry == null ? row.session.timeZone() : row.entry.timeZone()));
        columns.add(new Column<>("running", Column.Type.YES_NO, row -> row.entry != null && row.entry.running()));
        columns.addAll(named("person", row -> row.session.user()));
        columns.addAll(named("project", row -> row.session.project()));
        columns.addAll(named("category", row -> row.session.category()));
        columns.addAll(named("labor_type", row -> row.entry == null ? null : row.entry.laborType()));
        columns.add(new Column<>("type", Column.Type.TEXT, row -> switch (row.type) {
            case WORK -> "work";
            case BREAK -> "break";
        }));
        columns.addAll(Column.seconds("time", row -> row.seconds));
        columns.add(new Column<>("description", Column.Type.TEXT, row -> row.session.description()));
        return columns;
    }

    static List<EntryRow> entries(Row row) {
        TimeSession session = row.session();
        var rows = new ArrayList<EntryRow>();
        long work = session.workDuration();
        long breaks = session.breakDuration();
        for (TimeEntry entry : session.entries()) {
            rows.add(new EntryRow(session, row.day(), entry, entry.type(), entry.duration()));
            switch (entry.type()) {
                case WORK -> work -= entry.duration();
                case BREAK -> breaks -= entry.duration();
            }
        }
        if (work != 0) {
            rows.add(new EntryRow(session, row.day(), null, EntryType.WORK, work));
        }
        if (breaks != 0) {
            rows.add(new EntryRow(session, row.day(), null, EntryType.BREAK, breaks));
        }
        return rows;
    }

    /** On the clocks of their own zone, the zone, and the same with their offsets, as the API gives them. */
    private static <T> List<Column<T>> times(
            Function<T, @Nullable Instant> start, Function<T, @Nullable Instant> end, Function<T, String> zone) {
        return List.of(
                new Column<>("start", Column.Type.TIME, row -> onClocks(start.apply(row), zone.apply(row))),
                new Column<>("end", Column.Type.TIME, row -> onClocks(end.apply(row), zone.apply(row))),
                new Column<>("time_zone", Column.Type.TEXT, zone::apply),
                new Column<>("start_at", Column.Type.TEXT, row -> iso(start.apply(row), zone.apply(row))),
                new Column<>("end_at", Column.Type.TEXT, row -> iso(end.apply(row), zone.apply(row))));
    }

    private static @Nullable LocalDateTime onClocks(@Nullable Instant instant, String zone) {
        return instant == null
                ? null
                : LocalDateTime.ofInstant(instant, RailsTimeZone.of(zone).zone());
    }

    private static @Nullable String iso(@Nullable Instant instant, String zone) {
        return instant == null ? null : IsoTimestamp.format(instant, RailsTimeZone.of(zone));
    }

    private static <T> List<Column<T>> named(String name, Function<T, @Nullable Named> named) {
        return List.of(
                new Column<>(name + "_id", Column.Type.NUMBER, row -> {
                    Named found = named.apply(row);
                    return found == null ? null : found.id();
                }),
                new Column<>(name, Column.Type.TEXT, row -> {
                    Named found = named.apply(row);
                    return found == null ? null : found.name();
                }));
    }

    private static String laborTypes(TimeSession session) {
        return session.entries().stream()
                .map(TimeEntry::laborType)
                .filter(Objects::nonNull)
                .map(Named::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
