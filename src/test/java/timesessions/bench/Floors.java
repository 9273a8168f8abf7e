package timesessions.bench;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import timesessions.bench.LoadGenerator.Load;

/**
 * What an answer costs at least, by requests a second: the web server's floor sends the same bytes and does nothing else, the
 * database's floor runs the same statements and does nothing else.
 *
 * @param webOne with one connection, and eight of them
 * @param databaseOne with one thread, and eight of them
 */
record Floors(double webOne, double webEight, double databaseOne, double databaseEight) {
    private static final int WARMING_SECONDS = 3;
    private static final int MOST_WARMINGS = 10;
    private static final double NOTABLY = 1.03;

    /** Beside a server that has nothing else to do meanwhile. */
    static Floors measure(
            Scenario scenario, HttpResponse<byte[]> answer, List<String> statements, String databaseUrl, int seconds)
            throws Exception {
        var database = new DatabaseFloor(databaseUrl, statements);
        warm(() -> database.perSecond(8, WARMING_SECONDS));
        double databaseOne = database.perSecond(1, seconds);
        double databaseEight = database.perSecond(8, seconds);
        try (WebFloor web = WebFloor.start(answer)) {
            Visitor visitor = scenario.visitor().at(web.address());
            warm(visitor, scenario.path());
            Load one = LoadGenerator.of(visitor, scenario.path(), 1, seconds);
            Load eight = LoadGenerator.of(visitor, scenario.path(), 8, seconds);
            return new Floors(one.perSecond(), eight.perSecond(), databaseOne, databaseEight);
        }
    }

    /** Has the server answer until it has compiled what it needs for that. */
    static void warm(Visitor visitor, String path) throws Exception {
        warm(() -> LoadGenerator.of(visitor, path, 8, WARMING_SECONDS).perSecond());
    }

    private static void warm(Callable<Double> perSecond) throws Exception {
        double best = 0;
        int noBetter = 0;
        for (int i = 0; i < MOST_WARMINGS && noBetter < 2; i++) {
            double rate = perSecond.call();
            noBetter = rate > NOTABLY * best ? 0 : noBetter + 1;
            best = Math.max(best, rate);
        }
    }

    /** The requests a second that both together allow, one after the other, with one connection. */
    double allowedOne() {
        return both(webOne, databaseOne);
    }

    /** The same with eight connections, which keep the machine busy: what both take of it adds up. */
    double allowedEight() {
        return both(webEight, databaseEight);
    }

    private static double both(double web, double database) {
        return 1 / (1 / web + 1 / database);
    }
}
