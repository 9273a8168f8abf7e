package timesessions.generate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import timesessions.database.Database;

/** The sequence of all ids that are made here, for those who need many at once. */
final class IdSequence {
    private final Database database;

    IdSequence(Database database) {
        this.database = database;
    }

    /**
     * Takes a range without a gap out of the sequence.
     *
     * @return the first id of the range
     */
    long take(long count) {
        return database.write(db -> db.connectionResult(connection -> take(connection, count)));
    }

    /** Without the lock somebody could be given an id between the two steps, from inside the range. */
    private static long take(Connection connection, long count) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLES id_sequence WRITE");
            try {
                long first = number(statement, "SELECT NEXT VALUE FOR id_sequence");
                number(statement, "SELECT SETVAL(id_sequence, %d)".formatted(first + count - 1));
                return first;
            } finally {
                statement.execute("UNLOCK TABLES");
            }
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
