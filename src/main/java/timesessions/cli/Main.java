package timesessions.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import timesessions.App;
import timesessions.Config;
import timesessions.database.DatabaseAway;
import timesessions.database.EmbeddedMariaDb;
import timesessions.generate.BulkLoader;
import timesessions.session.SessionWriter;
import timesessions.sync.Sync;
import timesessions.web.Views;
import timesessions.web.WebServer;

/** The program: its commands, and how they end. */
@Command(
        name = "timesessions",
        description = "Keeps the hours of people and shows them in pages and as JSON.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final String SERVE = "serve";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused")
    private boolean help;

    private Main() {}

    public static void main(String[] args) {
        var ending = new Ending(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(ending::endInOrder, "ending"));
        int exitCode = CommandLine.ExitCode.SOFTWARE;
        try {
            exitCode = commandLine(System.getenv(), ending, args).execute(args);
        } catch (Throwable e) {
            log().error("The program has failed", e);
        } finally {
            ending.everythingIsClosed();
        }
        // Threads of libraries would keep the process alive.
        System.exit(exitCode);
    }

    /**
     * The commands, with settings from this environment; only one of them where that is asked for, since reading what all of
     * them take is a good part of a start.
     */
    static CommandLine commandLine(Map<String, String> environment, Ending ending, String... args) {
        Supplier<Config> settings = () -> Config.from(environment);
        Supplier<App> open = () -> ending.opened(App.open(settings.get(), EmbeddedMariaDb.Use.COMMAND));
        Supplier<Views> views = views(args);
        var commands = new LinkedHashMap<String, Supplier<?>>();
        commands.put(
                SERVE,
                () -> new ServeCommand(
                        settings, config -> ending.opened(App.open(config, EmbeddedMariaDb.Use.SERVE)), views));
        commands.put("company", () -> new CompanyCommand(open));
        commands.put("account", () -> new AccountCommand(open));
        commands.put("token", () -> new TokenCommand(open));
        commands.put("import", () -> new ImportCommand(open));
        commands.put("sync", () -> new SyncCommand(settings, open));
        commands.put("generate", () -> new GenerateCommand(open));
        commands.put("check", () -> new CheckCommand(open));
        var program = new CommandLine(new Main());
        commands.forEach((name, command) -> {
            if (args.length == 0 || !commands.containsKey(args[0]) || args[0].equals(name)) {
                program.addSubcommand(name, command.get());
            }
        });
        return program.setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failed(e, commandLine, ending));
    }

    /** Where they will be needed they are begun with at once, while this thread reads the command line and starts the database. */
    private static Supplier<Views> views(String... args) {
        return args.length > 0 && args[0].equals(SERVE)
                ? CompletableFuture.supplyAsync(WebServer::prepare)::join
                : WebServer::prepare;
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '%s --help'.".formatted(commandLine.getCommandSpec().qualifiedName()));
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine commandLine, Ending ending) {
        if (!ending.hasBegun()) {
            switch (e) {
                case CommandFailed known -> commandLine.getErr().println(known.getMessage());
                case Config.Invalid known -> commandLine.getErr().println(known.getMessage());
                case EmbeddedMariaDb.Unusable known -> commandLine.getErr().println(known.getMessage());
                case BulkLoader.Refused known -> commandLine.getErr().println(known.getMessage());
                case Sync.Refused known -> commandLine.getErr().println(known.message());
                case SessionWriter.UnknownCompany known -> commandLine.getErr().println(known.getMessage());
                case DatabaseAway known ->
                    commandLine.getErr().println(known.getMessage() + ": " + innermostMessage(known));
                default -> log().error("The command has failed", e);
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Made where it is needed: it would be the first, and that takes a while. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }

    private static String innermostMessage(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
