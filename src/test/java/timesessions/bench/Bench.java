package timesessions.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timesessions.bench.Counters.Counts;
import timesessions.bench.LoadGenerator.Load;

/** Measures the product at growing sizes of data, and holds it to its bounds. */
@Command(
        name = "bin/bench",
        mixinStandardHelpOptions = true,
        description = "Measures the product at growing sizes of data. Ends with 1 where a bound is missed.")
public final class Bench implements Callable<Integer> {
    private static final long SMALL = 10_000;
    private static final long MIDDLE = 1_000_000;
    private static final long LARGE = 10_000_000;
    private static final long GIGABYTE = 1L << 30;
    private static final long DISK_OF_LARGE = 25 * GIGABYTE;
    private static final long BUFFER_POOL_OF_LARGE = 6 * GIGABYTE;
    private static final int COUNTED_REQUESTS = 3;
    private static final int STARTS = 5;

    @Option(names = "--root", hidden = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private Path root;

    @Option(names = "--cache", hidden = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private Path cache;

    @Option(names = "--large", description = "With ten million sessions too: 25 GB of disk, an hour the first time.")
    private boolean large;

    @Option(
            names = "--reads",
            description = "Rows and statements only, which do not depend on how busy the machine is.")
    private boolean readsOnly;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long each request is measured with each number of connections (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only the requests whose name contains this.")
    @SuppressWarnings("NullAway.Init")
    private String only;

    @Option(names = "--size", paramLabel = "N", description = "Only this size; may be given several times.")
    private List<Long> sizes = new ArrayList<>();

    @Option(
            names = "--any",
            paramLabel = "N",
            defaultValue = "0",
            description = "So many filters of all kinds together beside those that are always measured.")
    private int any;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "6",
            description = "Which filters these are (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--statements", description = "Tell what the database is asked for each request.")
    private boolean showStatements;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "7979", description = "The port (${DEFAULT-VALUE}).")
    private int port;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(cache);
        var results = new Results(seconds);
        for (long size : chosenSizes()) {
            if (size >= LARGE) {
                requireDisk(size);
            }
            BenchData data = BenchData.prepare(root, cache, size, Bench::say);
            attempt(results, data, "measuring", () -> measure(data, results));
            keep(results);
        }
        System.out.println(results.table());
        List<String> missed = results.missed();
        missed.forEach(System.out::println);
        say("Written to %s".formatted(folder()));
        return missed.isEmpty() ? 0 : 1;
    }

    private Path folder() {
        return root.resolve("target/bench");
    }

    /** After each size, so that a run that is ended early leaves what it found. */
    private void keep(Results results) throws IOException {
        Path folder = Files.createDirectories(folder());
        Files.writeString(folder.resolve("bench.md"), results.markdown());
        Files.writeString(folder.resolve("bench.json"), results.json());
    }

    private interface Part {
        void run() throws Exception;
    }

    /** A part that fails is told among what missed its bound, and does not take the others with it. */
    private static void attempt(Results results, BenchData data, String name, Part part) throws InterruptedException {
        say("%,d: %s".formatted(data.sessions(), name));
        try {
            part.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            say("%,d: %s failed: %s".formatted(data.sessions(), name, e));
            results.failed(data.sessions(), name, e);
        }
    }

    private List<Long> chosenSizes() {
        if (!sizes.isEmpty()) {
            return sizes.stream().sorted().toList();
        }
        return large ? List.of(SMALL, MIDDLE, LARGE) : List.of(SMALL, MIDDLE);
    }

    private void requireDisk(long size) throws IOException {
        long free = Files.getFileStore(cache).getUsableSpace();
        if (!Files.exists(cache.resolve("sessions-" + size)) && free < DISK_OF_LARGE) {
            throw new IllegalStateException(
                    "%,d sessions need 25 GB of disk; %s has %d GB. BENCH_CACHE names another folder."
                            .formatted(size, cache, free / GIGABYTE));
        }
    }

    private void measure(BenchData data, Results results) throws Exception {
        Map<String, Asked> asked = asked(data);
        data.migrated(root);
        if (!readsOnly && Results.START.contains(only)) {
            attempt(results, data, Results.START, () -> results.started(data.sessions(), start(data)));
        }
        try (Server server = Server.start(root, data.folder(), port, Server.FORGETTING);
                var counters = counters(data, server)) {
            List<Scenario> scenarios = scenarios(data, server, counters);
            results.shows(scenarios);
            for (Scenario scenario : floorsLast(scenarios)) {
                measure(scenario, asked, data, results, server, counters);
            }
            if (SigningIn.SCENARIO.contains(only)) {
                attempt(
                        results,
                        data,
                        SigningIn.SCENARIO,
                        () -> results.add(SigningIn.measure(data, server, counters)));
            }
            results.used(data.sessions(), server.residentKilobytes());
            if (!readsOnly && Writing.NAME.contains(only)) {
                attempt(
                        results,
                        data,
                        Writing.NAME,
                        () -> results.wrote(data.sessions(), Writing.measure(data, Bench::say)));
            }
        }
        try (Server server = Server.start(root, data.folder(), port, Map.of());
                var counters = counters(data, server)) {
            for (Scenario scenario : chosen(Scenarios.repeated(data, server))) {
                if (!readsOnly) {
                    attempt(
                            results,
                            data,
                            scenario.key() + ", warming",
                            () -> Floors.warm(scenario.visitor(), scenario.path()));
                }
                measure(scenario, Map.of(), data, results, server, counters);
            }
        }
    }

    /** What is held against its floors is measured by a server that has answered everything else and is compiled by then. */
    private static List<Scenario> floorsLast(List<Scenario> scenarios) {
        return scenarios.stream().sorted(Comparator.comparing(Bench::hasFloors)).toList();
    }

    private static boolean hasFloors(Scenario scenario) {
        return scenario.leastShare() > 0;
    }

    private void measure(
            Scenario scenario,
            Map<String, Asked> asked,
            BenchData data,
            Results results,
            Server server,
            Counters counters)
            throws InterruptedException {
        attempt(
                results,
                data,
                scenario.key(),
                () -> results.add(measure(
                        scenario,
                        data.sessions(),
                        counters,
                        asked.getOrDefault(scenario.key(), Asked.NOTHING),
                        server.databaseUrl())));
    }

    /** The median of some starts on data that is there. */
    private Duration start(BenchData data) throws IOException, InterruptedException {
        var times = new ArrayList<Duration>();
        for (int i = 0; i < STARTS; i++) {
            try (Server server = Server.start(root, data.folder(), port, Map.of())) {
                times.add(server.startedIn());
            }
        }
        Collections.sort(times);
        say("%,d: started in %s".formatted(data.sessions(), times));
        return times.get(STARTS / 2);
    }

    private static Counters counters(BenchData data, Server server) throws IOException, SQLException {
        var counters = new Counters(server.databaseUrl());
        if (data.sessions() >= LARGE) {
            try (var statement = counters.connection().createStatement()) {
                statement.execute("SET GLOBAL innodb_buffer_pool_size = " + BUFFER_POOL_OF_LARGE);
            }
        }
        return counters;
    }

    private List<Scenario> scenarios(BenchData data, Server server, Counters counters)
            throws IOException, InterruptedException {
        DSLContext db = DSL.using(counters.connection(), SQLDialect.MARIADB);
        var all = new ArrayList<>(Scenarios.of(data, db, server));
        all.addAll(AnyScenarios.of(data, db, server, any, seed));
        return chosen(all);
    }

    private List<Scenario> chosen(List<Scenario> scenarios) {
        return scenarios.stream()
                .filter(scenario -> scenario.key().contains(only))
                .toList();
    }

    /**
     * What a request asks of the database.
     *
     * @param temporary the statements whose plan fills a temporary table with sessions
     */
    private record Asked(List<String> statements, List<String> temporary) {
        static final Asked NOTHING = new Asked(List.of(), List.of());
    }

    /** With a server of its own, since noting what it is asked costs time. */
    private Map<String, Asked> asked(BenchData data) throws Exception {
        try (Server server = Server.start(root, data.folder(), port, Server.FORGETTING);
                var counters = counters(data, server)) {
            counters.noteValues();
            var found = new HashMap<String, Asked>();
            for (Scenario scenario : scenarios(data, server, counters)) {
                try {
                    ask(scenario);
                } catch (IOException | IllegalStateException e) {
                    // Told where it is measured.
                    continue;
                }
                List<String> statements = counters.statementsOf(() -> ask(scenario));
                if (showStatements) {
                    statements.forEach(sql -> say(scenario.key() + ": " + sql));
                }
                found.put(
                        scenario.key(),
                        new Asked(statements, Plans.withTemporaryTables(counters.connection(), statements)));
            }
            return found;
        }
    }

    private Measured measure(Scenario scenario, long sessions, Counters counters, Asked asked, String databaseUrl)
            throws Exception {
        counters.awaitQuiet();
        HttpResponse<byte[]> warm = ask(scenario);
        ask(scenario);
        Counts counts = counters.of(() -> {
            for (int i = 0; i < COUNTED_REQUESTS; i++) {
                ask(scenario);
            }
        });
        @Nullable Load one = null;
        @Nullable Load eight = null;
        @Nullable Floors floors = null;
        if (!readsOnly) {
            if (hasFloors(scenario)) {
                Floors.warm(scenario.visitor(), scenario.path());
            }
            one = LoadGenerator.of(scenario.visitor(), scenario.path(), 1, seconds);
            eight = LoadGenerator.of(scenario.visitor(), scenario.path(), 8, seconds);
            if (hasFloors(scenario)) {
                floors = Floors.measure(scenario, warm, asked.statements(), databaseUrl, seconds);
            }
        }
        return new Measured(
                scenario,
                sessions,
                new Counts(
                        counts.rows() / COUNTED_REQUESTS,
                        counts.statements() / COUNTED_REQUESTS,
                        counts.temporaryFiles() / COUNTED_REQUESTS),
                warm.body().length,
                one,
                eight,
                floors,
                asked.temporary());
    }

    private static HttpResponse<byte[]> ask(Scenario scenario) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = scenario.visitor().get(scenario.path());
        if (answer.statusCode() != scenario.status()) {
            throw new IllegalStateException(
                    "%s: %s answered %d".formatted(scenario.key(), scenario.path(), answer.statusCode()));
        }
        return answer;
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
