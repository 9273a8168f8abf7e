package timesessions.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The product on data of its own, started as a user starts it, in the heap that it is to do with. */
final class Server implements AutoCloseable {
    static final String HEAP = "-Xmx256m";
    /** So that every answer is worked out: what the server remembers would hide what it costs. */
    static final Map<String, String> FORGETTING = Map.of("RESPONSE_CACHE", "0");

    /** Data of an earlier run may have to be migrated. */
    private static final Duration MAY_START_FOR = Duration.ofMinutes(30);

    private final Process process;
    private final String address;
    private final Path dataFolder;
    private final Duration startedIn;

    private Server(Process process, String address, Path dataFolder, Duration startedIn) {
        this.process = process;
        this.address = address;
        this.dataFolder = dataFolder;
        this.startedIn = startedIn;
    }

    /**
     * Returns when the first page has been answered.
     *
     * @param environment settings other than those that every run has
     */
    static Server start(Path root, Path dataFolder, int port, Map<String, String> environment)
            throws IOException, InterruptedException {
        var command = new ProcessBuilder(
                root.resolve("bin/timesessions").toString(), "serve", "--port", Integer.toString(port));
        command.environment().put("DATA_DIR", dataFolder.toString());
        command.environment().put("RATE_LIMIT", "0");
        command.environment().put("JAVA_OPTS", HEAP);
        command.environment().put("DATABASE_POOL_SIZE", "10");
        command.environment().remove("DATABASE_URL");
        command.environment().remove("RESPONSE_CACHE");
        command.environment().putAll(environment);
        Path log = dataFolder.resolve("server.log");
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        String address = "http://127.0.0.1:" + port;
        long begin = System.nanoTime();
        Process process = command.start();
        var request = HttpRequest.newBuilder(URI.create(address + "/sign-in"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return new Server(process, address, dataFolder, Duration.ofNanos(System.nanoTime() - begin));
                    }
                } catch (IOException e) {
                    // It does not listen yet.
                }
                if (!process.isAlive() || System.nanoTime() - begin > MAY_START_FOR.toNanos()) {
                    process.destroy();
                    throw new IllegalStateException("The server did not start; the end of %s says why.".formatted(log));
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    String address() {
        return address;
    }

    Duration startedIn() {
        return startedIn;
    }

    /** Of the embedded database, which takes connections from this machine without a password. */
    String databaseUrl() throws IOException {
        String port = Files.readString(dataFolder.resolve("owner")).strip().split(" ", -1)[2];
        return "jdbc:mariadb://127.0.0.1:" + port + "/timesessions?allowMultiQueries=false";
    }

    /** The memory of the process that the system holds now; 0 where the system does not say. */
    long residentKilobytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(2, TimeUnit.MINUTES).join();
    }
}
