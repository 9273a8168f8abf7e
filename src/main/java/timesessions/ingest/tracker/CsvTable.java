package timesessions.ingest.tracker;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.List;
import java.util.function.Consumer;
import timesessions.ingest.Source;

/** The lines of a CSV file, whatever separates its fields and however its letters are encoded. */
final class CsvTable {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String SEPARATORS = ",;\t|";
    private static final int LONGEST_FIELD = 4 << 20;

    private final byte[] content;
    private final int start;
    private final Charset charset;
    private final char separator;

    /** One line, with the number of the line of the file that it begins on. */
    record Line(int number, List<String> fields) {}

    CsvTable(byte[] content) {
        this.content = content;
        if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
            charset = UTF_8;
            start = 3;
        } else if (startsWith(content, 0xFF, 0xFE)) {
            charset = UTF_16LE;
            start = 2;
        } else if (startsWith(content, 0xFE, 0xFF)) {
            charset = UTF_16BE;
            start = 2;
        } else {
            charset = isUtf8(content) ? UTF_8 : WINDOWS;
            start = 0;
        }
        separator = separatorOfFirstLine();
    }

    Charset charset() {
        return charset;
    }

    char separator() {
        return separator;
    }

    /**
     * Calls with each line, the header first; empty lines are left out.
     *
     * @throws Source.Unreadable if it is not CSV, such as for a quote without its end
     */
    void forEach(Consumer<Line> action) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(LONGEST_FIELD)
                .ofCsvRecord(reader())) {
            for (CsvRecord line : csv) {
                if (!line.getFields().stream().allMatch(String::isBlank)) {
                    action.accept(new Line((int) line.getStartingLineNumber(), line.getFields()));
                }
            }
        } catch (CsvParseException e) {
            throw new Source.Unreadable("this is not CSV: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reader reader() {
        return new InputStreamReader(new ByteArrayInputStream(content, start, content.length - start), charset);
    }

    /** The sign that the header has most of, outside of quotes. */
    private char separatorOfFirstLine() {
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        boolean begun = false;
        try (Reader reader = reader()) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && (c == '\n' || c == '\r')) {
                    if (begun) {
                        break;
                    }
                } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
                    counts[SEPARATORS.indexOf(c)]++;
                }
                begun |= c > ' ';
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            if (counts[i] > counts[best]) {
                best = i;
            }
        }
        return SEPARATORS.charAt(best);
    }

    private static boolean startsWith(byte[] content, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (content.length <= i || (content[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Text in an old Windows encoding is next to never UTF-8 too, unless it has no letters that differ. */
    private static boolean isUtf8(byte[] content) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(8_192);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
            out.clear();
        }
    }
}
