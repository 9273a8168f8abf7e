package timesessions.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import timesessions.testing.TestDatabase;

/** Runs commands in this process, on the database of the tests, and keeps what they print. */
final class Terminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment =
            new HashMap<>(Map.of("DATABASE_URL", TestDatabase.url(), "DATABASE_USER", "root"));

    Terminal with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs a command and gives its exit code. */
    int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(environment, new Ending(Thread.currentThread()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    /** What the last command printed on standard output. */
    String out() {
        return out.toString();
    }

    /** What the last command printed on standard error. */
    String err() {
        return err.toString();
    }
}
