package timesessions.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/**
 * What an answer costs at least, by requests a second: the web server's floor sends the same bytes and does nothing else, the
 * database's floor runs the same statements and does nothing else. The product is measured between them, by turns, so that
 * a busy moment of the machine does not hit one of the three alone.
 *
 * @param values those of the database's floor with every value taken out of the driver: no bound goes by it, but it says how
 *     much of what lies between floor and product is the driver's
 */
record Floors(Rates product, Rates web, Rates database, Rates values) {
    /** Each is no longer than a wobble of the machine, and of three the middle one may be one that it spoilt. */
    private static final int ROUNDS = 7;

    private static final int WARMING_SECONDS = 3;
    private static final int MOST_WARMINGS = 50;
    private static final double NOTABLY = 1.03;
    /**
     * Compiling what a page takes goes on for a minute and a half where requests leave it little time, with stretches between
     * in which nothing gets quicker, and a machine wobbles.
     */
    private static final int PATIENCE = 10;
    /** What does nothing else is compiled soon. */
    private static final int PATIENCE_WITH_FLOORS = 2;

    /**
     * Requests a second.
     *
     * @param one with one connection or thread, and eight of them
     */
    record Rates(double one, double eight) {}

    /** Beside a server that has nothing else to do meanwhile. */
    static Floors measure(
            Scenario scenario, HttpResponse<byte[]> answer, List<String> statements, String databaseUrl, int seconds)
            throws Exception {
        var database = new DatabaseFloor(databaseUrl, statements);
        try (WebFloor web = WebFloor.start(answer)) {
            Visitor elsewhere = scenario.visitor().at(web.address());
            warm(() -> perSecond(elsewhere, scenario.path()), PATIENCE_WITH_FLOORS);
            warm(() -> database.perSecond(8, WARMING_SECONDS), PATIENCE_WITH_FLOORS);
            warm(() -> database.perSecondWithValues(8, WARMING_SECONDS), PATIENCE_WITH_FLOORS);
            var product = new ArrayList<Rates>();
            var ofWeb = new ArrayList<Rates>();
            var ofDatabase = new ArrayList<Rates>();
            var ofValues = new ArrayList<Rates>();
            for (int i = 0; i < ROUNDS; i++) {
                product.add(rates(scenario.visitor(), scenario.path(), seconds));
                ofWeb.add(rates(elsewhere, scenario.path(), seconds));
                ofDatabase.add(new Rates(database.perSecond(1, seconds), database.perSecond(8, seconds)));
                ofValues.add(
                        new Rates(database.perSecondWithValues(1, seconds), database.perSecondWithValues(8, seconds)));
            }
            return new Floors(median(product), median(ofWeb), median(ofDatabase), median(ofValues));
        }
    }

    private static Rates rates(Visitor visitor, String path, int seconds) throws IOException, InterruptedException {
        return new Rates(
                LoadGenerator.of(visitor, path, 1, seconds).perSecond(),
                LoadGenerator.of(visitor, path, 8, seconds).perSecond());
    }

    private static Rates median(List<Rates> rounds) {
        return new Rates(median(rounds, Rates::one), median(rounds, Rates::eight));
    }

    private static double median(List<Rates> rounds, ToDoubleFunction<Rates> rate) {
        return rounds.stream().mapToDouble(rate).sorted().toArray()[ROUNDS / 2];
    }

    /** Has the server answer until it has compiled what it needs for that. */
    static void warm(Visitor visitor, String path) throws Exception {
        warm(() -> perSecond(visitor, path), PATIENCE);
    }

    private static double perSecond(Visitor visitor, String path) throws IOException, InterruptedException {
        return LoadGenerator.of(visitor, path, 8, WARMING_SECONDS).perSecond();
    }

    private static void warm(Callable<Double> perSecond, int patience) throws Exception {
        double best = 0;
        int noBetter = 0;
        for (int i = 0; i < MOST_WARMINGS && noBetter < patience; i++) {
            double rate = perSecond.call();
            noBetter = rate > NOTABLY * best ? 0 : noBetter + 1;
            best = Math.max(best, rate);
        }
    }

    /**
     * What both together allow: with one connection one comes after the other, and eight keep the machine busy, of which
     * both take their part.
     */
    Rates allowed() {
        return new Rates(both(web.one, database.one), both(web.eight, database.eight));
    }

    /** How much of that the product reaches, with eight connections. */
    double share() {
        return product.eight / allowed().eight;
    }

    private static double both(double web, double database) {
        return 1 / (1 / web + 1 / database);
    }
}
