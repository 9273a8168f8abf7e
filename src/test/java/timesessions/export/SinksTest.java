package timesessions.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinksTest {
    private static final List<Column<String>> TEXT = List.of(new Column<>("text", Column.Type.TEXT, text -> text));

    private static final List<Column<Long>> SECONDS = Column.seconds("work", seconds -> seconds);

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@sum", "\tx", "\r=1", "\n=1", "＝1"})
    void aTextThatASpreadsheetWouldRunIsMadeHarmless(String formula) throws IOException {
        assertThat(csv(CsvSink.Separator.COMMA, TEXT, List.of(formula)).get(1).get(0))
                .isEqualTo("'" + formula);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a;b", "say \"no\"", "two\r\nlines", "naïve 日本語", " blanks ", "1-2", "'"})
    void anyOtherTextComesBackAsItWas(String text) throws IOException {
        for (CsvSink.Separator separator : CsvSink.Separator.values()) {
            assertThat(csv(separator, TEXT, List.of(text)).get(1).get(0)).isEqualTo(text);
        }
    }

    @Test
    void linesEndAsTheStandardSaysAndBeginWithTheMarkOfUtf8() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var sink = new CsvSink<>(bytes, CsvSink.Separator.COMMA, SECONDS)) {
            sink.write(1_200L);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\uFEFFwork_seconds,work_hours,work\r\n1200,0.3333,0:20\r\n");
    }

    @Test
    void hoursAreWrittenAsTheSeparatorsCountryWritesThem() throws IOException {
        assertThat(csv(CsvSink.Separator.SEMICOLON, SECONDS, List.of(27_900L))
                        .get(1)
                        .values())
                .containsExactly("27900", "7,7500", "7:45");
        assertThat(csv(CsvSink.Separator.COMMA, SECONDS, List.of(-27_900L))
                        .get(1)
                        .values())
                .containsExactly("-27900", "-7.7500", "-7:45");
        assertThat(csv(CsvSink.Separator.COMMA, SECONDS, List.of(36_000_000L))
                        .get(1)
                        .values())
                .containsExactly("36000000", "10000.0000", "10000:00");
    }

    @Test
    void aSpreadsheetHasRealDatesTimesAndDurations() throws IOException {
        List<Column<Long>> columns = List.of(
                new Column<>("date", Column.Type.DATE, any -> LocalDate.parse("2026-03-08")),
                new Column<>("start", Column.Type.TIME, any -> LocalDateTime.parse("2026-03-08T09:30:15")),
                new Column<>("work", Column.Type.CLOCK, seconds -> seconds),
                new Column<>("work_hours", Column.Type.HOURS, seconds -> seconds),
                new Column<>("id", Column.Type.NUMBER, any -> 9_007_199_254_740_991L),
                new Column<>("text", Column.Type.TEXT, any -> "=1+1 \u0001& <日本語>"),
                new Column<>("none", Column.Type.TEXT, any -> null));
        var bytes = new ByteArrayOutputStream();
        try (var sink = new XlsxSink<>(bytes, "Sessions", columns, Map.of("Time zone", "Pacific"))) {
            sink.write(97_200L);
        }

        var withFormats = new ReadingOptions(true, false);
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(bytes.toByteArray()), withFormats)) {
            List<Row> rows = book.getFirstSheet().read();
            Row row = rows.get(1);
            assertThat(row.getCellAsDate(0)).contains(LocalDateTime.parse("2026-03-08T00:00"));
            assertThat(row.getCellAsDate(1)).contains(LocalDateTime.parse("2026-03-08T09:30:15"));
            assertThat(row.getCellAsNumber(2).orElseThrow().doubleValue()).isEqualTo(97_200 / 86_400.0);
            assertThat(row.getCell(2).getDataFormatString()).isEqualTo("[h]:mm");
            assertThat(row.getCellAsNumber(3).orElseThrow().doubleValue()).isEqualTo(27);
            assertThat(row.getCellAsNumber(4).orElseThrow().longValueExact()).isEqualTo(9_007_199_254_740_991L);
            assertThat(row.getCell(5).getType()).isEqualTo(CellType.STRING);
            assertThat(row.getCellText(5)).isEqualTo("=1+1 & <日本語>");
            assertThat(book.findSheet("About").orElseThrow().read().getFirst().getCellText(1))
                    .isEqualTo("Pacific");
        }
    }

    @Test
    void whatASheetCannotHoldGoesOnOnTheNext() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var sink = new XlsxSink<>(bytes, "Sessions", TEXT, Map.of(), 3)) {
            for (int i = 0; i < 5; i++) {
                sink.write("row " + i);
            }
        }

        try (var book = new ReadableWorkbook(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(book.getSheets().map(sheet -> sheet.getName()))
                    .containsExactly("Sessions", "Sessions 2", "Sessions 3", "About");
            assertThat(book.findSheet("Sessions 3").orElseThrow().read())
                    .extracting(row -> row.getCellText(0))
                    .containsExactly("text", "row 4");
        }
    }

    private static <T> List<CSVRecord> csv(CsvSink.Separator separator, List<Column<T>> columns, List<T> rows)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var sink = new CsvSink<>(bytes, separator, columns)) {
            rows.forEach(sink::write);
        }
        String text = bytes.toString(StandardCharsets.UTF_8).substring(1);
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator == CsvSink.Separator.COMMA ? ',' : ';')
                .get()
                .parse(new StringReader(text))
                .getRecords();
    }
}
