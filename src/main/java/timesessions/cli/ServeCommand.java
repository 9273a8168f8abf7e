package timesessions.cli;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.Config;
import timesessions.generate.DemoCompany;
import timesessions.session.SessionApi;
import timesessions.sync.SyncSchedule;
import timesessions.web.Views;

/** Runs the web server until it is told to end. */
@Command(name = "serve", description = "Serves pages and the JSON API until it is told to end by Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    private static final int HIGHEST_PORT = 65_535;

    private final Supplier<Config> settings;
    private final Function<Config, App> open;
    private final Supplier<Views> views;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on, instead of HOST; 0.0.0.0 for all.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "The port, instead of PORT; 0 for any that is free.")
    private @Nullable Integer port;

    @Option(names = "--demo", description = "On the first start, make a company to look at.")
    private boolean demo;

    ServeCommand(Supplier<Config> settings, Function<Config, App> open, Supplier<Views> views) {
        this.settings = settings;
        this.open = open;
        this.views = views;
    }

    @Override
    public Integer call() {
        if (port != null && (port < 0 || port > HIGHEST_PORT)) {
            throw new ParameterException(
                    spec.commandLine(), "A port is a number from 0 to %d, not %d".formatted(HIGHEST_PORT, port));
        }
        Config fromEnvironment = settings.get();
        Config config = fromEnvironment.withAddress(
                host == null ? fromEnvironment.host() : host, port == null ? fromEnvironment.port() : port);
        if (demo && config.databaseUrl() != null) {
            throw new CommandFailed("--demo is for the embedded database: it does not fill the one of DATABASE_URL.");
        }
        try (App app = open.apply(config)) {
            requireFree(config.host(), config.port());
            DemoCompany demoCompany = app.demo(config);
            Optional<DemoCompany.Entry> entry = demo ? demoCompany.prepare() : Optional.empty();
            Javalin web = app.web(config, Clock.systemUTC(), views.get());
            try {
                // On a thread of its own: one that Ctrl-C interrupts meanwhile would make Javalin report a failure.
                CompletableFuture.runAsync(() -> web.start(config.host(), config.port()))
                        .join();
                String address = address(config, web.port());
                PrintWriter out = spec.commandLine().getOut();
                out.println("Time Sessions runs on " + address);
                entry.ifPresent(demoEntry -> {
                    out.println("Sign in as %s with %s, which is kept in %s"
                            .formatted(demoEntry.email(), demoEntry.password(), demoCompany.passwordFile()));
                    out.println("The API, with the key of the demo company, which is kept in %s:"
                            .formatted(demoCompany.keyFile()));
                    out.println("  curl -i -H 'Authorization: Token token=%s' '%s%s?per_page=2'"
                            .formatted(demoEntry.key(), address, SessionApi.PATH));
                });
                out.println("Ctrl-C ends it.");
                try (SyncSchedule schedule = SyncSchedule.of(app.sync(config, Clock.systemUTC()))) {
                    schedule.start();
                    awaitEnd();
                }
                log.info("Ending");
            } finally {
                web.stop();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** Javalin fails loudly where the address cannot be had, so that is found out before. */
    private static void requireFree(String host, int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new CommandFailed("Cannot listen on %s, port %d: %s. --host and --port choose another address."
                    .formatted(host, port, e.getMessage()));
        }
    }

    /** Where a browser on this machine finds it. */
    private static String address(Config config, int port) {
        return config.baseUrl() == null
                ? "http://" + browsable(config.host()) + ":" + port
                : config.baseUrl().toString();
    }

    private static String browsable(String host) {
        return switch (host) {
            case "127.0.0.1", "::1", "0.0.0.0", "::" -> "localhost";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    private static void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // This is how the end is told; what is still open is closed without haste.
        }
    }
}
