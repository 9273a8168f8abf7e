package timesessions.generate;

import timesessions.session.EntryType;

/** When work and breaks of one session begin and end. One plan is filled again and again: there are millions. */
final class EntryPlan {
    static final int MOST_BREAKS = 3;

    /** Work around each break, and one change of the kind of work. */
    static final int MOST_ENTRIES = 2 * MOST_BREAKS + 2;

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    private final long[] starts = new long[MOST_ENTRIES];
    private final long[] ends = new long[MOST_ENTRIES];
    private final EntryType[] types = new EntryType[MOST_ENTRIES];
    private final int[] pauses = new int[MOST_BREAKS];
    private final int[] shares = new int[MOST_BREAKS + 2];
    private int size;
    private boolean lastRuns;

    int size() {
        return size;
    }

    long start(int entry) {
        return starts[entry];
    }

    long end(int entry) {
        return ends[entry];
    }

    EntryType type(int entry) {
        return types[entry];
    }

    boolean running(int entry) {
        return lastRuns && entry == size - 1;
    }

    /** A session that is over. Its entries lie within it and do not overlap; some leave a gap. */
    void finished(Dice dice, long start, long end) {
        clear();
        int length = (int) (end - start);
        int breaks = breaks(dice, length);
        int left = length;
        for (int i = 0; i < breaks; i++) {
            pauses[i] = pause(dice, length, i == breaks / 2);
            left -= pauses[i];
        }
        int changes = length > HOUR && dice.percent(12) ? 1 : 0;
        int parts = breaks + changes + 1;
        int gap = length > HOUR && dice.percent(6) ? dice.between(1, 10) * MINUTE : 0;
        left -= gap;
        if (left < parts * 3 * MINUTE) {
            add(start, end, EntryType.WORK);
            return;
        }
        int shareSum = 0;
        for (int part = 0; part < parts; part++) {
            shares[part] = dice.between(4, 8);
            shareSum += shares[part];
        }
        int change = changes == 0 ? -1 : dice.below(parts - 1);
        int gapAfter = parts == 1 ? -1 : dice.below(parts - 1);
        boolean minutes = length % MINUTE == 0;
        long at = start;
        int pause = 0;
        for (int part = 0; part < parts - 1; part++) {
            int seconds = (int) ((long) left * shares[part] / shareSum);
            at = add(at, at + (minutes ? seconds - seconds % MINUTE : seconds), EntryType.WORK);
            if (part == gapAfter) {
                at += gap;
            }
            if (part != change) {
                at = add(at, at + pauses[pause], EntryType.BREAK);
                pause++;
            }
        }
        add(at, end, EntryType.WORK);
    }

    /** A session that still runs at {@code now}. */
    void running(Dice dice, long start, long now, boolean onBreak) {
        clear();
        int length = (int) (now - start);
        if (onBreak) {
            long left = now - Math.min(dice.between(2, 35) * MINUTE, length / 3);
            add(start, left, EntryType.WORK);
            add(left, now, EntryType.BREAK);
        } else if (length > 3 * HOUR) {
            int morning = dice.between(90, 120) * MINUTE;
            int lunch = dice.between(20, 50) * MINUTE;
            add(start, start + morning, EntryType.WORK);
            add(start + morning, start + morning + lunch, EntryType.BREAK);
            add(start + morning + lunch, now, EntryType.WORK);
        } else {
            add(start, now, EntryType.WORK);
        }
        lastRuns = true;
    }

    private void clear() {
        size = 0;
        lastRuns = false;
    }

    private long add(long start, long end, EntryType type) {
        starts[size] = start;
        ends[size] = end;
        types[size] = type;
        size++;
        return end;
    }

    private static int breaks(Dice dice, int length) {
        int point = dice.below(100);
        if (length < HOUR / 2) {
            return point < 90 ? 0 : 1;
        }
        if (length < 4 * HOUR) {
            return point < 24 ? 0 : point < 84 ? 1 : point < 96 ? 2 : 3;
        }
        return point < 10 ? 0 : point < 72 ? 1 : point < 92 ? 2 : 3;
    }

    private static int pause(Dice dice, int length, boolean lunch) {
        if (length < 4 * HOUR) {
            return dice.between(5, Math.max(5, length / (10 * MINUTE))) * MINUTE;
        }
        if (lunch) {
            return dice.percent(55) ? 30 * MINUTE : dice.between(20, 65) * MINUTE;
        }
        return dice.between(8, 18) * MINUTE;
    }
}
