package timesessions.generate;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Locale;

/** The tables that a bulk load fills, and the order of the columns of their rows. */
enum LoadTable {
    TIME_SESSION(
            "id, user_id, project_id, category_id, start_at, end_at, time_zone, local_date, duration, work_duration,"
                    + " break_duration, num_breaks, running, description, created_at, updated_at",
            ", source = 'made'"),
    TIME_ENTRY(
            "session_id, id, start_at, end_at, time_zone, duration, created_at, updated_at, type, running,"
                    + " labor_type_id",
            ""),
    SESSION_LABOR("labor_type_id, local_date, start_at, session_id", ""),
    SESSION_WORD("word, local_date, start_at, session_id", "");

    private final String columns;
    private final String constants;

    LoadTable(String columns, String constants) {
        this.columns = columns;
        this.constants = constants;
    }

    void load(Statement statement, long companyId, LoadRows rows) throws SQLException {
        statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(rows.stream());
        int loaded = statement.executeUpdate(
                "LOAD DATA LOCAL INFILE 'rows' INTO TABLE %s CHARACTER SET utf8mb4 (%s) SET company_id = %d%s"
                        .formatted(tableName(), columns, companyId, constants));
        // The server only warns of a row that is wrong, because the client is in the midst of sending.
        SQLWarning warning = statement.getWarnings();
        if (loaded != rows.rows() || warning != null) {
            throw new IllegalStateException(
                    "%d of %d rows got into %s: %s".formatted(loaded, rows.rows(), tableName(), warning));
        }
    }

    String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
