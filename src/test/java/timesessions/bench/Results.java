package timesessions.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import timesessions.bench.LoadGenerator.Load;

/** All that was measured in a run, as tables, and held against the bounds. */
final class Results {
    /** A difference that nobody notices, whatever the ratio. */
    private static final double NEGLIGIBLE_MILLISECONDS = 2;

    private final int seconds;
    private final Map<String, Map<Long, Measured>> byName = new LinkedHashMap<>();
    private final Map<Long, Duration> starts = new TreeMap<>();
    private final Map<Long, Long> memory = new TreeMap<>();
    private final Map<Long, Writing> writing = new TreeMap<>();

    Results(int seconds) {
        this.seconds = seconds;
    }

    void add(Measured measured) {
        byName.computeIfAbsent(measured.scenario().key(), any -> new TreeMap<>())
                .put(measured.sessions(), measured);
    }

    void started(long sessions, Duration duration) {
        starts.put(sessions, duration);
    }

    void used(long sessions, long residentKilobytes) {
        memory.put(sessions, residentKilobytes);
    }

    void wrote(long sessions, Writing written) {
        writing.put(sessions, written);
    }

    private List<String> writingLines() {
        return writing.entrySet().stream()
                .map(entry ->
                        "%,d sessions: one more is written in %.1f ms, by eight writers %.0f a second, by an import %.0f a second"
                                .formatted(
                                        entry.getKey(),
                                        entry.getValue().one(),
                                        entry.getValue().eightPerSecond(),
                                        entry.getValue().importPerSecond()))
                .toList();
    }

    /** What misses its bound, a line each. */
    List<String> missed() {
        var missed = new ArrayList<String>();
        byName.forEach((name, bySize) -> {
            bySize.forEach((size, measured) -> {
                if (measured.counts().rows() > measured.scenario().mostRows()) {
                    missed.add("MISSED %s at %,d: %,d rows read, at most %,d"
                            .formatted(
                                    name,
                                    size,
                                    measured.counts().rows(),
                                    measured.scenario().mostRows()));
                }
                measured.temporary()
                        .forEach(sql -> missed.add(
                                "MISSED %s at %,d: sessions in a temporary table: %s".formatted(name, size, sql)));
            });
            List<Measured> all = List.copyOf(bySize.values());
            Load least = all.getFirst().one();
            Load most = all.getLast().one();
            if (least != null && most != null) {
                double times = most.median() / least.median();
                double bound = all.getLast().scenario().bound().mostTimes();
                if (times > bound && most.median() - least.median() > NEGLIGIBLE_MILLISECONDS) {
                    missed.add("MISSED %s: %.1f times as long at %,d as at %,d, at most %.0f times"
                            .formatted(
                                    name,
                                    times,
                                    all.getLast().sessions(),
                                    all.getFirst().sessions(),
                                    bound));
                }
            }
        });
        writing.forEach((size, written) -> {
            if (written.importPerSecond() < Writing.LEAST_IMPORTED) {
                missed.add("MISSED import at %,d: %.0f sessions a second, at least %.0f"
                        .formatted(size, written.importPerSecond(), Writing.LEAST_IMPORTED));
            }
            if (!written.totalsHold()) {
                missed.add("MISSED writing at %,d: the totals are not what they were".formatted(size));
            }
        });
        return missed;
    }

    String table() {
        var text = new StringBuilder();
        row(text, "request", "sessions", "rows", "stmts", "bytes", "p50 x1", "p99 x1", "p50 x8", "p99 x8", "req/s x8");
        byName.forEach((name, bySize) -> bySize.forEach((size, measured) -> row(
                text,
                name,
                "%,d".formatted(size),
                "%,d".formatted(measured.counts().rows()),
                Long.toString(measured.counts().statements()),
                "%,d".formatted(measured.bytes()),
                milliseconds(measured.one(), false),
                milliseconds(measured.one(), true),
                milliseconds(measured.eight(), false),
                milliseconds(measured.eight(), true),
                measured.eight() == null
                        ? ""
                        : "%.0f".formatted(measured.eight().perSecond()))));
        starts.forEach((size, start) -> text.append("\n%,d sessions: first page %d ms after the start, %d MB resident"
                .formatted(size, start.toMillis(), memory.getOrDefault(size, 0L) / 1024)));
        writingLines().forEach(line -> text.append('\n').append(line));
        return text.append('\n').toString();
    }

    private static void row(StringBuilder text, String name, String... columns) {
        text.append("%-52s".formatted(name));
        text.append("%11s%9s%6s%8s".formatted((Object[]) columns));
        for (int i = 4; i < columns.length; i++) {
            text.append("%9s".formatted(columns[i]));
        }
        text.append('\n');
    }

    private static String milliseconds(@Nullable Load load, boolean high) {
        return load == null ? "" : String.format(Locale.ROOT, "%.2f", high ? load.percentile99() : load.median());
    }

    String markdown() {
        var text = new StringBuilder("Measured on %s with %s, Java %s, %d processors, %d s for each number.%n%n"
                .formatted(
                        LocalDate.now(java.time.ZoneOffset.UTC),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        seconds));
        text.append("| request | sessions | rows | statements | bytes | ms, 1 connection | 99 % | ms, 8 connections |")
                .append(" 99 % | requests a second |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        byName.forEach((name, bySize) -> bySize.forEach((size, measured) ->
                text.append("| %s | %,d | %,d | %d | %,d | %s | %s | %s | %s | %s |%n"
                        .formatted(
                                name,
                                size,
                                measured.counts().rows(),
                                measured.counts().statements(),
                                measured.bytes(),
                                milliseconds(measured.one(), false),
                                milliseconds(measured.one(), true),
                                milliseconds(measured.eight(), false),
                                milliseconds(measured.eight(), true),
                                measured.eight() == null
                                        ? ""
                                        : "%.0f".formatted(measured.eight().perSecond())))));
        text.append("\n| sessions | first page after ms | MB resident |\n|---:|---:|---:|\n");
        starts.forEach((size, start) -> text.append(
                "| %,d | %d | %d |%n".formatted(size, start.toMillis(), memory.getOrDefault(size, 0L) / 1024)));
        writingLines().forEach(line -> text.append('\n').append(line).append('\n'));
        missed().forEach(line -> text.append("\n").append(line).append('\n'));
        return text.toString();
    }

    String json() {
        var rows = new ArrayList<String>();
        byName.forEach((name, bySize) -> bySize.forEach((size, measured) -> rows.add(String.format(
                Locale.ROOT,
                "{\"request\": \"%s\", \"sessions\": %d, \"rows\": %d, \"statements\": %d, \"bytes\": %d%s%s}",
                name,
                size,
                measured.counts().rows(),
                measured.counts().statements(),
                measured.bytes(),
                json("one", measured.one()),
                json("eight", measured.eight())))));
        var starts = new ArrayList<String>();
        this.starts.forEach(
                (size, start) -> starts.add("{\"sessions\": %d, \"firstPageMillis\": %d, \"residentKilobytes\": %d}"
                        .formatted(size, start.toMillis(), memory.getOrDefault(size, 0L))));
        return "{\"date\": \"%s\", \"requests\": [\n%s],\n\"starts\": [%s],\n\"missed\": %d}\n"
                .formatted(
                        LocalDate.now(java.time.ZoneOffset.UTC),
                        String.join(",\n", rows),
                        String.join(", ", starts),
                        missed().size());
    }

    private static String json(String name, @Nullable Load load) {
        return load == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", \"%s\": {\"medianMillis\": %.3f, \"p99Millis\": %.3f, \"perSecond\": %.1f}",
                        name,
                        load.median(),
                        load.percentile99(),
                        load.perSecond());
    }
}
