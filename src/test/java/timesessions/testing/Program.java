package timesessions.testing;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The jar as it is run, in a process of its own. */
public final class Program {
    /** How a killed one ends: by signal 9. */
    public static final int KILLED = 128 + 9;

    private static final Path FOLDER = Path.of("target", "programs");
    private static final int MAY_TAKE_SECONDS = 60;

    private final Process process;
    private final BufferedReader reader;
    private final Path errors;
    private final StringBuilder output = new StringBuilder();
    private final HttpClient client = HttpClient.newHttpClient();
    private String port = "";

    private Program(Map<String, String> environment, String... args) {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("timesessions.jar")));
        command.addAll(List.of(args));
        try {
            errors = Files.createTempFile(Files.createDirectories(FOLDER), "errors", ".txt");
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().remove("DATABASE_URL");
            builder.environment().putAll(environment);
            process = builder.start();
            reader = process.inputReader();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Program start(Map<String, String> environment, String... args) {
        return new Program(environment, args);
    }

    /** The port that a server says it listens on. */
    public String port() {
        if (port.isEmpty()) {
            String line = awaitLine("http://localhost:");
            port = line.substring(line.lastIndexOf(':') + 1);
        }
        return port;
    }

    public String awaitLine(String part) {
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

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(address(path)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    public int terminate() {
        process.destroy();
        return exitCode();
    }

    /** Ends it without a chance to tidy up, and gives how it has ended. */
    public int kill() {
        process.destroyForcibly();
        return exitCode();
    }

    public int exitCode() {
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
    public String output() {
        reader.lines().forEach(line -> output.append(line).append('\n'));
        return output.toString();
    }

    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
