package timesessions.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.account.Refused;
import timesessions.account.Role;

/** Accounts, by which people sign in. */
@Command(name = "account", description = "Accounts, by which people sign in.", synopsisSubcommandLabel = "COMMAND")
final class AccountCommand {
    private final Supplier<App> open;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    AccountCommand(Supplier<App> open) {
        this.open = open;
    }

    @Command(description = "Makes an account and prints its id. The password is the first line of standard input.")
    int create(
            @Option(names = "--company", required = true, paramLabel = "ID", description = "The company it is of.")
                    long company,
            @Option(
                            names = "--email",
                            required = true,
                            paramLabel = "EMAIL",
                            description = "The e-mail address to sign in with.")
                    String email,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Whose account it is.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            converter = RoleConverter.class,
                            description = "admin, payroll or manager.")
                    Role role,
            @Option(names = "--team", paramLabel = "TEAM", description = "The team that a manager manages.") @Nullable
                    String team) {
        String password = firstLine();
        try (App app = open.get()) {
            long id = app.accountCreation().create(company, email, name, role, Optional.ofNullable(team), password);
            spec.commandLine().getOut().println(id);
        } catch (Refused e) {
            throw new CommandFailed(e.reason());
        }
        return CommandLine.ExitCode.OK;
    }

    /** Not an option: those can be read by everyone on the machine, and stay in the shell's history. */
    private static String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw new CommandFailed("The password is read from standard input, where there is nothing.");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
