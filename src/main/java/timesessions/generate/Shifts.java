package timesessions.generate;

import java.util.Arrays;

/** Who works when on one day: spans that do not overlap for one person. Filled again for each day. */
final class Shifts {
    /** How many sessions one person can begin on one day. */
    static final int MOST_A_DAY = 12;

    /** The end of a shift that has none yet. */
    static final long STILL_RUNS = Long.MAX_VALUE;

    private static final int INDEX_BITS = 24;

    private int size;
    private long[] starts = new long[1024];
    private long[] ends = new long[1024];
    private int[] people = new int[1024];
    private int[] zones = new int[1024];
    private long[] order = new long[1024];

    void clear() {
        size = 0;
    }

    void add(int person, int zone, long start, long end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            people = Arrays.copyOf(people, 2 * size);
            zones = Arrays.copyOf(zones, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
        }
        people[size] = person;
        zones[size] = zone;
        starts[size] = start;
        ends[size] = end;
        order[size] = (start << INDEX_BITS) | size;
        size++;
    }

    /** From here on shift 0 is the one that starts first. */
    void sort() {
        Arrays.sort(order, 0, size);
    }

    int size() {
        return size;
    }

    int person(int shift) {
        return people[at(shift)];
    }

    int zone(int shift) {
        return zones[at(shift)];
    }

    long start(int shift) {
        return starts[at(shift)];
    }

    long end(int shift) {
        return ends[at(shift)];
    }

    private int at(int shift) {
        return (int) (order[shift] & ((1 << INDEX_BITS) - 1));
    }
}
