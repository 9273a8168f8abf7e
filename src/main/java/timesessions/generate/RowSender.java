package timesessions.generate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends rows to the server: as a file, or as inserts where the server or the address of the database forbids files. */
final class RowSender {
    private static final Logger log = LoggerFactory.getLogger(RowSender.class);
    private static final int FILES_FORBIDDEN = 4166;
    private static final int INSERTS_AT_ONCE = 2_000;

    private volatile boolean mayBeFiles = true;

    void send(Connection connection, LoadTable table, long companyId, LoadRows rows) throws SQLException {
        if (mayBeFiles) {
            try {
                sendAsFile(connection, table, companyId, rows);
                return;
            } catch (SQLException e) {
                if (e.getErrorCode() != FILES_FORBIDDEN) {
                    throw e;
                }
                mayBeFiles = false;
                log.info("Inserting row by row, which takes longer: LOCAL INFILE is forbidden ({})", e.getMessage());
            }
        }
        sendAsInserts(connection, table, companyId, rows);
    }

    private static void sendAsFile(Connection connection, LoadTable table, long companyId, LoadRows rows)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(rows.stream());
            int loaded = statement.executeUpdate(table.loadStatement(companyId));
            // The server only warns of a row that is wrong, because the client is in the midst of sending.
            SQLWarning warning = statement.getWarnings();
            if (loaded != rows.rows() || warning != null) {
                throw new IllegalStateException(
                        "%d of %d rows got into %s: %s".formatted(loaded, rows.rows(), table.tableName(), warning));
            }
        }
    }

    private static void sendAsInserts(Connection connection, LoadTable table, long companyId, LoadRows rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.insertStatement(companyId))) {
            int waiting = 0;
            for (var reader = rows.read(table.columnCount()); reader.next(); ) {
                int parameter = 1;
                for (@Nullable String value : reader.values()) {
                    statement.setString(parameter++, value);
                }
                statement.addBatch();
                if (++waiting == INSERTS_AT_ONCE) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            statement.executeBatch();
        }
    }
}
