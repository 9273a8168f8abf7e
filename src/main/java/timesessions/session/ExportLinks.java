package timesessions.session;

import java.util.List;
import timesessions.web.QueryString;

/** Where the files are that hold what a filter shows. */
public final class ExportLinks {
    public record Link(String label, String href) {}

    private ExportLinks() {}

    /** Sessions and their entries, in each kind of file. */
    public static List<Link> of(SessionFilter filter) {
        return List.of(
                new Link("Spreadsheet of sessions", href(filter, "xlsx", "", "")),
                new Link("Spreadsheet of entries", href(filter, "xlsx", "entries", "")),
                new Link("CSV of sessions", href(filter, "csv", "", "")),
                new Link("CSV of entries", href(filter, "csv", "entries", "")),
                new Link("CSV of sessions, with semicolons", href(filter, "csv", "", "semicolon")),
                new Link("CSV of entries, with semicolons", href(filter, "csv", "entries", "semicolon")));
    }

    private static String href(SessionFilter filter, String extension, String rows, String separator) {
        return "/exports/sessions." + extension
                + filter.addTo(new QueryString()).add("rows", rows).add("separator", separator);
    }
}
