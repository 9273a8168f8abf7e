package timesessions.web;

import com.intel.gkl.compression.IntelDeflater;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Compresses what is whole in memory and not empty. */
final class Gzip {
    /** RFC 1952: deflated, without a name or a time, by a system that is not told. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER = 2 * Integer.BYTES;

    /** What deflating adds where nothing can be made smaller is less than one byte in this many, and this many. */
    private static final int MOST_ADDED = 256;

    /** A longer buffer is not kept. */
    private static final int LONGEST_KEPT = 256 * 1024;

    private Gzip() {}

    /** The content as a gzip file, for what is sent once: as quickly as the processor can. */
    static byte[] quickly(byte[] content) {
        Quick quick = Quick.take();
        try {
            return quick.compress(content);
        } finally {
            quick.giveBack();
        }
    }

    /** The content as a gzip file, for what is kept and sent many times: as short as it gets. */
    static byte[] tightly(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new Tight(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final class Tight extends GZIPOutputStream {
        Tight(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    /**
     * A compressor and its buffer, of which each processor needs one: making one takes longer than compressing a page. It is
     * that of ISA-L where the processor has what this wants, and else the JDK's.
     */
    static final class Quick {
        private static final boolean ISA_L = new IntelDeflater().load(null);
        private static final BlockingQueue<Quick> IDLE =
                new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

        private final Deflater deflater;
        private final CRC32 checksum = new CRC32();
        private byte[] buffer = {};

        /** @param deflater that makes no header of its own */
        Quick(Deflater deflater) {
            this.deflater = deflater;
        }

        private static Quick take() {
            @Nullable Quick idle = IDLE.poll();
            if (idle != null) {
                return idle;
            }
            return new Quick(
                    ISA_L ? new IntelDeflater(Deflater.BEST_SPEED, true) : new Deflater(Deflater.BEST_SPEED, true));
        }

        private void giveBack() {
            if (buffer.length > LONGEST_KEPT || !IDLE.offer(this)) {
                deflater.end();
            }
        }

        byte[] compress(byte[] content) {
            int longest = content.length + content.length / MOST_ADDED + MOST_ADDED;
            if (buffer.length < longest) {
                buffer = new byte[longest];
            }
            deflater.reset();
            deflater.setInput(content);
            deflater.finish();
            int length = deflater.deflate(buffer, 0, buffer.length);
            if (!deflater.finished()) {
                throw new IllegalStateException(content.length + " bytes became more than " + buffer.length);
            }
            checksum.reset();
            checksum.update(content);
            return ByteBuffer.allocate(HEADER.length + length + TRAILER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(HEADER)
                    .put(buffer, 0, length)
                    .putInt((int) checksum.getValue())
                    .putInt(content.length)
                    .array();
        }
    }
}
