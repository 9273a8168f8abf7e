package timesessions.bench;

import java.util.ArrayList;
import java.util.List;
import timesessions.bench.Counters.Counts;
import timesessions.bench.LoadGenerator.Load;
import timesessions.bench.Scenario.Bound;
import timesessions.bench.Visitor.SignIn;

/**
 * Signing in, each time as somebody new to the server. It hashes a password, which is slow on purpose, so a few are enough;
 * and each needs a form of its own, which the load generator cannot have.
 */
final class SigningIn {
    private static final String GROUP = "Account";
    private static final String NAME = "signing in";
    static final String SCENARIO = GROUP + ": " + NAME;

    private static final int WARM = 5;
    private static final int TIMES = 15;

    private SigningIn() {}

    static Measured measure(BenchData data, Server server, Counters counters) throws Exception {
        var times = new ArrayList<Double>();
        long rows = 0;
        long statements = 0;
        long files = 0;
        Visitor visitor = Visitor.signedIn(server.address(), BenchData.SMALL_ADMIN);
        for (int i = 0; i < WARM + TIMES; i++) {
            SignIn form = SignIn.begin(server.address(), BenchData.SMALL_ADMIN);
            Counts counts = counters.of(() -> {
                long begin = System.nanoTime();
                form.send();
                times.add((System.nanoTime() - begin) / 1e6);
            });
            if (i >= WARM) {
                rows += counts.rows();
                statements += counts.statements();
                files += counts.temporaryFiles();
            }
        }
        List<Double> measured =
                times.subList(WARM, times.size()).stream().sorted().toList();
        double sum = measured.stream().mapToDouble(time -> time).sum();
        return new Measured(
                new Scenario(GROUP, NAME, visitor, "/sign-in", Bound.SHOWN),
                data.sessions(),
                new Counts(rows / TIMES, statements / TIMES, files / TIMES),
                0,
                new Load(measured.get(TIMES / 2), measured.getLast(), 1_000 * TIMES / sum),
                null,
                null,
                List.of());
    }
}
