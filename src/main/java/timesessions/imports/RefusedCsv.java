package timesessions.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import timesessions.ingest.tracker.TrackerRows.Refused;

/** The lines of a file that could not be read, as they were, each with the reason: to be mended and brought again. */
final class RefusedCsv {
    private static final String REASON = "Reason";
    /** By which spreadsheets know that the text is UTF-8. */
    private static final String MARK = "\uFEFF";

    private RefusedCsv() {}

    static String of(ImportQueries.Refusals refusals, List<Refused> refused) {
        var text = new StringWriter();
        text.write(MARK);
        try (CsvWriter csv =
                CsvWriter.builder().fieldSeparator(refusals.separator()).build(text)) {
            int reasonAt = refusals.header().indexOf(REASON);
            if (!refusals.header().isEmpty()) {
                csv.writeRecord(with(refusals.header(), refusals.header().size(), reasonAt, REASON));
            }
            for (Refused line : refused) {
                csv.writeRecord(with(
                        line.fields(),
                        refusals.header().size(),
                        reasonAt,
                        (line.column() + " " + line.reason()).strip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The fields with one more behind them, or in the column where an earlier time put it. */
    private static List<String> with(List<String> fields, int columns, int reasonAt, String reason) {
        var all = new ArrayList<>(fields);
        while (all.size() < columns) {
            all.add("");
        }
        if (reasonAt >= 0) {
            all.set(reasonAt, reason);
        } else {
            all.add(columns, reason);
        }
        return all;
    }
}
