package timesessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.testing.Program;

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
        var program = Program.start(Map.of("DATA_DIR", dataDir.toString()), args);
        started.add(program);
        return program;
    }
}
