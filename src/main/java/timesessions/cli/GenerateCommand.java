package timesessions.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.generate.BulkLoader;
import timesessions.generate.Recipe;

/** Made data, for demos and the benchmark. */
@Command(
        name = "generate",
        description = "Fills a company that has no sessions with made ones, up to now. The same seed makes the same.")
final class GenerateCommand implements Callable<Integer> {
    private final Supplier<App> open;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--company", required = true, paramLabel = "ID", description = "The company to fill.")
    private long companyId;

    @Option(names = "--sessions", required = true, paramLabel = "N", description = "How many sessions to make.")
    private long sessions;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Another seed, other data.")
    private long seed;

    @Option(names = "--people", paramLabel = "P", description = "How many people; as fits the sessions.")
    private @Nullable Integer people;

    @Option(names = "--projects", paramLabel = "Q", description = "How many projects; as fits the people.")
    private @Nullable Integer projects;

    @Option(names = "--years", paramLabel = "Y", defaultValue = "2", description = "How far back (${DEFAULT-VALUE}).")
    private int years;

    GenerateCommand(Supplier<App> open) {
        this.open = open;
    }

    @Override
    public Integer call() {
        Recipe recipe = recipe();
        PrintWriter err = spec.commandLine().getErr();
        try (App app = open.get();
                var progress = ImportProgress.ofSessions("Generating", sessions, err)) {
            app.generator().fill(companyId, recipe, Instant.now(), done -> tell(progress, done));
        } catch (BulkLoader.Unfinished e) {
            // One that was interrupted has said so at once.
            if (!Thread.currentThread().isInterrupted()) {
                err.println(e.getMessage());
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
        err.println(ImportCommand.count(sessions) + " made");
        return CommandLine.ExitCode.OK;
    }

    private void tell(ImportProgress progress, long done) {
        progress.done(done);
        if (done == sessions) {
            progress.say("All are in, building their totals");
        }
    }

    private Recipe recipe() {
        try {
            Recipe recipe = Recipe.of(sessions, years).withSeed(seed);
            if (people != null) {
                recipe = recipe.withPeople(people);
            }
            return projects == null ? recipe : recipe.withProjects(projects);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private ParameterException wrong(IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
}
