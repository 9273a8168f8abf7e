package timesessions.ingest.tracker;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import timesessions.ingest.Source;
import timesessions.ingest.tracker.Spans.Length;
import timesessions.ingest.tracker.TrackerRow.Who;
import timesessions.ingest.tracker.TrackerRows.Doubt;
import timesessions.ingest.tracker.TrackerRows.Refused;

/** A detailed CSV export of a time tracker: recognised by its header, and read line by line. */
public final class TrackerFile {
    /** The largest file that is read: some hundred thousand lines. */
    public static final int MOST_BYTES = 50 << 20;

    /** A header by which solidtime's import format is known: its times are UTC. */
    private static final String GENERIC_PERSON = "user_name";

    private static final Pattern DATE_AND_TIME =
            Pattern.compile("(\\S+?[-/.]\\S+?[-/.]\\d{1,4})(?:T|,?\\s+)(\\d{1,2}[:.h]\\d{2}.*)");
    private static final Pattern OFFSET = Pattern.compile("(.*\\d)\\s?(Z|UTC|[+-]\\d{2}:?\\d{2})");

    private static final Set<String> BREAK_WORDS =
            Set.of("break", "pause", "pausa", "descanso", "pauze", "yes", "ja", "oui", "sí", "si", "sim", "true", "x");
    private static final Set<String> NO_BREAK_WORDS =
            Set.of("", "no", "nein", "non", "não", "nee", "false", "-", "0", "0:00", "00:00", "0:00:00", "00:00:00");
    private static final Set<String> NOT_TIME = Set.of("expense", "expenses", "ausgabe", "ausgaben");

    private static final int LONGEST_NAME = 500;
    private static final int MOST_SECONDS = 366 * 86_400;
    /** More than a change of the clocks can make. */
    private static final int DATE_ORDER_SLACK = 2 * 3_600;

    private static final int EARLIEST_YEAR = 1970;
    private static final int LATEST_YEAR = 2200;

    private final CsvTable table;
    private final List<String> header;
    private final Map<Column, List<Integer>> columns;
    private final List<TrackerFormat> formats;
    private final boolean isUtc;
    private final int lines;
    private final DateEvidence dates;

    /**
     * Looks a file through.
     *
     * @throws Source.Unreadable if it is empty, no CSV, or too large
     */
    public TrackerFile(byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new Source.Unreadable(
                    "it is larger than %d MB. Export it in parts, such as year by year".formatted(MOST_BYTES >> 20));
        }
        table = new CsvTable(content);
        var scan = new Scan();
        table.forEach(scan::line);
        if (scan.header.isEmpty()) {
            throw new Source.Unreadable("the file is empty");
        }
        header = scan.header;
        columns = scan.columns;
        formats = TrackerFormat.recognise(header, columns.keySet());
        isUtc = header.stream().map(Column::folded).anyMatch(GENERIC_PERSON::equals);
        lines = scan.lines;
        dates = scan.dates;
    }

    /** The trackers that it can come from: one as a rule, two where nothing tells them apart, none if it is something else. */
    public List<TrackerFormat> formats() {
        return formats;
    }

    public List<String> header() {
        return header;
    }

    /** The columns that are read, by the names that the file has for them. */
    public List<String> columnsRead() {
        return header.stream().filter(name -> Column.named(name) != null).toList();
    }

    /** What the header lacks to be an export of this tracker; empty if it can be one. */
    public List<String> missing(TrackerFormat format) {
        return format.missing(columns.keySet());
    }

    /** How many lines there are under the header. */
    public int lines() {
        return lines;
    }

    public String encoding() {
        return table.charset().displayName(Locale.ENGLISH);
    }

    public char separator() {
        return table.separator();
    }

    /** Whether every time in it is UTC, whatever zone it is read in. */
    public boolean isUtc() {
        return isUtc;
    }

    /** The order of its dates, if the file proves one. */
    public Optional<DateOrder> provenOrder() {
        return dates.proven();
    }

    /** The orders to choose from where the file does not prove one; empty if none has to be known. */
    public List<DateOrder> possibleOrders() {
        return dates.possible();
    }

    /** A date of the file that may mean two days, and the line that it is on, to ask by; null if there is none. */
    public @Nullable String ambiguousDate() {
        return dates.example;
    }

    /** Reads all lines. */
    public TrackerRows read(Reading reading) {
        var reader = new LineReader(reading, provenOrder().orElse(reading.order()));
        table.forEach(reader::line);
        return new TrackerRows(reader.rows, reader.refused, reader.doubts);
    }

    private String cell(List<String> fields, Column column) {
        return cell(columns, fields, column);
    }

    /** What stands in a column, or in the first of several of that kind that is not empty. */
    private static String cell(Map<Column, List<Integer>> columns, List<String> fields, Column column) {
        for (int index : columns.getOrDefault(column, List.of())) {
            if (index < fields.size() && !fields.get(index).isBlank()) {
                return fields.get(index).strip();
            }
        }
        return "";
    }

    /** The first look: the header, and what the dates say of their order. */
    private static final class Scan {
        private List<String> header = List.of();
        private final Map<Column, List<Integer>> columns = new EnumMap<>(Column.class);
        private final DateEvidence dates = new DateEvidence();
        private int lines;

        void line(CsvTable.Line line) {
            if (header.isEmpty()) {
                header = List.copyOf(line.fields());
                for (int i = 0; i < header.size(); i++) {
                    Column column = Column.named(header.get(i));
                    if (column != null) {
                        columns.computeIfAbsent(column, key -> new ArrayList<>())
                                .add(i);
                    }
                }
                return;
            }
            lines++;
            String start = "";
            for (Column column : List.of(Column.DATE, Column.START_DATE, Column.END_DATE, Column.START, Column.END)) {
                String date = dateOf(cell(columns, line.fields(), column));
                dates.add(date, line.number());
                if (column == Column.START_DATE || column == Column.START) {
                    start = date;
                } else if (column == Column.END_DATE || column == Column.END) {
                    dates.addSpan(
                            start,
                            date,
                            Spans.length(cell(columns, line.fields(), Column.DURATION))
                                    .orElse(null));
                }
            }
        }

        private static String dateOf(String cell) {
            Matcher both = DATE_AND_TIME.matcher(cell);
            return both.matches() ? both.group(1) : cell;
        }
    }

    /** What a file says of the order of day and month: dates that only one order can read, and spans that fit only one. */
    private static final class DateEvidence {
        private final Set<DateOrder> proven = EnumSet.noneOf(DateOrder.class);
        private final Set<DateOrder> possible = EnumSet.noneOf(DateOrder.class);
        private @Nullable String example;
        private final Map<String, List<DateOrder>> known = new HashMap<>();

        void add(String date, int line) {
            if (date.isEmpty() || known.containsKey(date)) {
                return;
            }
            List<DateOrder> fitting = DateOrder.isPlain(date) ? List.of() : DateOrder.fitting(date);
            known.put(date, fitting);
            if (fitting.size() == 1) {
                proven.add(fitting.getFirst());
            } else if (fitting.size() > 1) {
                possible.addAll(fitting);
                // The same day and month in any order tells nothing, and is no good example.
                boolean differs = fitting.stream()
                                .map(order -> order.read(date))
                                .distinct()
                                .count()
                        > 1;
                if (differs && example == null) {
                    example = date + ", on line " + line;
                }
            }
        }

        void addSpan(String start, String end, @Nullable Length length) {
            if (start.equals(end)
                    || known.getOrDefault(start, List.of()).size() < 2
                    || known.getOrDefault(end, List.of()).size() < 2) {
                return;
            }
            var fitting = EnumSet.noneOf(DateOrder.class);
            for (DateOrder order : known.getOrDefault(start, List.of())) {
                Optional<LocalDate> to = order.read(end);
                LocalDate from = order.read(start).orElseThrow();
                if (to.isPresent() && !to.get().isBefore(from)) {
                    long least = Duration.ofDays(to.get().toEpochDay() - from.toEpochDay() - 1)
                            .toSeconds();
                    long most = Duration.ofDays(to.get().toEpochDay() - from.toEpochDay() + 1)
                            .toSeconds();
                    if (length == null
                            || (length.seconds() > least - DATE_ORDER_SLACK
                                    && length.seconds() < most + DATE_ORDER_SLACK)) {
                        fitting.add(order);
                    }
                }
            }
            if (fitting.size() == 1) {
                proven.addAll(fitting);
            }
        }

        Optional<DateOrder> proven() {
            return proven.size() == 1 ? Optional.of(proven.iterator().next()) : Optional.empty();
        }

        List<DateOrder> possible() {
            if (proven.size() == 1 || (example == null && proven.isEmpty())) {
                return List.of();
            }
            var all = EnumSet.copyOf(proven.isEmpty() ? possible : proven);
            return List.copyOf(all);
        }
    }

    /** What makes a line one that cannot be read. */
    private static final class Wrong extends RuntimeException {
        private final Column column;

        Wrong(Column column, String reason) {
            super(reason, null, false, false);
            this.column = column;
        }
    }

    /** Reads lines as the settings say. */
    private final class LineReader {
        private final Reading reading;
        private final @Nullable DateOrder order;
        private final ZoneId zone;
        private final List<TrackerRow> rows = new ArrayList<>();
        private final List<Refused> refused = new ArrayList<>();
        private final List<Doubt> doubts = new ArrayList<>();
        /** Names come again on every line: one copy of each will do. */
        private final Map<String, String> names = new HashMap<>();

        private final Map<Who, Who> people = new HashMap<>();
        private boolean isHeader = true;

        LineReader(Reading reading, @Nullable DateOrder order) {
            this.reading = reading;
            this.order = order;
            this.zone = reading.zone().zone();
        }

        void line(CsvTable.Line line) {
            if (isHeader) {
                isHeader = false;
                return;
            }
            try {
                rows.add(row(line));
            } catch (Wrong e) {
                refused.add(new Refused(
                        line.number(),
                        nameOf(e.column),
                        cell(line.fields(), e.column),
                        String.valueOf(e.getMessage()),
                        line.fields()));
            }
        }

        private String nameOf(Column column) {
            List<Integer> at = columns.getOrDefault(column, List.of());
            return at.isEmpty() ? "" : header.get(at.getFirst()).strip();
        }

        private TrackerRow row(CsvTable.Line line) {
            List<String> fields = line.fields();
            if (NOT_TIME.contains(cell(fields, Column.TYPE).toLowerCase(Locale.ROOT))) {
                throw new Wrong(Column.TYPE, "is no working time");
            }
            Who who = who(fields);
            Time time = reading.format() == TrackerFormat.HARVEST ? hours(fields) : clocked(fields, line.number());
            return new TrackerRow(
                    line.number(),
                    who,
                    name(fields, Column.CLIENT),
                    name(fields, Column.PROJECT),
                    name(fields, Column.TASK),
                    cell(fields, Column.DESCRIPTION),
                    isBreak(fields),
                    LocalDate.ofInstant(time.start, zone),
                    time.start,
                    time.seconds,
                    time.pause);
        }

        private record Time(Instant start, int seconds, int pause) {}

        private Who who(List<String> fields) {
            String email = name(fields, Column.EMAIL).toLowerCase(Locale.ROOT);
            String name = (name(fields, Column.FIRST_NAME) + " " + name(fields, Column.LAST_NAME)).strip();
            if (name.isEmpty()) {
                name = name(fields, Column.PERSON_SHOWN);
            }
            if (name.isEmpty()) {
                name = name(fields, Column.PERSON);
            }
            if (name.isEmpty() && email.isEmpty()) {
                Column column = List.of(
                                Column.PERSON, Column.PERSON_SHOWN, Column.LAST_NAME, Column.FIRST_NAME, Column.EMAIL)
                        .stream()
                        .filter(columns::containsKey)
                        .findFirst()
                        .orElse(Column.PERSON);
                throw new Wrong(column, "must say who worked");
            }
            var who = new Who(email, name.isEmpty() ? email : name);
            return people.computeIfAbsent(who, key -> key);
        }

        private String name(List<String> fields, Column column) {
            String name = cell(fields, column).replaceAll("\\s+", " ");
            if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
                throw new Wrong(column, "must have at most %d characters".formatted(LONGEST_NAME));
            }
            return names.computeIfAbsent(name, key -> key);
        }

        private boolean isBreak(List<String> fields) {
            return BREAK_WORDS.contains(cell(fields, Column.TYPE).toLowerCase(Locale.ROOT))
                    || BREAK_WORDS.contains(cell(fields, Column.BREAK).toLowerCase(Locale.ROOT));
        }

        /** A day and its hours. Where they lie in it, nobody knows. */
        private Time hours(List<String> fields) {
            LocalDate day = date(Column.DATE, cell(fields, Column.DATE));
            Column column = columns.containsKey(Column.HOURS) ? Column.HOURS : Column.DURATION;
            Length length = length(fields, column);
            if (length == null) {
                throw new Wrong(column, "must say how many hours it was");
            }
            var start = new LocalMoment(day.atTime(reading.dayStart()), null);
            return new Time(start.in(zone).getFirst(), length.seconds(), 0);
        }

        private Time clocked(List<String> fields, int line) {
            Column startColumn = columns.containsKey(Column.START) ? Column.START : Column.START_TIME;
            Column endColumn = columns.containsKey(Column.END) ? Column.END : Column.END_TIME;
            LocalMoment start = moment(
                    startColumn,
                    cell(fields, startColumn),
                    dayColumn(Column.START_DATE),
                    cell(fields, dayColumn(Column.START_DATE)));
            Column lengthColumn = columns.containsKey(Column.DURATION) ? Column.DURATION : Column.HOURS;
            Length length = length(fields, lengthColumn);
            int pause = pause(fields);
            String end = cell(fields, endColumn);
            List<Instant> starts = start.in(zone);
            if (end.isEmpty()) {
                if (length == null) {
                    throw new Wrong(endColumn, "has no end: its clock still runs, or it was left out");
                }
                tellDoubt(line, start, starts.size());
                // What a tracker gives as the duration has its breaks taken out.
                return new Time(starts.getFirst(), length.seconds() + pause, pause);
            }
            String endDay = cell(fields, Column.END_DATE);
            boolean saysDay = !endDay.isEmpty() || dateAndTime(end) != null;
            LocalMoment stop = saysDay
                    ? moment(endColumn, end, Column.END_DATE, endDay)
                    : new LocalMoment(start.local().toLocalDate().atTime(time(endColumn, end)), start.offset());
            return between(
                    start, stop, saysDay, length, pause, Spans.hasSeconds(end), line, endColumn, lengthColumn, fields);
        }

        private Time between(
                LocalMoment start,
                LocalMoment stop,
                boolean saysDay,
                @Nullable Length length,
                int pause,
                boolean endHasSeconds,
                int line,
                Column endColumn,
                Column lengthColumn,
                List<String> fields) {
            LocalMoment end = stop;
            if (!saysDay) {
                // A night's work ends the day after, and a longer one when its duration says.
                if (end.local().isBefore(start.local()) || isWholeDays(start, end, length, pause)) {
                    end = new LocalMoment(end.local().plusDays(1), end.offset());
                }
            }
            List<Instant> starts = start.in(zone);
            List<Instant> ends = end.in(zone);
            @Nullable Instant from = null;
            @Nullable Instant to = null;
            boolean proven = false;
            for (Instant one : starts) {
                for (Instant other : ends) {
                    if (other.isBefore(one)) {
                        continue;
                    }
                    boolean fits = length != null && Math.abs(seconds(one, other) - pause - length.seconds()) < 60;
                    if (from == null || (fits && !proven)) {
                        from = one;
                        to = other;
                        proven = fits;
                    }
                }
            }
            if (from == null || to == null) {
                throw new Wrong(endColumn, "is before the start");
            }
            long seconds = seconds(from, to);
            if (seconds > MOST_SECONDS) {
                throw new Wrong(endColumn, "is more than a year after the start");
            }
            tellDoubt(line, start, proven ? 1 : starts.size());
            tellDoubt(line, end, proven ? 1 : ends.size());
            if (pause > seconds) {
                throw new Wrong(Column.BREAK, "is longer than the time from start to end");
            }
            if (length != null && !endHasSeconds && length.isExact() && proven) {
                // The clocks were written down to the minute, the duration to the second.
                seconds = (long) length.seconds() + pause;
            } else if (length != null && !proven && Math.abs(seconds - pause - length.seconds()) >= 60) {
                String written = cell(fields, lengthColumn);
                doubts.add(new Doubt(
                        line,
                        "%s is %s, but the clock times are %s apart. The clock times count."
                                .formatted(nameOf(lengthColumn), written, clock(seconds - pause))));
            }
            return new Time(from, (int) seconds, pause);
        }

        private boolean isWholeDays(LocalMoment start, LocalMoment end, @Nullable Length length, int pause) {
            return length != null
                    && end.local().equals(start.local())
                    && length.seconds() + pause >= 86_400 - DATE_ORDER_SLACK;
        }

        private void tellDoubt(int line, LocalMoment moment, int readings) {
            String doubt = moment.doubt(zone);
            if (doubt != null && moment.in(zone).size() == 1) {
                doubts.add(new Doubt(line, doubt));
            } else if (doubt != null && readings > 1) {
                doubts.add(new Doubt(line, doubt + " The first time is taken."));
            }
        }

        private Column dayColumn(Column own) {
            return columns.containsKey(own) ? own : Column.DATE;
        }

        private LocalMoment moment(Column column, String cell, Column dayColumn, String day) {
            Matcher both = dateAndTime(cell);
            if (both == null) {
                return new LocalMoment(date(dayColumn, day).atTime(time(column, cell)), null);
            }
            Matcher offset = OFFSET.matcher(cell);
            if (offset.matches()) {
                return withOffset(column, cell, offset);
            }
            LocalDateTime local =
                    date(column, requireNonNull(both.group(1))).atTime(time(column, requireNonNull(both.group(2))));
            return new LocalMoment(local, isUtc ? ZoneOffset.UTC : null);
        }

        private @Nullable Matcher dateAndTime(String cell) {
            Matcher both = DATE_AND_TIME.matcher(cell);
            return both.matches() ? both : null;
        }

        private LocalMoment withOffset(Column column, String cell, Matcher parts) {
            try {
                String zoneText = requireNonNull(parts.group(2));
                ZoneOffset offset =
                        zoneText.equals("Z") || zoneText.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zoneText);
                Matcher both = requireNonNull(
                        dateAndTime(requireNonNull(parts.group(1)).strip()));
                LocalTime time = time(column, requireNonNull(both.group(2)));
                OffsetDateTime moment =
                        date(column, requireNonNull(both.group(1))).atTime(time).atOffset(offset);
                return new LocalMoment(moment.toLocalDateTime(), offset);
            } catch (DateTimeException | NullPointerException e) {
                throw new Wrong(column, "must be a time such as 2026-03-31T09:00:00Z, not '%s'".formatted(cell));
            }
        }

        private LocalDate date(Column column, String text) {
            if (text.isEmpty()) {
                throw new Wrong(column, "must be a date, and there is none");
            }
            DateOrder by = DateOrder.isPlain(text) ? DateOrder.YMD : order;
            List<DateOrder> fitting = DateOrder.fitting(text);
            if (by == null && !fitting.isEmpty()) {
                Set<Optional<LocalDate>> days = new HashSet<>();
                fitting.forEach(one -> days.add(one.read(text)));
                if (days.size() > 1) {
                    throw new Wrong(column, "may be two days: say in which order day and month are");
                }
                by = fitting.getFirst();
            }
            Optional<LocalDate> date = by == null ? Optional.empty() : by.read(text);
            if (date.isEmpty()) {
                throw new Wrong(
                        column,
                        by == null || fitting.isEmpty()
                                ? "must be a date"
                                : "must be a date in the order %s"
                                        .formatted(by.label().toLowerCase(Locale.ROOT)));
            }
            int year = date.get().getYear();
            if (year < EARLIEST_YEAR || year > LATEST_YEAR) {
                throw new Wrong(column, "must be a date from %d to %d".formatted(EARLIEST_YEAR, LATEST_YEAR));
            }
            return date.get();
        }

        private LocalTime time(Column column, String text) {
            return Spans.time(text)
                    .orElseThrow(() -> new Wrong(column, "must be a time of day such as 14:30 or 2:30 PM"));
        }

        private @Nullable Length length(List<String> fields, Column column) {
            String text = cell(fields, column);
            if (text.isEmpty()) {
                return null;
            }
            Length length = Spans.length(text)
                    .orElseThrow(() -> new Wrong(column, "must be a length of time such as 1:30 or 1.5"));
            if (length.seconds() > MOST_SECONDS) {
                throw new Wrong(column, "is more than a year");
            }
            return length;
        }

        private int pause(List<String> fields) {
            String text = cell(fields, Column.BREAK);
            String folded = text.toLowerCase(Locale.ROOT);
            if (NO_BREAK_WORDS.contains(folded) || BREAK_WORDS.contains(folded)) {
                return 0;
            }
            return Spans.length(text)
                    .orElseThrow(() -> new Wrong(Column.BREAK, "must be a length of time such as 0:30, or yes or no"))
                    .seconds();
        }

        private static long seconds(Instant from, Instant to) {
            return Duration.between(from, to).toSeconds();
        }

        private static String clock(long seconds) {
            return "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
        }
    }
}
