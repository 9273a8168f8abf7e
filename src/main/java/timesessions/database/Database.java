package timesessions.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import timesessions.jooq.DefaultSchema;

/**
 * The one door to MariaDB: a pool of connections, reads that see one moment, and writes that are done whole or not at
 * all.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int WRITE_ATTEMPTS = 20;
    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DUPLICATE_KEY = 1062;
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(3);
    private static final Settings SETTINGS =
            new Settings().withExecuteLogging(false).withRenderSchema(false).withInListPadding(false);

    /** Without a connection: it writes statements for others to run. */
    private static final DSLContext RENDERER;

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        RENDERER = DSL.using(SQLDialect.MARIADB, SETTINGS);
    }

    /**
     * What each connection begins with: a server may be set up otherwise, and a wrong zone or a lax mode would corrupt what is
     * stored.
     */
    public static final String CONNECTION_SETTINGS = "SET time_zone = '+00:00',"
            + " sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',"
            + " innodb_lock_wait_timeout = 20,"
            // Each id of a list would be looked up twice more to guess how many rows it has.
            + " eq_range_index_dive_limit = 5";

    /** Enough for what is done in a fraction of a millisecond, and few beside those of the pool. */
    private static final int SHORT_CONNECTIONS = 4;

    private static final String LAST_STATEMENTS = "timesessions.last-statements";

    private final HikariDataSource pool;
    private final HikariDataSource shortReads;
    private final SharedReads<Asked, Optional<Record>> found = new SharedReads<>();

    private record Asked(KnownQuery query, String what) {}

    private Database(HikariDataSource pool, HikariDataSource shortReads) {
        this.pool = pool;
        this.shortReads = shortReads;
    }

    /** Does what can be done before there is a database, and takes long once: describing tables, setting Flyway up. */
    public static void prepare() {
        DefaultSchema.DEFAULT_SCHEMA.getTables();
        Flyway.configure().load();
    }

    /**
     * Opens the pool. The connections are made when they are needed: a database that is away is noticed by
     * {@link #migrate} or the first read.
     *
     * @param user null where the address names the account
     */
    public static Database open(String url, @Nullable String user, @Nullable String password, int poolSize) {
        UtcCodec.requireFirst();
        HikariConfig config = config(url, user, password, poolSize);
        config.setPoolName("database");
        config.setAutoCommit(false);
        HikariConfig shortReads = config(url, user, password, Math.min(poolSize, SHORT_CONNECTIONS));
        shortReads.setPoolName("database, short reads");
        shortReads.setMinimumIdle(1);
        return new Database(new HikariDataSource(config), new HikariDataSource(shortReads));
    }

    private static HikariConfig config(String url, @Nullable String user, @Nullable String password, int poolSize) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(poolSize);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(CONNECTION_SETTINGS);
        config.addDataSourceProperty("useServerPrepStmts", "true");
        config.addDataSourceProperty("prepStmtCacheSize", "250");
        config.addDataSourceProperty("useBulkStmts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "3000");
        return config;
    }

    /**
     * Brings the schema to this version of the program.
     *
     * @throws DatabaseAway if the database cannot be reached
     */
    public void migrate() {
        try (Connection connection = connect(pool)) {
            connection.rollback();
        } catch (SQLException e) {
            throw new DatabaseAway(e);
        }
        try {
            Flyway.configure().dataSource(pool).load().migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException("The database could not be migrated: " + e.getMessage(), e);
        }
    }

    /**
     * Runs queries that all see the database at the moment of the first of them.
     *
     * @throws DatabaseAway if the database cannot be reached
     */
    public <T extends @Nullable Object> T read(Function<DSLContext, T> queries) {
        try (Connection connection = connect(pool)) {
            T result = queries.apply(using(connection));
            connection.commit();
            return result;
        } catch (DataAccessException e) {
            throw awayOr(e);
        } catch (SQLException e) {
            throw new DatabaseAway(e);
        }
    }

    /**
     * Runs a single query, which costs no more than that: it sees what has been committed by now, and no transaction has to be
     * ended. It should find its rows by a key, since few can run at the same time.
     *
     * @throws DatabaseAway if the database cannot be reached
     */
    public <T extends @Nullable Object> T readOne(Function<DSLContext, T> query) {
        try (Connection connection = connect(shortReads)) {
            return query.apply(using(connection));
        } catch (DataAccessException e) {
            throw awayOr(e);
        } catch (SQLException e) {
            throw new DatabaseAway(e);
        }
    }

    /**
     * Finds the row of a query, as {@link #readOne}. Those who ask for the same at the same time are given the same row.
     *
     * @param what tells apart what is asked for by the same query
     * @param values in the order of the placeholders
     * @throws DatabaseAway if the database cannot be reached
     */
    public Optional<Record> find(KnownQuery query, String what, Object... values) {
        return found.read(new Asked(query, what), () -> findNow(query, values));
    }

    private Optional<Record> findNow(KnownQuery query, Object... values) {
        try (Connection connection = connect(shortReads)) {
            return query.find(connection, values);
        } catch (DataAccessException e) {
            throw awayOr(e);
        } catch (SQLException e) {
            throw new DatabaseAway(e);
        }
    }

    /**
     * Runs statements as one transaction at READ COMMITTED: what they read for writing is the newest, and no gap is
     * locked. Where it collides with another transaction (a deadlock, or both inserting the same key) it is run again
     * from the start, so it must not change anything but the database.
     *
     * @throws DatabaseAway if the database cannot be reached
     */
    public <T extends @Nullable Object> T write(Function<DSLContext, T> statements) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connect(pool)) {
                try {
                    T result = inTransaction(using(connection), statements);
                    connection.commit();
                    return result;
                } catch (RuntimeException | Error e) {
                    rollback(connection, e);
                    if (!collided(e) || attempt == WRITE_ATTEMPTS) {
                        throw e;
                    }
                    log.debug("Write collided, attempt {}", attempt, e);
                }
            } catch (DataAccessException e) {
                throw awayOr(e);
            } catch (SQLException e) {
                throw new DatabaseAway(e);
            }
            backOff(attempt);
        }
    }

    /** As {@link #write(Function)}, for statements without a result. */
    public void writing(Consumer<DSLContext> statements) {
        this.<@Nullable Void>write(db -> {
            statements.accept(db);
            return null;
        });
    }

    /** What {@link #write} does within its transaction, for whoever has begun one and commits it. */
    public static <T extends @Nullable Object> T inTransaction(DSLContext db, Function<DSLContext, T> statements) {
        SortedMap<String, Consumer<DSLContext>> last = new TreeMap<>();
        db.configuration().data(LAST_STATEMENTS, last);
        db.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        T result = statements.apply(db);
        // In the order of their names, so that no two transactions wait for each other here.
        last.values().forEach(statement -> statement.accept(db));
        return result;
    }

    /**
     * Has a statement run as one of the last of a transaction, after all that its {@link #write} does.
     *
     * @param db of the transaction
     * @param name a statement of a name runs once, however often it is asked for
     */
    static void beforeCommit(DSLContext db, String name, Consumer<DSLContext> statement) {
        @SuppressWarnings("unchecked")
        var last = (@Nullable SortedMap<String, Consumer<DSLContext>>)
                db.configuration().data(LAST_STATEMENTS);
        if (last == null) {
            throw new IllegalStateException("Not in a transaction that writes");
        }
        last.put(name, statement);
    }

    /** Whether a connection can be had and answers. */
    public boolean isReachable() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** How many connections can be had at the same time, beside those of the shortest reads. */
    public int connections() {
        return pool.getMaximumPoolSize();
    }

    /** The pool itself, for bulk loading; connections come with auto-commit off. */
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        shortReads.close();
        pool.close();
    }

    private static Connection connect(HikariDataSource pool) {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new DatabaseAway(e);
        }
    }

    /** The text of a query, with a placeholder for each value. */
    public static String text(Query query) {
        return RENDERER.render(query);
    }

    /** The values for the placeholders of its text, in their order, which is that of MariaDB's grammar. */
    public static List<?> values(Select<?> query) {
        return RENDERER.extractBindValues(query);
    }

    /** A row to be filled, which no connection stands behind. */
    static Record emptyRow(Field<?>... fields) {
        return RENDERER.newRecord(fields);
    }

    static DSLContext using(Connection connection) {
        return DSL.using(connection, SQLDialect.MARIADB, SETTINGS);
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static boolean collided(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (sql.getErrorCode() == DEADLOCK
                            || sql.getErrorCode() == LOCK_WAIT_TIMEOUT
                            || sql.getErrorCode() == DUPLICATE_KEY)) {
                return true;
            }
        }
        return false;
    }

    private static RuntimeException awayOr(DataAccessException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql && isConnectionState(sql.getSQLState()))) {
                return new DatabaseAway(failure);
            }
        }
        return failure;
    }

    private static boolean isConnectionState(@Nullable String state) {
        return state != null && state.startsWith("08");
    }

    private static void backOff(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1, 10 * attempt + 2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
