package timesessions.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import timesessions.web.Params;

/** The files that exports come as. */
public enum ExportFormat {
    CSV("csv", "text/csv; charset=utf-8; header=present"),
    XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String extension;
    private final String contentType;

    ExportFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    public String extension() {
        return extension;
    }

    public String contentType() {
        return contentType;
    }

    /**
     * Begins a file. Its head can be sent at once.
     *
     * @param title of a spreadsheet's sheets
     * @param about what a spreadsheet says of itself, read when the file is completed
     */
    public <T> RowSink<T> begin(
            OutputStream out,
            CsvSink.Separator separator,
            String title,
            List<Column<T>> columns,
            Map<String, String> about)
            throws IOException {
        RowSink<T> sink = switch (this) {
            case CSV -> new CsvSink<>(out, separator, columns);
            case XLSX -> new XlsxSink<>(out, title, columns, about);
        };
        sink.flush();
        return sink;
    }

    /** Reads the parameter {@code separator}. */
    public static CsvSink.Separator separator(Params params) {
        String text = params.text("separator").orElse("");
        return switch (text) {
            case "", "comma" -> CsvSink.Separator.COMMA;
            case "semicolon" -> CsvSink.Separator.SEMICOLON;
            default -> {
                params.problem("separator", "must be comma or semicolon, not " + Params.quoted(text));
                yield CsvSink.Separator.COMMA;
            }
        };
    }
}
