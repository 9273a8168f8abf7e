package timesessions.cli;

import java.io.PrintWriter;
import java.util.Map;
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

/** The program: its commands, and how they end. */
@Command(
        name = "timesessions",
        description = "Keeps the hours of people and shows them in pages and as JSON.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

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
            exitCode = commandLine(System.getenv(), ending).execute(args);
        } catch (Throwable e) {
            log.error("The program has failed", e);
        } finally {
            ending.everythingIsClosed();
        }
        // Threads of libraries would keep the process alive.
        System.exit(exitCode);
    }

    /** The commands, with settings from this environment. */
    static CommandLine commandLine(Map<String, String> environment, Ending ending) {
        Supplier<Config> settings = () -> Config.from(environment);
        Supplier<App> open = () -> ending.opened(App.open(settings.get(), EmbeddedMariaDb.Use.COMMAND));
        return new CommandLine(new Main())
                .addSubcommand(new ServeCommand(
                        settings, config -> ending.opened(App.open(config, EmbeddedMariaDb.Use.SERVE))))
                .addSubcommand(new CompanyCommand(open))
                .addSubcommand(new AccountCommand(open))
                .addSubcommand(new TokenCommand(open))
                .addSubcommand(new ImportCommand(open))
                .addSubcommand(new SyncCommand(settings, open))
                .addSubcommand(new GenerateCommand(open))
                .addSubcommand(new CheckCommand(open))
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failed(e, commandLine, ending));
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
                default -> log.error("The command has failed", e);
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String innermostMessage(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
