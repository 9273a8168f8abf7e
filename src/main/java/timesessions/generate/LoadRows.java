package timesessions.generate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;

/** Rows as {@code LOAD DATA} reads them by default: columns end in a tab, rows in a line feed. */
final class LoadRows {
    private static final byte[] NULL = {'\\', 'N'};
    private static final long DAY_IN_MILLIS = 24L * 60 * 60 * 1000;

    private byte[] bytes = new byte[1 << 16];
    private int size;
    private int rows;
    private final byte[] date = new byte[10];
    private long dateDay = Long.MIN_VALUE;

    int rows() {
        return rows;
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    /** Zero or more: all that is counted or given out as an id. */
    LoadRows number(long value) {
        reserve(20);
        int length = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            length++;
        }
        long rest = value;
        for (int at = size + length - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += length;
        return endColumn();
    }

    LoadRows id(@Nullable Named named) {
        return named == null ? nothing() : number(named.id());
    }

    LoadRows flag(boolean value) {
        return number(value ? 1 : 0);
    }

    LoadRows text(@Nullable String value) {
        if (value == null) {
            return nothing();
        }
        int length = value.length();
        reserve(2 * length + 1);
        int start = size;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 128) {
                size = start;
                return utf8(value);
            }
            put((byte) c);
        }
        return endColumn();
    }

    private LoadRows utf8(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        reserve(2 * encoded.length + 1);
        for (byte b : encoded) {
            put(b);
        }
        return endColumn();
    }

    private void put(byte b) {
        switch (b) {
            case '\t', '\n', '\\' -> {
                bytes[size++] = '\\';
                bytes[size++] = b == '\t' ? (byte) 't' : b == '\n' ? (byte) 'n' : b;
            }
            case 0 -> {
                bytes[size++] = '\\';
                bytes[size++] = '0';
            }
            default -> bytes[size++] = b;
        }
    }

    LoadRows instant(@Nullable Instant value) {
        if (value == null) {
            return nothing();
        }
        long epochMilli = value.toEpochMilli();
        reserve(24);
        long day = Math.floorDiv(epochMilli, DAY_IN_MILLIS);
        int milli = (int) (epochMilli - day * DAY_IN_MILLIS);
        putDate(day);
        bytes[size++] = ' ';
        int second = milli / 1000;
        twoDigits(second / 3600);
        bytes[size++] = ':';
        twoDigits(second / 60 % 60);
        bytes[size++] = ':';
        twoDigits(second % 60);
        milli %= 1000;
        if (milli > 0) {
            bytes[size++] = '.';
            bytes[size++] = (byte) ('0' + milli / 100);
            twoDigits(milli % 100);
        }
        return endColumn();
    }

    LoadRows date(LocalDate value) {
        reserve(11);
        putDate(value.toEpochDay());
        return endColumn();
    }

    /** Neighbouring rows are of the same days. */
    private void putDate(long epochDay) {
        if (epochDay != dateDay) {
            byte[] digits = LocalDate.ofEpochDay(epochDay).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, date, 0, date.length);
            dateDay = epochDay;
        }
        System.arraycopy(date, 0, bytes, size, date.length);
        size += date.length;
    }

    private void twoDigits(int value) {
        bytes[size++] = (byte) ('0' + value / 10);
        bytes[size++] = (byte) ('0' + value % 10);
    }

    private LoadRows nothing() {
        reserve(NULL.length + 1);
        System.arraycopy(NULL, 0, bytes, size, NULL.length);
        size += NULL.length;
        return endColumn();
    }

    /** Ends the row with bytes of another one, up to and with its end. */
    void endRowAs(LoadRows other, int from, int to) {
        reserve(to - from);
        System.arraycopy(other.bytes, from, bytes, size, to - from);
        size += to - from;
        rows++;
    }

    int size() {
        return size;
    }

    /** Reads the rows as text. */
    Reader read(int columns) {
        return new Reader(columns);
    }

    /** Goes from row to row. */
    final class Reader {
        private final @Nullable String[] values;
        private final ByteArrayOutputStream column = new ByteArrayOutputStream();
        private int at;

        private Reader(int columns) {
            values = new @Nullable String[columns];
        }

        /** Whether there was another row. */
        boolean next() {
            if (at == size) {
                return false;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = nextColumn();
            }
            return true;
        }

        /** The columns of the row, the same array each time. */
        @Nullable
        String[] values() {
            return values;
        }

        private @Nullable String nextColumn() {
            if (bytes[at] == '\\' && bytes[at + 1] == 'N') {
                at += NULL.length + 1;
                return null;
            }
            column.reset();
            for (byte b = bytes[at++]; b != '\t' && b != '\n'; b = bytes[at++]) {
                column.write(b == '\\' ? unescaped(bytes[at++]) : b);
            }
            return column.toString(StandardCharsets.UTF_8);
        }

        private static byte unescaped(byte b) {
            return switch (b) {
                case 't' -> '\t';
                case 'n' -> '\n';
                case '0' -> 0;
                default -> b;
            };
        }
    }

    private LoadRows endColumn() {
        bytes[size++] = '\t';
        return this;
    }

    /** Turns the end of the last column into that of the row. */
    void endRow() {
        bytes[size - 1] = '\n';
        rows++;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
