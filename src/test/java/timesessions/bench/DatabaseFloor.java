package timesessions.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import timesessions.database.Database;

/**
 * The statements of a request in a bare loop over JDBC, as often as it goes: prepared by the server once, a connection for
 * each thread, which is set up as the product's are, every row fetched. The floor leaves the values in the driver; what taking
 * them costs is told beside it.
 */
final class DatabaseFloor {
    private final String url;
    private final List<String> statements;

    /** @param statements with their values, in the order in which a request sends them */
    DatabaseFloor(String url, List<String> statements) {
        this.url = url + "&user=root&useServerPrepStmts=true&prepStmtCacheSize=250";
        this.statements = List.copyOf(statements);
    }

    /** With nothing taken out of the rows. */
    double perSecond(int threads, int seconds) throws Exception {
        return perSecond(threads, seconds, row -> {});
    }

    /** With every value taken out of every row, as whoever asks for them has to. */
    double perSecondWithValues(int threads, int seconds) throws Exception {
        return perSecond(threads, seconds, DatabaseFloor::takeValues);
    }

    private double perSecond(int threads, int seconds, Taker taker) throws Exception {
        long length = TimeUnit.SECONDS.toNanos(seconds);
        Callable<Double> loop = () -> loop(length, taker);
        double requests = 0;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<Double>>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(loop));
            }
            for (Future<Double> ended : running) {
                requests += ended.get();
            }
        }
        return requests;
    }

    /** How often in a second, once the connection is there. */
    private double loop(long length, Taker taker) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement plain = connection.createStatement()) {
            plain.execute(Database.CONNECTION_SETTINGS);
            connection.setAutoCommit(false);
            var steps = new ArrayList<Step>();
            for (String sql : statements) {
                if (Plans.isQuery(sql)) {
                    PreparedStatement prepared = connection.prepareStatement(sql);
                    steps.add(() -> fetch(prepared, taker));
                } else {
                    // The ends of transactions, which no driver prepares.
                    steps.add(() -> plain.execute(sql));
                }
            }
            long begin = System.nanoTime();
            long requests = 0;
            while (System.nanoTime() - begin < length) {
                for (Step step : steps) {
                    step.run();
                }
                requests++;
            }
            return requests / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private interface Taker {
        void take(ResultSet row) throws SQLException;
    }

    private static void fetch(PreparedStatement statement, Taker taker) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taker.take(rows);
            }
        }
    }

    /** By the quickest way that the driver has for a column of that type. */
    private static void takeValues(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            switch (columns.getColumnType(i)) {
                case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT, Types.BIT, Types.BOOLEAN ->
                    row.getLong(i);
                case Types.TIMESTAMP -> row.getObject(i, LocalDateTime.class);
                case Types.DATE -> row.getObject(i, LocalDate.class);
                default -> row.getString(i);
            }
        }
    }
}
