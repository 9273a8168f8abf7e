package timesessions.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes timestamps one after the other, as {@link IsoTimestamp} says that they look. Those of a page are of few days: the date
 * of the last one is kept. One writer is for one thread.
 */
public final class IsoTimestampWriter {
    /** The most bytes of a timestamp: 29, and one more in the first hours of the year 10000. */
    public static final int MAX_LENGTH = 30;

    private static final int SECONDS_A_DAY = 86_400;
    private static final VarHandle TWO_BYTES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    /** 00 to 99. */
    private static final short[] PAIRS = new short[100];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) (digit(i / 10) << Byte.SIZE | digit(i % 10));
        }
    }

    /** With the T that follows. */
    private final byte[] date = new byte[MAX_LENGTH];

    private int dateLength;
    private long day = Long.MIN_VALUE;

    /**
     * Writes a timestamp as ASCII, the way of Rails: always three decimals, cut and not rounded; the offset that holds in
     * the zone at that instant, without the seconds that offsets had before zones were standard; {@code Z} for the zones
     * that are called UTC.
     *
     * @param at where in the target to begin; {@link #MAX_LENGTH} bytes from there always suffice
     * @return where the timestamp ends
     * @throws DateTimeException where the year in that zone is not one of 0 to 99999
     */
    public int write(Instant instant, RailsTimeZone zone, byte[] target, int at) {
        int offset = zone.offsetSecondsAt(instant);
        long local = instant.getEpochSecond() + offset;
        long localDay = Math.floorDiv(local, SECONDS_A_DAY);
        int second = (int) (local - localDay * SECONDS_A_DAY);
        int millisecond = instant.getNano() / 1_000_000;

        if (localDay != day) {
            remember(localDay);
        }
        System.arraycopy(date, 0, target, at, dateLength);
        int end = writeHoursAndMinutes(second / 60, target, at + dateLength);
        target[end++] = ':';
        end = writePair(second % 60, target, end);
        target[end++] = '.';
        target[end++] = digit(millisecond / 100);
        end = writePair(millisecond % 100, target, end);
        if (zone.printedAsZ()) {
            target[end++] = 'Z';
            return end;
        }
        target[end++] = (byte) (offset < 0 ? '-' : '+');
        return writeHoursAndMinutes(Math.abs(offset) / 60, target, end);
    }

    private void remember(long newDay) {
        LocalDate of = LocalDate.ofEpochDay(newDay);
        int end = writeYear(of.getYear(), date);
        date[end++] = '-';
        end = writePair(of.getMonthValue(), date, end);
        date[end++] = '-';
        end = writePair(of.getDayOfMonth(), date, end);
        date[end++] = 'T';
        dateLength = end;
        day = newDay;
    }

    private static int writeYear(int year, byte[] target) {
        if (year < 0 || year > 99_999) {
            throw new DateTimeException("No timestamp is written for the year " + year);
        }
        int end = 0;
        if (year > 9_999) {
            target[end++] = digit(year / 10_000);
        }
        end = writePair(year / 100 % 100, target, end);
        return writePair(year % 100, target, end);
    }

    private static int writeHoursAndMinutes(int minutes, byte[] target, int at) {
        int end = writePair(minutes / 60, target, at);
        target[end++] = ':';
        return writePair(minutes % 60, target, end);
    }

    private static int writePair(int number, byte[] target, int at) {
        TWO_BYTES.set(target, at, PAIRS[number]);
        return at + 2;
    }

    private static byte digit(int number) {
        return (byte) ('0' + number);
    }
}
