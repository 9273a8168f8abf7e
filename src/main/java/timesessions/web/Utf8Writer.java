package timesessions.web;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a page, written piece by piece: as one long text it would take twice the room wherever a single dash is in it,
 * and be turned into bytes all the same. No piece may end within a character.
 */
final class Utf8Writer extends Writer {
    /** Most pages fit; those that do not move when they grow. */
    private static final int LENGTH = 64 * 1024;

    /** Pieces that templates are made of are rarely longer, and need no array of their own on their way. */
    private static final int SHORT = 100;

    private static final int LAST_OF_ASCII = 0x7f;

    private byte[] bytes = new byte[LENGTH];
    private int size;

    @Override
    public void write(int character) {
        write(String.valueOf((char) character));
    }

    @Override
    public void write(char[] text, int from, int length) {
        write(new String(text, from, length));
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void write(String text, int from, int length) {
        if (length > SHORT || !writeAscii(text, from, length)) {
            byte[] piece = text.substring(from, from + length).getBytes(StandardCharsets.UTF_8);
            makeRoom(piece.length);
            System.arraycopy(piece, 0, bytes, size, piece.length);
            size += piece.length;
        }
    }

    /** Writes the text unless there is anything but ASCII in it. */
    private boolean writeAscii(String text, int from, int length) {
        makeRoom(length);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(from + i);
            if (character > LAST_OF_ASCII) {
                return false;
            }
            bytes[size + i] = (byte) character;
        }
        size += length;
        return true;
    }

    private void makeRoom(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /** How many bytes have been written. */
    int size() {
        return size;
    }

    /** Whether nothing but space has been written since there were so many bytes. */
    boolean isBlankFrom(int from) {
        for (int i = from; i < size; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }
}
