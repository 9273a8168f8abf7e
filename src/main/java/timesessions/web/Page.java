package timesessions.web;

import java.util.List;

/** One page of a longer list that is counted; numbers start at 1. */
public record Page<T>(List<T> items, long number, int size, long total) {

    public Page {
        items = List.copyOf(items);
    }

    /** The page asked for, or the last one where there are fewer. */
    public static long within(long asked, int size, long total) {
        return Math.min(asked, last(size, total));
    }

    public long last() {
        return last(size, total);
    }

    public boolean hasPrevious() {
        return number > 1;
    }

    public long previous() {
        return number - 1;
    }

    public boolean hasNext() {
        return number < last();
    }

    public long next() {
        return number + 1;
    }

    private static long last(int size, long total) {
        return Math.max(1, Math.ceilDiv(total, size));
    }
}
