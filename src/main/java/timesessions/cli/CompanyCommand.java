package timesessions.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.account.CompanyWriter;
import timesessions.time.RailsTimeZone;

/** Companies, whose hours are kept apart. */
@Command(name = "company", description = "Companies, whose hours are kept apart.", synopsisSubcommandLabel = "COMMAND")
final class CompanyCommand {
    private final Supplier<App> open;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    CompanyCommand(Supplier<App> open) {
        this.open = open;
    }

    @Command(description = "Makes a company and prints its id.")
    int create(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Option(
                            names = "--time-zone",
                            required = true,
                            paramLabel = "ZONE",
                            converter = TimeZoneConverter.class,
                            description = "Its time zone: \"Pacific Time (US & Canada)\" or America/Los_Angeles.")
                    RailsTimeZone timeZone) {
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.length() > CompanyWriter.LONGEST_NAME) {
            throw new ParameterException(
                    spec.subcommands().get("create"),
                    "A company's name has 1 to %d characters".formatted(CompanyWriter.LONGEST_NAME));
        }
        try (App app = open.get()) {
            spec.commandLine().getOut().println(app.companyWriter().create(stripped, timeZone));
        }
        return CommandLine.ExitCode.OK;
    }
}
