package timesessions.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.App;
import timesessions.Config;
import timesessions.database.Database;
import timesessions.database.EmbeddedMariaDb;
import timesessions.generate.FirstIds;
import timesessions.generate.MadeSessions;
import timesessions.generate.Recipe;
import timesessions.ingest.Importer;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;
import timesessions.total.TotalRebuild;

/**
 * What writing into the big company costs, beside the running server and into its database, which flushes every commit to
 * disk as it always does: sessions one by one, by eight writers at once, and in batches as an import has them. All are taken
 * out again.
 *
 * <p>The cost of the totals is found by the product's own code, which writes one session with them and the next one on a
 * connection that drops the statements for the four tables of totals, by turns.
 *
 * @param with milliseconds for one session with its totals, the median
 * @param without the same without totals
 * @param eightPerSecond sessions that eight writers get written one by one
 * @param deadlocks that MariaDB had to break meanwhile
 * @param importPerSecond sessions of an import
 * @param totalsHold whether the totals are afterwards what they were before
 */
record Writing(
        double with,
        double without,
        double eightPerSecond,
        long deadlocks,
        double importPerSecond,
        boolean totalsHold) {
    static final String NAME = "writing";
    static final double MOST_TIMES = 2;
    static final double LEAST_IMPORTED = 1_000;

    private static final int WARM = 100;
    private static final int ALONE = 200;
    private static final int WRITERS = 8;
    private static final int EACH = 100;
    /** Some days of the company: what an import has to fetch from disk at first is not all that is measured. */
    private static final int IMPORTED = 15 * Importer.BATCH_SESSIONS;

    private static final int TAKEN_OUT_AT_ONCE = 1_000;
    /** Far above the ids that are given out. */
    private static final long FREE_IDS = 1L << 50;

    private static final Settings SETTINGS =
            new Settings().withExecuteLogging(false).withRenderSchema(false);
    private static final Pattern INTO_TOTALS = Pattern.compile(
            "insert into `(total|key_user|key_labor|key_stamp|key_block|id_block|id_span|stamp_total|attendance)`.*",
            Pattern.DOTALL);

    /** How many times as long a session takes with its totals as without. */
    double times() {
        return with / without;
    }

    static Writing measure(BenchData data, Consumer<String> progress) throws Exception {
        Config config = Config.from(Map.of("DATA_DIR", data.folder().toString()));
        try (App app = App.open(config, EmbeddedMariaDb.Use.COMMAND);
                Connection connection = app.database().dataSource().getConnection()) {
            long company = data.bigCompany();
            Iterator<TimeSession> sessions = sessions(app, data).iterator();
            List<TimeSession> alone = next(sessions, WARM + ALONE);
            List<TimeSession> bare = next(sessions, WARM + ALONE);
            List<TimeSession> together = next(sessions, WRITERS * EACH);
            List<TimeSession> imported = next(sessions, IMPORTED);
            DSLContext whole = using(watched(connection, sql -> false));
            var dropped = new AtomicInteger();
            DSLContext withoutTotals = using(
                    watched(connection, sql -> INTO_TOTALS.matcher(sql).matches() && dropped.incrementAndGet() > 0));
            SessionWriter writer = app.sessionWriter();
            takeOutLeftOvers(app, whole, connection, company, progress);
            String before = totals(app, company);
            try {
                var with = new ArrayList<Double>();
                var without = new ArrayList<Double>();
                for (int i = 0; i < WARM + ALONE; i++) {
                    with.add(write(whole, connection, company, alone.get(i)));
                    without.add(write(withoutTotals, connection, company, bare.get(i)));
                }
                if (dropped.get() < bare.size()) {
                    throw new IllegalStateException("The statements that write totals were not recognised.");
                }
                long deadlocks = deadlocks(app);
                double eight = atOnce(writer, company, together);
                deadlocks = deadlocks(app) - deadlocks;
                double rate = imported(writer, company, imported);
                takeOut(whole, connection, company, Stream.of(alone, together, imported));
                takeOut(withoutTotals, connection, company, Stream.of(bare));
                return new Writing(
                        median(with.subList(WARM, with.size())),
                        median(without.subList(WARM, without.size())),
                        eight,
                        deadlocks,
                        rate,
                        totals(app, company).equals(before));
            } catch (Exception e) {
                connection.rollback();
                takeOut(whole, connection, company, Stream.of(alone, together, imported));
                takeOut(withoutTotals, connection, company, Stream.of(bare));
                throw e;
            }
        }
    }

    private static DSLContext using(Connection connection) {
        return DSL.using(connection, SQLDialect.MARIADB, SETTINGS);
    }

    /** The connection, on which statements that are dropped come to nothing. */
    private static Connection watched(Connection connection, Predicate<String> dropped) {
        return (Connection) Proxy.newProxyInstance(
                Writing.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("prepareStatement") && dropped.test((String) arguments[0])
                                ? nothing()
                                : invoke(connection, method, arguments));
    }

    private static PreparedStatement nothing() {
        return (PreparedStatement) Proxy.newProxyInstance(
                Writing.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    Class<?> type = method.getReturnType();
                    if (type == int[].class) {
                        return new int[0];
                    }
                    return type == boolean.class ? (Object) false : type == int.class ? 0 : null;
                });
    }

    private static @Nullable Object invoke(Connection connection, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static List<TimeSession> next(Iterator<TimeSession> sessions, int count) {
        var taken = new ArrayList<TimeSession>(count);
        while (taken.size() < count) {
            taken.add(sessions.next());
        }
        return taken;
    }

    /** One transaction, as the product has it for a write; gives its milliseconds. */
    private static double write(DSLContext db, Connection connection, long company, TimeSession session)
            throws SQLException {
        long begin = System.nanoTime();
        Database.inTransaction(
                db, same -> SessionWriter.write(same, company, SessionWriter.Source.MADE, List.of(session)));
        connection.commit();
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static long deadlocks(App app) {
        return app.database()
                .read(db -> db.fetchSingle("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")
                        .get(1, Long.class));
    }

    /** Of the people and projects that are there, as many a day as they have: from a year ago on, as who moves here brings them. */
    private static List<TimeSession> sessions(App app, BenchData data) {
        int count = 2 * (WARM + ALONE) + WRITERS * EACH + IMPORTED;
        Recipe recipe = Recipe.of(Math.max(count, data.sessions() / BenchData.YEARS), 1)
                .withPeople(BenchData.PEOPLE)
                .withProjects(BenchData.PROJECTS)
                .withSeed(data.bigCompany());
        FirstIds ids = app.database()
                .read(db -> new FirstIds(
                        first(db, "user", data),
                        first(db, "project", data),
                        first(db, "category", data),
                        first(db, "labor_type", data),
                        FREE_IDS,
                        FREE_IDS));
        var sessions = new ArrayList<TimeSession>(count);
        Iterator<TimeSession> made = new MadeSessions(recipe, data.now(), ids).iterator();
        while (sessions.size() < count) {
            sessions.add(made.next());
        }
        return sessions;
    }

    private static long first(DSLContext db, String table, BenchData data) {
        return db.fetchSingle("SELECT MIN(id) FROM `" + table + "` WHERE company_id = ?", data.bigCompany())
                .get(0, Long.class);
    }

    private static double atOnce(SessionWriter writer, long company, List<TimeSession> sessions) throws Exception {
        long begin = System.nanoTime();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < WRITERS; i++) {
                List<TimeSession> own = sessions.subList(i * EACH, (i + 1) * EACH);
                running.add(writers.submit(() ->
                        own.forEach(session -> writer.write(company, SessionWriter.Source.MADE, List.of(session)))));
            }
            for (Future<?> writing : running) {
                writing.get();
            }
        }
        return sessions.size() / ((System.nanoTime() - begin) / 1e9);
    }

    private static double imported(SessionWriter writer, long company, List<TimeSession> sessions) {
        long begin = System.nanoTime();
        for (int from = 0; from < sessions.size(); from += Importer.BATCH_SESSIONS) {
            writer.write(
                    company,
                    SessionWriter.Source.MADE,
                    sessions.subList(from, Math.min(sessions.size(), from + Importer.BATCH_SESSIONS)));
        }
        return sessions.size() / ((System.nanoTime() - begin) / 1e9);
    }

    /** Of a run that was ended amid this: some of its sessions never got into the totals. */
    private static void takeOutLeftOvers(
            App app, DSLContext db, Connection connection, long company, Consumer<String> progress)
            throws SQLException {
        List<Long> ids = db.fetch("SELECT id FROM time_session WHERE company_id = ? AND id >= ?", company, FREE_IDS)
                .getValues(0, Long.class);
        connection.commit();
        if (!ids.isEmpty()) {
            progress.accept(
                    "takes out %,d sessions of an earlier run, and makes the totals anew".formatted(ids.size()));
            takeOut(db, connection, company, ids);
            new TotalRebuild(app.database()).rebuild(company);
        }
    }

    private static void takeOut(DSLContext db, Connection connection, long company, Stream<List<TimeSession>> sessions)
            throws SQLException {
        takeOut(
                db,
                connection,
                company,
                sessions.flatMap(List::stream).map(TimeSession::id).toList());
    }

    private static void takeOut(DSLContext db, Connection connection, long company, List<Long> ids)
            throws SQLException {
        for (int from = 0; from < ids.size(); from += TAKEN_OUT_AT_ONCE) {
            List<Long> batch = ids.subList(from, Math.min(ids.size(), from + TAKEN_OUT_AT_ONCE));
            Database.inTransaction(db, same -> SessionWriter.remove(same, company, batch));
            connection.commit();
        }
    }

    private static String totals(App app, long company) {
        return app.database()
                .read(db -> db.fetch(
                                "SELECT dimension, grain, SUM(sessions), SUM(work), SUM(`break`) FROM total"
                                        + " WHERE company_id = ? GROUP BY dimension, grain",
                                company)
                        .formatCSV());
    }
}
