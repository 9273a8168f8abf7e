package timesessions.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How the database goes about statements. */
public final class Plans {
    /** The tables that grow with the sessions; the others of this schema are names and rollups. */
    private static final Set<String> GROWING = Set.of("time_session", "time_entry", "session_labor", "session_word");
    /** About the rows of a page and its days, which are sorted once more; the server guesses them from above. */
    private static final long PAGE = 2_000;

    private Plans() {}

    /** Those of the statements whose plan puts more than a page of sessions into a temporary table. */
    public static List<String> withTemporaryTables(Connection connection, List<String> statements) throws SQLException {
        var found = new ArrayList<String>();
        for (String sql : statements) {
            if (isQuery(sql) && usesTemporary(connection, sql)) {
                found.add(sql);
            }
        }
        return found;
    }

    /** The indexes by which they find sessions, after their tables; but for names and entries of sessions found already. */
    public static SortedSet<String> indexes(Connection connection, List<String> statements) throws SQLException {
        return indexes(connection, statements, extra -> true);
    }

    /** Of the same those that hold all that a statement asks for, so that it looks up nothing in their tables. */
    public static SortedSet<String> indexesAlone(Connection connection, List<String> statements) throws SQLException {
        return indexes(connection, statements, extra -> extra.contains("Using index"));
    }

    /** @param extra what the plan's remarks have to be */
    private static SortedSet<String> indexes(
            Connection connection, List<String> statements, Predicate<List<String>> extra) throws SQLException {
        var found = new TreeSet<String>();
        for (String sql : statements) {
            if (isQuery(sql)) {
                try (Statement statement = connection.createStatement();
                        ResultSet plan = statement.executeQuery("EXPLAIN " + sql)) {
                    while (plan.next()) {
                        String table = plan.getString("table");
                        if (table != null
                                && GROWING.contains(table)
                                && !table.equals("time_entry")
                                && !"eq_ref".equals(plan.getString("type"))
                                && extra.test(remarks(plan))) {
                            found.add(table + " " + plan.getString("key"));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static List<String> remarks(ResultSet plan) throws SQLException {
        String extra = plan.getString("Extra");
        return extra == null ? List.of() : List.of(extra.split("; ", -1));
    }

    static boolean isQuery(String sql) {
        String start = sql.stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("select") || start.startsWith("(select");
    }

    private static boolean usesTemporary(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN " + sql)) {
            while (plan.next()) {
                if (remarks(plan).contains("Using temporary")
                        && plan.getString("table") != null
                        && GROWING.contains(plan.getString("table"))
                        && plan.getLong("rows") > PAGE) {
                    return true;
                }
            }
            return false;
        }
    }
}
