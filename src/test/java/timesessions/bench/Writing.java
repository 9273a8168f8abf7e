package timesessions.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.DSLContext;
import timesessions.App;
import timesessions.Config;
import timesessions.database.EmbeddedMariaDb;
import timesessions.generate.FirstIds;
import timesessions.generate.MadeSessions;
import timesessions.generate.Recipe;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;

/**
 * What writing into the big company costs, beside the running server: sessions one by one, by eight writers at once, and in
 * batches as an import has them. All are taken out again.
 *
 * @param one milliseconds for one session with its totals, the median
 * @param eightPerSecond sessions that eight writers get written one by one
 * @param importPerSecond sessions of an import
 * @param totalsHold whether the totals are afterwards what they were before
 */
record Writing(double one, double eightPerSecond, double importPerSecond, boolean totalsHold) {
    static final double LEAST_IMPORTED = 1_000;

    private static final int ALONE = 100;
    private static final int WRITERS = 8;
    private static final int EACH = 50;
    private static final int BATCH = 500;
    private static final int IMPORTED = 6 * BATCH;
    /** Far above the ids that are given out. */
    private static final long FREE_IDS = 1L << 50;

    static Writing measure(BenchData data) throws Exception {
        Config config = Config.from(Map.of("DATA_DIR", data.folder().toString()));
        try (App app = App.open(config, EmbeddedMariaDb.Use.COMMAND)) {
            List<TimeSession> sessions = sessions(app, data);
            SessionWriter writer = app.sessionWriter();
            String before = totals(app, data.bigCompany());
            try {
                double one = oneByOne(writer, data.bigCompany(), sessions.subList(0, ALONE));
                int together = WRITERS * EACH;
                double eight = atOnce(writer, data.bigCompany(), sessions.subList(ALONE, ALONE + together));
                double imported =
                        imported(writer, data.bigCompany(), sessions.subList(ALONE + together, sessions.size()));
                takeOut(writer, data.bigCompany(), sessions);
                return new Writing(
                        one, eight, imported, totals(app, data.bigCompany()).equals(before));
            } catch (Exception e) {
                takeOut(writer, data.bigCompany(), sessions);
                throw e;
            }
        }
    }

    /** Of the people and projects that are there. */
    private static List<TimeSession> sessions(App app, BenchData data) {
        int count = ALONE + WRITERS * EACH + IMPORTED;
        Recipe recipe = Recipe.of(count, 1)
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
        new MadeSessions(recipe, data.now(), ids).forEach(sessions::add);
        return sessions;
    }

    private static long first(DSLContext db, String table, BenchData data) {
        return db.fetchSingle("SELECT MIN(id) FROM `" + table + "` WHERE company_id = ?", data.bigCompany())
                .get(0, Long.class);
    }

    private static double oneByOne(SessionWriter writer, long company, List<TimeSession> sessions) {
        var times = new ArrayList<Double>();
        for (TimeSession session : sessions) {
            long begin = System.nanoTime();
            writer.write(company, SessionWriter.Source.MADE, List.of(session));
            times.add((System.nanoTime() - begin) / 1e6);
        }
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private static double atOnce(SessionWriter writer, long company, List<TimeSession> sessions) throws Exception {
        long begin = System.nanoTime();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var running = new ArrayList<Future<Double>>();
            for (int i = 0; i < WRITERS; i++) {
                List<TimeSession> own = sessions.subList(i * EACH, (i + 1) * EACH);
                Callable<Double> work = () -> oneByOne(writer, company, own);
                running.add(writers.submit(work));
            }
            for (Future<Double> writing : running) {
                writing.get();
            }
        }
        return sessions.size() / ((System.nanoTime() - begin) / 1e9);
    }

    private static double imported(SessionWriter writer, long company, List<TimeSession> sessions) {
        long begin = System.nanoTime();
        for (int from = 0; from < sessions.size(); from += BATCH) {
            writer.write(
                    company,
                    SessionWriter.Source.MADE,
                    sessions.subList(from, Math.min(sessions.size(), from + BATCH)));
        }
        return sessions.size() / ((System.nanoTime() - begin) / 1e9);
    }

    private static void takeOut(SessionWriter writer, long company, List<TimeSession> sessions) {
        for (int from = 0; from < sessions.size(); from += BATCH) {
            writer.remove(
                    company,
                    sessions.subList(from, Math.min(sessions.size(), from + BATCH)).stream()
                            .map(TimeSession::id)
                            .toList());
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
