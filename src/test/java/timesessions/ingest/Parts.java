package timesessions.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.Iterator;

/** A file of any length, made while it is read. */
final class Parts extends InputStream {
    private final Iterator<String> parts;
    private byte[] part = new byte[0];
    private int at;

    Parts(Iterator<String> parts) {
        this.parts = parts;
    }

    @Override
    public int read() {
        return hasMore() ? part[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, part.length - at);
        System.arraycopy(part, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean hasMore() {
        while (at == part.length) {
            if (!parts.hasNext()) {
                return false;
            }
            part = parts.next().getBytes(UTF_8);
            at = 0;
        }
        return true;
    }
}
