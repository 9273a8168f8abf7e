package timesessions.generate;

import java.util.List;

/**
 * Chance that comes out the same everywhere. This is SplitMix64, spelled out because the JDK promises no algorithm for
 * its own splittable generators, and the same seed has to give the same data on any JVM.
 */
final class Dice {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Dice(long... seeds) {
        restart(seeds[0]);
        for (int i = 1; i < seeds.length; i++) {
            restart(mix(state, seeds[i]));
        }
    }

    /** A seed that depends on both, for a stream of its own. */
    static long mix(long a, long b) {
        return scramble(scramble(a + GOLDEN_GAMMA) ^ (b * 0xD1342543DE82EF95L + GOLDEN_GAMMA));
    }

    private static long scramble(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** One object serves many streams one after the other: there are millions of them. */
    void restart(long seed) {
        state = seed;
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return scramble(state);
    }

    /** From 0 to bound - 1. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** From low to high, both included. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** Like {@link #between}, but the middle comes up more often than the ends. */
    int around(int low, int high) {
        int spread = high - low + 1;
        return low + (below(spread) + below(spread)) / 2;
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    /** From 0 up to, but not including, 1. */
    double fraction() {
        return (next() >>> 11) * 0x1p-53;
    }

    <T> T any(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** Leans on the front of the list: what stands at its end turns up rarely. */
    <T> T likelyEarly(List<T> choices) {
        double f = fraction();
        return choices.get((int) (f * f * choices.size()));
    }

    /** An index into weights that have been summed up from left to right, of which the first {@code count} are used. */
    int weighted(double[] sums, int count) {
        double point = fraction() * sums[count - 1];
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
