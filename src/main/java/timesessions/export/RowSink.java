package timesessions.export;

import java.io.IOException;

/** A file that is written row by row, and sent while it is written. */
public interface RowSink<T> extends AutoCloseable {
    void write(T row) throws IOException;

    /** Sends what has been written so far. */
    void flush() throws IOException;

    /** Completes the file; without this it is no whole file. */
    @Override
    void close() throws IOException;
}
