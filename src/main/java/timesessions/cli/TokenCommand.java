package timesessions.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.account.ApiTokenQueries;

/** The keys of the API. */
@Command(name = "token", description = "Makes keys for the JSON API.", synopsisSubcommandLabel = "COMMAND")
final class TokenCommand {
    private static final int LONGEST_LABEL = 200;

    private final Supplier<App> open;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    TokenCommand(Supplier<App> open) {
        this.open = open;
    }

    @Command(description = "Makes a key and prints it, this once: it cannot be shown again.")
    int create(
            @Option(names = "--company", required = true, paramLabel = "ID", description = "Whose hours it reads.")
                    long companyId,
            @Option(names = "--label", required = true, paramLabel = "LABEL", description = "What it is for.")
                    String label,
            @Option(
                            names = "--expires",
                            paramLabel = "DATE",
                            description = "The day (UTC) from which it no longer works, as in 2027-01-31.")
                    @Nullable
                    LocalDate expires) {
        String stripped = label.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST_LABEL) {
            throw new ParameterException(
                    spec.subcommands().get("create"), "A label has 1 to %d characters".formatted(LONGEST_LABEL));
        }
        try (App app = open.get()) {
            String key = new ApiTokenQueries(app.database(), Clock.systemUTC())
                    .create(
                            companyId,
                            stripped,
                            expires == null
                                    ? null
                                    : expires.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .orElseThrow(() -> new CommandFailed("There is no company " + companyId));
            spec.commandLine().getOut().println(key);
        }
        return CommandLine.ExitCode.OK;
    }
}
