package timesessions.database;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema to this version of the program. Flyway takes a quarter of a start to find that there is nothing to do, so
 * its history is looked at first: where it has all migrations of this program, unchanged, and nothing else, Flyway is not
 * begun. Whatever differs is left to Flyway, which knows what to do about it or says what is wrong.
 */
final class Migrations {
    private static final String FOLDER = "db/migration/";
    private static final int NO_SUCH_TABLE = 1146;

    private Migrations() {}

    /** @throws IllegalStateException if Flyway cannot do it */
    static void apply(DataSource dataSource) {
        try {
            Flyway.configure().dataSource(dataSource).load().migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException("The database could not be migrated: " + e.getMessage(), e);
        }
    }

    /** Whether the history says that the database is as this program wants it. */
    static boolean areApplied(Connection connection) throws SQLException {
        return applied(connection).equals(known());
    }

    /** The scripts in the history with their checksums; none where it has something else than scripts that succeeded. */
    private static Map<String, Integer> applied(Connection connection) throws SQLException {
        var applied = new HashMap<String, Integer>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT script, checksum, success AND type = 'SQL' FROM flyway_schema_history")) {
            while (rows.next()) {
                if (!rows.getBoolean(3)) {
                    return Map.of();
                }
                applied.put(rows.getString(1), rows.getInt(2));
            }
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_TABLE) {
                throw e;
            }
        }
        return applied;
    }

    private static Map<String, Integer> known() {
        try {
            return scripts().stream().collect(toMap(Function.identity(), Migrations::checksum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> scripts() throws IOException {
        URL folder = requireNonNull(Migrations.class.getResource("/" + FOLDER));
        if (folder.openConnection() instanceof JarURLConnection jar) {
            return jar.getJarFile()
                    .versionedStream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(FOLDER) && name.endsWith(".sql"))
                    .map(name -> name.substring(FOLDER.length()))
                    .toList();
        }
        try (Stream<Path> files = Files.list(Path.of(uri(folder)))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Flyway has it: of the lines without what ends them. */
    private static int checksum(String script) {
        var sum = new CRC32();
        try (var lines = new BufferedReader(new InputStreamReader(
                requireNonNull(Migrations.class.getResourceAsStream("/" + FOLDER + script)), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (int) sum.getValue();
    }
}
