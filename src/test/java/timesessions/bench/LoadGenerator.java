package timesessions.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** wrk: asks for one address over and over, each connection as soon as it has its answer. */
final class LoadGenerator {
    private static final Pattern PERCENTILE = Pattern.compile("\\s*(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern FAILED = Pattern.compile("(Non-2xx or 3xx responses: \\d+|Socket errors: .*)");

    private LoadGenerator() {}

    /** Times in milliseconds. */
    record Load(double median, double percentile99, double perSecond) {}

    static Load of(Visitor visitor, String path, int connections, int seconds)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "wrk",
                "--threads",
                "1",
                "--connections",
                Integer.toString(connections),
                "--duration",
                seconds + "s",
                "--timeout",
                "30s",
                "--latency"));
        visitor.headers().forEach((name, value) -> command.addAll(List.of("--header", name + ": " + value)));
        command.add(visitor.url(path));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher failed = FAILED.matcher(said);
        if (process.waitFor() != 0 || failed.find()) {
            throw new IllegalStateException("wrk failed on %s: %s".formatted(path, said));
        }
        double median = 0;
        double percentile99 = 0;
        Matcher percentiles = PERCENTILE.matcher(said);
        while (percentiles.find()) {
            double value = Double.parseDouble(percentiles.group(2))
                    * switch (percentiles.group(3)) {
                        case "us" -> 0.001;
                        case "ms" -> 1;
                        default -> 1_000;
                    };
            if (percentiles.group(1).equals("50")) {
                median = value;
            } else {
                percentile99 = value;
            }
        }
        Matcher rate = RATE.matcher(said);
        return new Load(median, percentile99, rate.find() ? Double.parseDouble(rate.group(1)) : 0);
    }
}
