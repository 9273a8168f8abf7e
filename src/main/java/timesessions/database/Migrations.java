package timesessions.database;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema to this version of the program. Nearly every start finds that there is nothing to do, and Flyway takes its
 * time to find it, so its history is looked at first: where it has all migrations of this program, unchanged, and nothing
 * else, Flyway is not begun. Whatever differs is left to Flyway, which knows what to do about it or says what is wrong.
 */
final class Migrations {
    /** Script and checksum of each, as Flyway had them when this program was built. */
    private static final String KNOWN = "/db/migrations.txt";

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

    /** What the history has, in the same form; what has failed or is no script is like nothing that is known. */
    private static Set<String> applied(Connection connection) throws SQLException {
        var applied = new HashSet<String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CONCAT(IF(success AND type = 'SQL', script, type), ' ',"
                        + " COALESCE(checksum, '')) FROM flyway_schema_history")) {
            while (rows.next()) {
                applied.add(rows.getString(1));
            }
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_TABLE) {
                throw e;
            }
        }
        return applied;
    }

    private static Set<String> known() {
        try (var lines = new BufferedReader(new InputStreamReader(
                requireNonNull(Migrations.class.getResourceAsStream(KNOWN)), StandardCharsets.UTF_8))) {
            return lines.lines().collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
