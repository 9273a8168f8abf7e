package timesessions.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A spreadsheet: rows with a frozen head, on more than one sheet where there are more than a sheet can hold, and a last
 * sheet that says what they are.
 */
final class XlsxSink<T> implements RowSink<T> {
    /** Rows of a sheet, of which one is the head. */
    static final int MOST_ROWS = 1_048_576;

    private static final int LONGEST_TEXT = 32_767;
    private static final double SECONDS_IN_AN_HOUR = 3_600;
    private static final double SECONDS_IN_A_DAY = 86_400;
    private static final int ROWS_KEPT = 500;

    private final String title;
    private final List<Column<T>> columns;
    private final Map<String, String> about;
    private final int mostRows;
    private final Workbook book;
    private int sheets;
    private @Nullable Worksheet sheet;
    private int row;

    /**
     * Begins the file.
     *
     * @param title of the sheets, at most 25 characters
     * @param about what the last sheet says, line by line
     */
    XlsxSink(OutputStream out, String title, List<Column<T>> columns, Map<String, String> about) {
        this(out, title, columns, about, MOST_ROWS);
    }

    XlsxSink(OutputStream out, String title, List<Column<T>> columns, Map<String, String> about, int mostRows) {
        this.title = title;
        this.columns = List.copyOf(columns);
        this.about = about;
        this.mostRows = mostRows;
        book = new Workbook(out, "Time Sessions", null);
        book.setCompressionLevel(2);
    }

    @Override
    public void write(T values) throws IOException {
        Worksheet current = sheet();
        for (int i = 0; i < columns.size(); i++) {
            Column<T> column = columns.get(i);
            Object value = column.value().apply(values);
            if (value != null) {
                put(current, row, i, column.type(), value);
            }
        }
        row++;
        if (row % ROWS_KEPT == 0) {
            current.flush();
        }
    }

    private Worksheet sheet() throws IOException {
        if (sheet != null && row < mostRows) {
            return sheet;
        }
        if (sheet != null) {
            sheet.finish();
        }
        sheets++;
        Worksheet next = book.newWorksheet(sheets == 1 ? title : title + " " + sheets);
        next.freezePane(0, 1);
        for (int i = 0; i < columns.size(); i++) {
            next.width(i, columns.get(i).type().width());
            next.inlineString(0, i, columns.get(i).name());
            next.style(0, i).bold().set();
        }
        row = 1;
        sheet = next;
        return next;
    }

    private static void put(Worksheet sheet, int row, int at, Column.Type type, Object value) {
        switch (type) {
            case TEXT -> sheet.inlineString(row, at, readable(value.toString()));
            case NUMBER -> {
                sheet.value(row, at, (Long) value);
                sheet.style(row, at).format("0").set();
            }
            case DATE -> {
                sheet.value(row, at, (LocalDate) value);
                sheet.style(row, at).format("yyyy-mm-dd").set();
            }
            case TIME -> {
                sheet.value(row, at, (LocalDateTime) value);
                sheet.style(row, at).format("yyyy-mm-dd hh:mm:ss").set();
            }
            case HOURS -> {
                sheet.value(row, at, (Long) value / SECONDS_IN_AN_HOUR);
                sheet.style(row, at).format("0.00").set();
            }
            case CLOCK -> {
                sheet.value(row, at, (Long) value / SECONDS_IN_A_DAY);
                sheet.style(row, at).format("[h]:mm").set();
            }
            case YES_NO -> sheet.value(row, at, (Boolean) value);
        }
    }

    /** The format has no place for control characters, nor for more text than this. */
    static String readable(String text) {
        var readable = new StringBuilder(Math.min(text.length(), LONGEST_TEXT));
        text.codePoints()
                .filter(c ->
                        c == '\n' || c == '\t' || (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) || c > 0xFFFF)
                .takeWhile(c -> readable.length() + Character.charCount(c) <= LONGEST_TEXT)
                .forEach(readable::appendCodePoint);
        return readable.toString();
    }

    @Override
    public void flush() throws IOException {
        sheet().flush();
    }

    @Override
    public void close() throws IOException {
        sheet().finish();
        Worksheet last = book.newWorksheet("About");
        last.width(0, 18);
        last.width(1, 90);
        int line = 0;
        for (Map.Entry<String, String> entry : about.entrySet()) {
            last.inlineString(line, 0, entry.getKey());
            last.style(line, 0).bold().set();
            last.inlineString(line, 1, readable(entry.getValue()));
            line++;
        }
        last.finish();
        book.finish();
    }
}
