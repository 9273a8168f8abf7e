package timesessions.database;

import ch.vorburger.exec.ManagedProcessException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB of our own in a data folder: unpacked and installed on first use, started, and stopped with the process
 * that started it. One process owns the folder at a time, by a file lock that the system releases when the process dies;
 * a command that finds it owned by a server uses the server's database.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMariaDb.class);
    private static final Duration OWNER_MAY_START_FOR = Duration.ofSeconds(60);
    private static final Duration LEFTOVER_MAY_STOP_FOR = Duration.ofSeconds(60);
    private static final long MEGABYTE = 1024 * 1024;

    /** What a process wants the data folder for. */
    public enum Use {
        SERVE,
        COMMAND
    }

    /** The data folder or this machine cannot be used. The message says what to do. */
    public static final class Unusable extends RuntimeException {
        Unusable(String message) {
            super(message);
        }

        Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final int port;
    private final @Nullable FileChannel lock;
    private final @Nullable MariaDbProcess server;

    private EmbeddedMariaDb(int port, @Nullable FileChannel lock, @Nullable MariaDbProcess server) {
        this.port = port;
        this.lock = lock;
        this.server = server;
    }

    /**
     * Starts the database of the folder, or joins the one that a server has running there.
     *
     * @param meanwhile what this thread does while the database starts
     * @throws Unusable if another process owns the folder and cannot be joined, or MariaDB cannot run here
     */
    public static EmbeddedMariaDb open(Path dataDir, Use use, Runnable meanwhile) {
        refuseUnknownMachine(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path home = dataDir.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            @Nullable FileChannel lock = lock(home.resolve("lock"));
            if (lock == null) {
                return join(home, use);
            }
            try {
                return start(home, use, lock, meanwhile);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (ManagedProcessException e) {
            throw new Unusable(
                    "MariaDB could not be installed in %s: %s DATABASE_URL uses another MariaDB instead."
                            .formatted(home, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new Unusable("The data folder %s cannot be used: %s".formatted(home, reason(e)), e);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException e -> e.getFile() + " may not be written";
            case FileAlreadyExistsException e -> e.getFile() + " is not a folder";
            default -> String.valueOf(failure.getMessage());
        };
    }

    /** Where the embedded server listens: on this machine only, without a password. */
    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/timesessions?createDatabaseIfNotExist=true";
    }

    /** Stops the database if this process started it. */
    @Override
    public void close() {
        if (server == null || lock == null) {
            return;
        }
        try {
            server.stop();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void refuseUnknownMachine(String system, String architecture) {
        String os = system.toLowerCase(Locale.ROOT);
        boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
        boolean known = (os.startsWith("linux") && intel)
                || (os.startsWith("windows") && intel)
                || (os.startsWith("mac") && architecture.equals("aarch64"));
        if (!known) {
            throw new Unusable("There is no embedded MariaDB for %s on %s: set DATABASE_URL to a MariaDB of your own."
                    .formatted(system, architecture));
        }
    }

    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this same process: in use like any other.
        }
        channel.close();
        return null;
    }

    private static EmbeddedMariaDb join(Path home, Use use) throws IOException {
        long deadline = System.nanoTime() + OWNER_MAY_START_FOR.toNanos();
        while (true) {
            Optional<Owner> owner = Owner.read(home);
            if (owner.isPresent()) {
                if (use == Use.COMMAND && owner.get().use() == Use.SERVE) {
                    return new EmbeddedMariaDb(owner.get().port(), null, null);
                }
                throw new Unusable("The data folder %s is in use by %s (process %d). %s"
                        .formatted(
                                home,
                                owner.get().use() == Use.SERVE ? "a running server" : "another command",
                                owner.get().process(),
                                use == Use.SERVE
                                        ? "Stop it first, or set DATA_DIR to another folder."
                                        : "Try again when it has ended."));
            }
            if (System.nanoTime() > deadline) {
                throw new Unusable(
                        "The data folder %s is in use by a process that does not get ready.".formatted(home));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable("Interrupted while waiting for the data folder.", e);
        }
    }

    private static EmbeddedMariaDb start(Path home, Use use, FileChannel lock, Runnable meanwhile) throws IOException {
        Owner.forget(home);
        Path mariadb = home.resolve("mariadb");
        stopLeftover(mariadb.resolve("data"));
        MariaDbProcess server = MariaDbProcess.start(mariadb, bufferPool(), meanwhile);
        new Owner(use, ProcessHandle.current().pid(), server.port()).write(home);
        return new EmbeddedMariaDb(server.port(), lock, server);
    }

    private static long bufferPool() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(system.getTotalMemorySize() / 4, 128 * MEGABYTE, 1024 * MEGABYTE);
    }

    /** A server that was killed leaves its mariadbd behind, which holds the data files. */
    private static void stopLeftover(Path data) {
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("mariadbd") && line.contains("--datadir=" + data))
                        .isPresent())
                .forEach(process -> {
                    log.info("Stopping the MariaDB that a server left behind (process {})", process.pid());
                    process.destroy();
                    try {
                        process.onExit().get(LEFTOVER_MAY_STOP_FOR.toSeconds(), TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new Unusable(
                                "A MariaDB that a server left behind (process %d) does not stop."
                                        .formatted(process.pid()),
                                e);
                    }
                });
    }

    /** Who has the folder, as told to other processes once the database takes connections. */
    private record Owner(Use use, long process, int port) {
        private static final String FILE = "owner";

        static Optional<Owner> read(Path home) throws IOException {
            Path file = home.resolve(FILE);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String[] words = Files.readString(file).strip().split(" ", -1);
            return Optional.of(new Owner(Use.valueOf(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2])));
        }

        static void forget(Path home) throws IOException {
            Files.deleteIfExists(home.resolve(FILE));
        }

        void write(Path home) throws IOException {
            Path draft = home.resolve(FILE + ".new");
            Files.writeString(draft, use + " " + process + " " + port);
            Files.move(draft, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
