package timesessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar as it is run: as a process that is started, used, told to end, and killed. */
@Timeout(120)
class ServeCommandIT {
    private static final Path FOLDER = Path.of("target", "serve it");
    private static final Path DATA_DIR = FOLDER.resolve("data");
    private static final int SIGTERM_EXIT_CODE = 128 + 15;

    private final List<Program> started = new ArrayList<>();

    @BeforeAll
    static void beginWithoutData() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(FOLDER);
    }

    @AfterEach
    void endAll() {
        for (Program program : started) {
            List<ProcessHandle> databases = program.descendants();
            program.kill();
            databases.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void servesUntilItIsToldToEndAndLeavesNoDatabaseRunning() {
        Program server = serve();
        List<ProcessHandle> databases = server.descendants();

        assertThat(server.get("/healthz").body()).isEqualTo("alive\n");
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(databases).isNotEmpty();

        assertThat(server.terminate()).isEqualTo(SIGTERM_EXIT_CODE);
        assertThat(databases).noneMatch(ProcessHandle::isAlive);
        assertThat(server.errors()).doesNotContain("ERROR", "WARN", "\tat ");
    }

    @Test
    void startsAgainAfterItWasKilledAndItsDatabaseToo() {
        Program killed = serve();
        List<ProcessHandle> databases = killed.descendants();
        String id = companyCreated();
        killed.kill();
        databases.forEach(ProcessHandle::destroyForcibly);

        Program server = serve();

        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(command("check", "--company", id).exitCode()).isZero();
    }

    @Test
    void takesOverFromADatabaseThatAKilledServerLeftBehind() {
        Program killed = serve();
        List<ProcessHandle> databases = killed.descendants();
        String id = companyCreated();
        killed.kill();
        assertThat(databases).allMatch(ProcessHandle::isAlive);

        serve();

        assertThat(databases).noneMatch(ProcessHandle::isAlive);
        assertThat(command("check", "--company", id).exitCode()).isZero();
    }

    @Test
    void refusesTheDataFolderAndThePortOfARunningServer() throws IOException {
        Program server = serve();

        Program onSameFolder = command("serve", "--port", "0");
        assertThat(onSameFolder.exitCode()).isEqualTo(1);
        assertThat(onSameFolder.errors())
                .contains("is in use by a running server")
                .hasLineCount(1);

        Program onSamePort = start(DATA_DIR.resolveSibling("other"), "serve", "--port", server.port());
        assertThat(onSamePort.exitCode()).isEqualTo(1);
        assertThat(onSamePort.errors())
                .contains("Cannot listen on 127.0.0.1, port " + server.port())
                .hasLineCount(1);
        assertThat(onSamePort.output()).isEmpty();
    }

    @Test
    void makesADemoCompanyWhoseKeyIsPrinted() throws IOException {
        Path demo = DATA_DIR.resolveSibling("demo");
        Program server = start(demo, "serve", "--port", "0", "--demo");

        String port = server.port();
        String curl = server.awaitLine("curl");
        String key = Files.readString(demo.resolve("demo-key")).strip();
        assertThat(curl).contains("Token token=" + key, "http://localhost:" + port + "/api/time_sessions");
        var request = HttpRequest.newBuilder(server.address("/api/time_sessions?per_page=2"))
                .header("Authorization", "Token token=" + key);
        assertThat(server.send(request).statusCode()).isEqualTo(200);
    }

    private Program serve() {
        Program server = start(DATA_DIR, "serve", "--port", "0");
        server.port();
        return server;
    }

    /** Runs beside the server, on its database. */
    private Program command(String... args) {
        return start(DATA_DIR, args);
    }

    private String companyCreated() {
        Program create = command("company", "create", "Northwind AV", "--time-zone", "UTC");
        assertThat(create.exitCode()).isZero();
        assertThat(create.errors()).isEmpty();
        return create.output().strip();
    }

    private Program start(Path dataDir, String... args) {
        var program = new Program(dataDir, args);
        started.add(program);
        return program;
    }

    private static final class Program {
        private static final int MAY_TAKE_SECONDS = 60;

        private final Process process;
        private final BufferedReader reader;
        private final Path errors;
        private final StringBuilder output = new StringBuilder();
        private final HttpClient client = HttpClient.newHttpClient();
        private String port = "";

        Program(Path dataDir, String... args) {
            var command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    System.getProperty("timesessions.jar")));
            command.addAll(List.of(args));
            try {
                errors = Files.createTempFile(FOLDER, "errors", ".txt");
                var builder = new ProcessBuilder(command).redirectError(errors.toFile());
                builder.environment().put("DATA_DIR", dataDir.toString());
                builder.environment().remove("DATABASE_URL");
                process = builder.start();
                reader = process.inputReader();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The port that a server says it listens on. */
        String port() {
            if (port.isEmpty()) {
                String line = awaitLine("http://localhost:");
                port = line.substring(line.lastIndexOf(':') + 1);
            }
            return port;
        }

        String awaitLine(String part) {
            try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    output.append(line).append('\n');
                    if (line.contains(part)) {
                        return line;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new AssertionError("Ended before it printed %s: %s%s".formatted(part, output, errors()));
        }

        URI address(String path) {
            return URI.create("http://127.0.0.1:" + port() + path);
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(address(path)));
        }

        HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        List<ProcessHandle> descendants() {
            return process.descendants().toList();
        }

        int terminate() {
            process.destroy();
            return exitCode();
        }

        void kill() {
            process.destroyForcibly();
            exitCode();
        }

        int exitCode() {
            try {
                assertThat(process.waitFor(MAY_TAKE_SECONDS, TimeUnit.SECONDS))
                        .as("ends in time")
                        .isTrue();
                return process.exitValue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What an ended program printed on standard output. */
        String output() {
            reader.lines().forEach(line -> output.append(line).append('\n'));
            return output.toString();
        }

        String errors() {
            try {
                return Files.readString(errors);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
