package timesessions.ingest.tracker;

import java.util.List;

/**
 * What a file has come to.
 *
 * @param rows in the order of the file
 * @param refused the lines that cannot be read, none of which is in {@code rows}
 * @param doubts the lines of {@code rows} that had to be read by a rule
 */
public record TrackerRows(List<TrackerRow> rows, List<Refused> refused, List<Doubt> doubts) {

    /**
     * A line that cannot be read.
     *
     * @param column as the header calls it
     * @param value what stands there
     * @param reason in words for whoever mends it
     * @param fields all of the line
     */
    public record Refused(int line, String column, String value, String reason, List<String> fields) {}

    /** A line that could be read, but not without a rule. */
    public record Doubt(int line, String what) {}
}
