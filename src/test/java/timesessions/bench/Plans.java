package timesessions.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How the database goes about statements. */
final class Plans {
    /** The tables that grow with the sessions; the others of this schema are names and rollups. */
    private static final Set<String> GROWING = Set.of("time_session", "time_entry", "session_labor", "session_word");
    /** Rows of a page, whose entries and names are sorted once more. */
    private static final long PAGE = 1_000;

    private Plans() {}

    /** Those of the statements whose plan puts more than a page of sessions into a temporary table. */
    static List<String> withTemporaryTables(Connection connection, List<String> statements) throws SQLException {
        var found = new ArrayList<String>();
        for (String sql : statements) {
            if (isQuery(sql) && usesTemporary(connection, sql)) {
                found.add(sql);
            }
        }
        return found;
    }

    static boolean isQuery(String sql) {
        String start = sql.stripLeading().toLowerCase(java.util.Locale.ROOT);
        return start.startsWith("select") || start.startsWith("(select");
    }

    private static boolean usesTemporary(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN " + sql)) {
            while (plan.next()) {
                String extra = plan.getString("Extra");
                if (extra != null
                        && extra.contains("Using temporary")
                        && GROWING.contains(plan.getString("table"))
                        && plan.getLong("rows") > PAGE) {
                    return true;
                }
            }
            return false;
        }
    }
}
