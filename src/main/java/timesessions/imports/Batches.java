package timesessions.imports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Cuts lines into what is written at once, where no session can reach across. */
final class Batches {
    private static final int LINES = 400;

    private Batches() {}

    /**
     * The batches, in the order of the lines.
     *
     * @param lines person by person, each from the earliest on
     */
    static List<List<ImportLine>> of(List<ImportLine> lines, Grouping grouping) {
        var batches = new ArrayList<List<ImportLine>>();
        int from = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (i - from >= LINES && areApart(lines.get(i - 1), lines.get(i), grouping)) {
                batches.add(lines.subList(from, i));
                from = i;
            }
        }
        if (from < lines.size()) {
            batches.add(lines.subList(from, lines.size()));
        }
        return batches;
    }

    private static boolean areApart(ImportLine one, ImportLine next, Grouping grouping) {
        return one.userId() != next.userId()
                || (!one.day().equals(next.day()) && !grouping.touches(Duration.between(one.end(), next.start())));
    }
}
