package timesessions.bench;

import java.net.http.HttpResponse;
import java.util.List;
import timesessions.bench.LoadGenerator.Load;

/**
 * What an answer costs at least, by requests a second: the web server's floor sends the same bytes and does nothing else, the
 * database's floor runs the same statements and does nothing else.
 *
 * @param webOne with one connection, and eight of them
 * @param databaseOne with one thread, and eight of them
 */
record Floors(double webOne, double webEight, double databaseOne, double databaseEight) {

    /** Beside a server that has nothing else to do meanwhile. */
    static Floors measure(
            Scenario scenario, HttpResponse<byte[]> answer, List<String> statements, String databaseUrl, int seconds)
            throws Exception {
        int warming = warming(seconds);
        var database = new DatabaseFloor(databaseUrl, statements);
        database.perSecond(8, warming);
        double databaseOne = database.perSecond(1, seconds);
        double databaseEight = database.perSecond(8, seconds);
        try (WebFloor web = WebFloor.start(answer)) {
            Visitor visitor = scenario.visitor().at(web.address());
            LoadGenerator.of(visitor, scenario.path(), 8, warming);
            Load one = LoadGenerator.of(visitor, scenario.path(), 1, seconds);
            Load eight = LoadGenerator.of(visitor, scenario.path(), 8, seconds);
            return new Floors(one.perSecond(), eight.perSecond(), databaseOne, databaseEight);
        }
    }

    /** How long something has to run before it is measured against something else, so that all of it is compiled. */
    static int warming(int seconds) {
        return Math.max(5, 3 * seconds);
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
