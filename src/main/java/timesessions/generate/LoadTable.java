package timesessions.generate;

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
    SESSION_LABOR(
            "user_id, project_id, category_id, work_duration, break_duration, labor_type_id, local_date, start_at,"
                    + " session_id",
            ""),
    SESSION_WORD("word, local_date, start_at, session_id", "");

    private final String columns;
    private final String constants;

    LoadTable(String columns, String constants) {
        this.columns = columns;
        this.constants = constants;
    }

    int columnCount() {
        return columns.split(", ").length;
    }

    /** For rows that are sent as a file. */
    String loadStatement(long companyId) {
        return "LOAD DATA LOCAL INFILE 'rows' INTO TABLE %s CHARACTER SET utf8mb4 (%s) SET company_id = %d%s"
                .formatted(tableName(), columns, companyId, constants);
    }

    /** For one row, with a placeholder for each column. */
    String insertStatement(long companyId) {
        return "INSERT INTO %s SET %s = ?, company_id = %d%s"
                .formatted(tableName(), columns.replace(", ", " = ?, "), companyId, constants);
    }

    String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
