package timesessions.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses what is whole in memory. */
final class Gzip {
    private static final int BUFFER = 8 * 1024;

    private Gzip() {}

    /**
     * The content as a gzip file.
     *
     * @param level one of those of {@link java.util.zip.Deflater}
     */
    static byte[] compress(byte[] content, int level) {
        var bytes = new ByteArrayOutputStream(BUFFER);
        try (var gzip = new Leveled(bytes, level)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final class Leveled extends GZIPOutputStream {
        Leveled(ByteArrayOutputStream bytes, int level) throws IOException {
            super(bytes, BUFFER);
            def.setLevel(level);
        }
    }
}
