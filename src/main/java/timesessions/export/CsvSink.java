package timesessions.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * CSV by RFC 4180 in UTF-8, with the byte order mark by which spreadsheets know that it is. A text that a spreadsheet would
 * take for a formula gets an apostrophe before it.
 */
public final class CsvSink<T> implements RowSink<T> {
    /** What stands between fields, and with it how decimals are written. */
    public enum Separator {
        COMMA(',', '.'),
        /** For spreadsheets in countries that write 7,75. */
        SEMICOLON(';', ',');

        private final char character;
        private final char decimalPoint;

        Separator(char character, char decimalPoint) {
            this.character = character;
            this.decimalPoint = decimalPoint;
        }
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);
    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);
    private static final int DECIMALS = 4;

    private final List<Column<T>> columns;
    private final Separator separator;
    private final CsvWriter csv;

    CsvSink(OutputStream out, Separator separator, List<Column<T>> columns) throws IOException {
        this.columns = List.copyOf(columns);
        this.separator = separator;
        out.write(BYTE_ORDER_MARK);
        csv = CsvWriter.builder()
                .fieldSeparator(separator.character)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(out, StandardCharsets.UTF_8);
        csv.writeRecord(columns.stream().map(Column::name).toList());
    }

    @Override
    public void write(T row) {
        var fields = csv.writeRecord();
        for (Column<T> column : columns) {
            Object value = column.value().apply(row);
            fields.writeField(value == null ? "" : text(column.type(), value));
        }
        fields.endRecord();
    }

    @Override
    public void flush() throws IOException {
        csv.flush();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private String text(Column.Type type, Object value) {
        return switch (type) {
            case TEXT -> harmless(value.toString());
            case NUMBER, YES_NO -> value.toString();
            case DATE -> ((LocalDate) value).toString();
            case TIME -> TIME.format((LocalDateTime) value);
            case HOURS ->
                BigDecimal.valueOf((Long) value)
                        .divide(HOUR, DECIMALS, RoundingMode.HALF_UP)
                        .toPlainString()
                        .replace('.', separator.decimalPoint);
            case CLOCK -> clock((Long) value);
        };
    }

    /** Hours and minutes without separators of thousands, which no program would read. */
    private static String clock(long seconds) {
        long minutes = (Math.abs(seconds) + 30) / 60;
        return "%s%d:%02d".formatted(seconds < 0 && minutes > 0 ? "-" : "", minutes / 60, minutes % 60);
    }

    static String harmless(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return switch (text.charAt(0)) {
            case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠' -> "'" + text;
            default -> text;
        };
    }
}
