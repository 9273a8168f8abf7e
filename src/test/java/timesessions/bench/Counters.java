package timesessions.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the database server counts by itself, which does not wobble as times do. Nobody else may use it meanwhile. */
public final class Counters implements AutoCloseable {
    private static final String STATUS = "SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions', 'Handler_read_first',"
            + " 'Handler_read_key', 'Handler_read_last', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd',"
            + " 'Handler_read_rnd_next', 'Handler_icp_attempts', 'Handler_icp_match', 'Created_tmp_disk_tables')";

    private static final int QUIET_LOOKS = 5;
    private static final Duration MOST_UNQUIET = Duration.ofMinutes(1);

    private final Connection connection;

    /**
     * What some work cost.
     *
     * @param rows that the server has looked at, those included that it dropped while reading an index
     * @param statements that it was sent, the ends of transactions included
     */
    public record Counts(long rows, long statements, long temporaryFiles) {
        Counts minus(Counts other) {
            return new Counts(rows - other.rows, statements - other.statements, temporaryFiles - other.temporaryFiles);
        }
    }

    public Counters(String url) throws SQLException {
        connection = DriverManager.getConnection(url + "&user=root");
    }

    public Connection connection() {
        return connection;
    }

    /** What the work costs, without what asking costs. */
    public Counts of(Work work) throws Exception {
        Counts asking = counts(() -> {});
        return counts(work).minus(asking);
    }

    public interface Work {
        void run() throws Exception;
    }

    private Counts counts(Work work) throws Exception {
        Counts before = now();
        work.run();
        return now().minus(before);
    }

    private Counts now() throws SQLException {
        long rows = 0;
        long statements = 0;
        long files = 0;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(STATUS)) {
            while (found.next()) {
                long value = found.getLong(2);
                switch (found.getString(1)) {
                    case "Questions" -> statements = value;
                    case "Created_tmp_disk_tables" -> files = value;
                    // Rows that a condition on the index dropped are counted by these two alone.
                    case "Handler_icp_match" -> rows -= value;
                    default -> rows += value;
                }
            }
        }
        return new Counts(rows, statements, files);
    }

    /** Waits until nobody is answered any more: who broke off a request has left it to be worked out to its end. */
    public void awaitQuiet() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + MOST_UNQUIET.toNanos();
        for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() < deadline; ) {
            TimeUnit.MILLISECONDS.sleep(10);
            try (Statement statement = connection.createStatement();
                    ResultSet busy = statement.executeQuery("SELECT COUNT(*) FROM information_schema.processlist"
                            + " WHERE command NOT IN ('Sleep', 'Daemon') AND id <> CONNECTION_ID()")) {
                busy.next();
                quiet = busy.getLong(1) == 0 ? quiet + 1 : 0;
            }
        }
    }

    /**
     * Has the server note the values of statements that are prepared from now on: one that was prepared while it kept no log
     * is logged without them. It costs time, so nothing is timed after this.
     */
    public void noteValues() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL log_output = 'NONE'");
            statement.execute("SET GLOBAL general_log = 1");
        }
    }

    /** Ends what {@link #noteValues} began. */
    public void noteNothing() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL general_log = 0");
        }
    }

    /** The statements that the work sends, with their values, after {@link #noteValues}. */
    public List<String> statementsOf(Work work) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL log_output = 'TABLE'");
            try {
                work.run();
            } finally {
                statement.execute("SET GLOBAL log_output = 'NONE'");
            }
            var sent = new ArrayList<String>();
            try (ResultSet found =
                    statement.executeQuery("SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log"
                            + " WHERE command_type IN ('Query', 'Execute') AND thread_id <> CONNECTION_ID()"
                            // A statement that is prepared and run in one go is logged without its values once more.
                            + " AND argument NOT REGEXP '[ (,][?]($|[ ,)])'"
                            + " ORDER BY event_time")) {
                while (found.next()) {
                    sent.add(found.getString(1));
                }
            }
            statement.execute("TRUNCATE TABLE mysql.general_log");
            return sent;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
