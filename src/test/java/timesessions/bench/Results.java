package timesessions.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import timesessions.bench.Floors.Rates;
import timesessions.bench.LoadGenerator.Load;

/** All that was measured in a run, as tables, and held against the bounds. */
final class Results {
    /** A difference that nobody notices, whatever the ratio. */
    private static final double NEGLIGIBLE_MILLISECONDS = 2;

    /** Of a statement; --statements shows all of it. */
    private static final int SHOWN_OF_SQL = 500;

    static final String START = "start";
    private static final Duration LONGEST_START = Duration.ofSeconds(2);
    /** The first JDK whose archive of classes holds links and profiles too. */
    private static final int QUICK_JDK = 25;

    private final int seconds;
    private final Map<String, Map<Long, Measured>> byName = new LinkedHashMap<>();
    private final Map<Long, Duration> starts = new TreeMap<>();
    private final Map<Long, Long> memory = new TreeMap<>();
    private final Map<Long, Writing> writing = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    Results(int seconds) {
        this.seconds = seconds;
    }

    /** Has the tables show these in this order, whichever is measured first. */
    void shows(List<Scenario> scenarios) {
        scenarios.forEach(scenario -> byName.computeIfAbsent(scenario.key(), any -> new TreeMap<>()));
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

    void failed(long sessions, String name, Exception failure) {
        failures.add("MISSED %s at %,d: could not be measured: %s".formatted(name, sessions, failure));
    }

    private List<String> startLines() {
        var lines = new ArrayList<String>();
        starts.forEach((size, start) -> lines.add("%,d sessions: first page %d ms after the start (median of several)"
                .formatted(size, start.toMillis())));
        memory.forEach((size, kilobytes) -> lines.add("%,d sessions: %d MB resident after all requests, with %s"
                .formatted(size, kilobytes / 1024, Server.HEAP)));
        return lines;
    }

    private List<String> writingLines() {
        var lines = new ArrayList<String>();
        writing.forEach((size, written) -> lines.add(
                "%,d sessions: one more is written in %.1f ms with its totals, in %.1f ms without (%.2f times); by eight writers %.0f a second with %d deadlocks, by an import %.0f a second"
                        .formatted(
                                size,
                                written.with(),
                                written.without(),
                                written.times(),
                                written.eightPerSecond(),
                                written.deadlocks(),
                                written.importPerSecond())));
        return lines;
    }

    private List<String> floorLines() {
        var lines = new ArrayList<String>();
        each((name, size, measured) -> {
            Floors floors = measured.floors();
            if (floors != null) {
                lines.add(floorLine(name, size, 1, floors, Rates::one));
                lines.add(floorLine(name, size, 8, floors, Rates::eight));
            }
        });
        return lines;
    }

    private static String floorLine(
            String name, long size, int connections, Floors floors, ToDoubleFunction<Rates> rate) {
        double product = rate.applyAsDouble(floors.product());
        double allowed = rate.applyAsDouble(floors.allowed());
        return "%s at %,d x%d: web server alone %.0f a second, database alone %.0f (%.0f with every value taken), both together %.0f; the product %.0f, %.0f %%"
                .formatted(
                        name,
                        size,
                        connections,
                        rate.applyAsDouble(floors.web()),
                        rate.applyAsDouble(floors.database()),
                        rate.applyAsDouble(floors.values()),
                        allowed,
                        product,
                        100 * product / allowed);
    }

    private interface Visit {
        void of(String name, long size, Measured measured);
    }

    private void each(Visit visit) {
        byName.forEach((name, bySize) -> bySize.forEach((size, measured) -> visit.of(name, size, measured)));
    }

    /** What misses its bound, a line each. */
    List<String> missed() {
        var missed = new ArrayList<>(failures);
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
                if (measured.counts().statements() > measured.scenario().mostStatements()) {
                    missed.add("MISSED %s at %,d: %d statements, at most %d"
                            .formatted(
                                    name,
                                    size,
                                    measured.counts().statements(),
                                    measured.scenario().mostStatements()));
                }
                Floors floors = measured.floors();
                if (floors != null && floors.share() < measured.scenario().leastShare()) {
                    missed.add("MISSED %s at %,d: %.0f %% of what its floors allow, at least %.0f %%"
                            .formatted(
                                    name,
                                    size,
                                    100 * floors.share(),
                                    100 * measured.scenario().leastShare()));
                }
                measured.temporary()
                        .forEach(sql -> missed.add("MISSED %s at %,d: sessions in a temporary table: %s"
                                .formatted(name, size, sql.substring(0, Math.min(sql.length(), SHOWN_OF_SQL)))));
            });
            if (bySize.isEmpty()) {
                return;
            }
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
        starts.forEach((size, start) -> {
            if (Runtime.version().feature() >= QUICK_JDK && start.compareTo(LONGEST_START) > 0) {
                missed.add("MISSED start at %,d: first page after %d ms, at most %d"
                        .formatted(size, start.toMillis(), LONGEST_START.toMillis()));
            }
        });
        writing.forEach((size, written) -> {
            if (written.times() > Writing.MOST_TIMES) {
                missed.add("MISSED writing at %,d: %.2f times as long with totals as without, at most %.0f times"
                        .formatted(size, written.times(), Writing.MOST_TIMES));
            }
            if (written.deadlocks() > 0) {
                missed.add("MISSED writing at %,d: %d deadlocks".formatted(size, written.deadlocks()));
            }
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
        row(
                text,
                "request",
                "sessions",
                "rows",
                "stmts",
                "bytes",
                "p50 x1",
                "p99 x1",
                "p50 x8",
                "p99 x8",
                "req/s x8",
                "floor");
        each((name, size, measured) -> row(text, name, columns(size, measured)));
        for (List<String> lines : List.of(floorLines(), startLines(), writingLines())) {
            lines.forEach(line -> text.append('\n').append(line));
        }
        return text.append('\n').toString();
    }

    private static String[] columns(long size, Measured measured) {
        Load eight = measured.eight();
        return new String[] {
            "%,d".formatted(size),
            "%,d".formatted(measured.counts().rows()),
            Long.toString(measured.counts().statements()),
            "%,d".formatted(measured.bytes()),
            milliseconds(measured.one(), false),
            milliseconds(measured.one(), true),
            milliseconds(eight, false),
            milliseconds(eight, true),
            eight == null ? "" : "%.0f".formatted(eight.perSecond()),
            measured.floors() == null
                    ? ""
                    : "%.0f %%".formatted(100 * measured.floors().share())
        };
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
                        LocalDate.now(ZoneOffset.UTC),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        seconds));
        text.append("| request | sessions | rows | statements | bytes | ms, 1 connection | 99 % | ms, 8 connections |")
                .append(
                        " 99 % | requests a second | of floor |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        each((name, size, measured) ->
                text.append("| %s | %s |%n".formatted(name, String.join(" | ", columns(size, measured)))));
        for (List<String> lines : List.of(floorLines(), startLines(), writingLines(), missed())) {
            text.append('\n');
            lines.forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.toString();
    }

    String json() {
        var rows = new ArrayList<String>();
        each((name, size, measured) -> rows.add(String.format(
                Locale.ROOT,
                "{\"request\": \"%s\", \"sessions\": %d, \"rows\": %d, \"statements\": %d, \"bytes\": %d%s%s%s}",
                name,
                size,
                measured.counts().rows(),
                measured.counts().statements(),
                measured.bytes(),
                json("one", measured.one()),
                json("eight", measured.eight()),
                json(measured.floors()))));
        var started = new ArrayList<String>();
        starts.forEach((size, start) ->
                started.add("{\"sessions\": %d, \"firstPageMillis\": %d}".formatted(size, start.toMillis())));
        var resident = new ArrayList<String>();
        memory.forEach(
                (size, kilobytes) -> resident.add("{\"sessions\": %d, \"kilobytes\": %d}".formatted(size, kilobytes)));
        var written = new ArrayList<String>();
        writing.forEach((size, one) -> written.add(String.format(
                Locale.ROOT,
                "{\"sessions\": %d, \"oneMillis\": %.3f, \"withoutTotalsMillis\": %.3f, \"eightPerSecond\": %.1f,"
                        + " \"deadlocks\": %d, \"importPerSecond\": %.1f, \"totalsHold\": %b}",
                size,
                one.with(),
                one.without(),
                one.eightPerSecond(),
                one.deadlocks(),
                one.importPerSecond(),
                one.totalsHold())));
        return """
                {"date": "%s", "java": %d, "processors": %d, "heap": "%s", "requests": [
                %s],
                "starts": [%s],
                "resident": [%s],
                "writing": [%s],
                "missed": %d}
                """.formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        Server.HEAP,
                        String.join(",\n", rows),
                        String.join(", ", started),
                        String.join(", ", resident),
                        String.join(", ", written),
                        missed().size());
    }

    private static String json(@Nullable Floors floors) {
        return floors == null
                ? ""
                : ", \"perSecond\": {\"product\": %s, \"web\": %s, \"database\": %s, \"values\": %s, \"allowed\": %s}, \"share\": %s"
                        .formatted(
                                json(floors.product()),
                                json(floors.web()),
                                json(floors.database()),
                                json(floors.values()),
                                json(floors.allowed()),
                                String.format(Locale.ROOT, "%.3f", floors.share()));
    }

    private static String json(Rates rates) {
        return String.format(Locale.ROOT, "{\"one\": %.1f, \"eight\": %.1f}", rates.one(), rates.eight());
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
