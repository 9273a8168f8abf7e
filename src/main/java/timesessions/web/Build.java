package timesessions.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which program this is, the same for the same program on every machine. Another may answer the same question in another
 * way, and for a while both may stand behind one address.
 */
final class Build {
    static final String ID = id();

    private Build() {}

    private static String id() {
        try {
            Path program = Path.of(Build.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String content = Files.isDirectory(program)
                    ? ofFolder(program) + System.getProperty("java.class.path")
                    : ofJar(program);
            // Java brings the rules of the time zones.
            String zones = ZoneRulesProvider.getVersions("UTC").lastKey();
            return Answer.hash(content.getBytes(UTF_8), zones.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The program does not know where it is", e);
        }
    }

    private static String ofJar(Path program) throws IOException {
        try (var jar = new JarFile(program.toFile(), false)) {
            return jar.stream()
                    .map(entry -> entry.getName() + " " + entry.getCrc())
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String ofFolder(Path program) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(program)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        var content = new StringBuilder();
        for (Path file : files) {
            content.append(program.relativize(file))
                    .append(' ')
                    .append(Answer.hash(Files.readAllBytes(file)))
                    .append('\n');
        }
        return content.toString();
    }
}
