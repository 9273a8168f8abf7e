package timesessions.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import timesessions.App;
import timesessions.total.Check;
import timesessions.total.Check.Difference;

/** Holds what is kept beside the sessions against the sessions. */
@Command(
        name = "check",
        description = "Holds totals, search words and references against the sessions and prints the rows that differ.",
        exitCodeListHeading = "Ends with:%n",
        exitCodeList = {"0:nothing differs, or all of it was mended", "1:something differs"})
final class CheckCommand implements Callable<Integer> {
    private final Supplier<App> open;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--company", paramLabel = "ID", description = "Look at this company only.")
    private @Nullable Long companyId;

    @Option(names = "--repair", description = "Make what differs anew from the sessions.")
    private boolean repair;

    CheckCommand(Supplier<App> open) {
        this.open = open;
    }

    @Override
    public Integer call() {
        try (App app = open.get()) {
            Check check = app.check();
            List<Long> companies = chosen(check.companies());
            PrintWriter out = spec.commandLine().getOut();
            printRow(out, "company", "where", "row", "found", "expected");
            int differing = 0;
            for (long company : companies) {
                differing += look(check, company, out);
            }
            spec.commandLine()
                    .getErr()
                    .println("%s checked: %s"
                            .formatted(
                                    companies.size() == 1 ? "1 company" : companies.size() + " companies",
                                    differing == 0 ? "nothing differs" : "something differs in " + differing));
            return differing == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private List<Long> chosen(List<Long> all) {
        if (companyId == null) {
            return all;
        }
        if (!all.contains(companyId)) {
            throw new CommandFailed("There is no company " + companyId);
        }
        return List.of(companyId);
    }

    /** How many companies (one or none) differ in the end. */
    private int look(Check check, long company, PrintWriter out) {
        int parts = check.run(company, repair, difference -> print(company, difference, out));
        if (parts == 0 || !repair) {
            return Math.min(parts, 1);
        }
        int left = check.run(company, false, difference -> {});
        spec.commandLine()
                .getErr()
                .println(
                        left == 0
                                ? "Company %d differed and is mended".formatted(company)
                                : "Company %d still differs: a reference to nothing is mended by importing what is missing"
                                        .formatted(company));
        return Math.min(left, 1);
    }

    private static void print(long company, Difference difference, PrintWriter out) {
        printRow(
                out,
                String.valueOf(company),
                difference.where(),
                difference.row(),
                difference.found(),
                difference.expected());
    }

    private static void printRow(PrintWriter out, String... cells) {
        out.println(
                Stream.of(cells).map(cell -> cell.replaceAll("\\p{Cntrl}", " ")).collect(Collectors.joining("\t")));
    }
}
