package timesessions.imports;

import java.time.Duration;

/**
 * How the lines of a tracker become sessions.
 *
 * @param join whether lines of one person that touch, on one project and one day, are one session; else each is its own
 * @param gapMinutes how far apart lines may be that still touch
 * @param gapIsBreak whether what lies between them is a break of the session, or nothing
 */
public record Grouping(boolean join, int gapMinutes, boolean gapIsBreak) {
    public static final Grouping TOUCHING = new Grouping(true, 0, true);
    public static final int MOST_MINUTES = 240;

    /** Clocks that are written down to the minute leave gaps, or overlaps, of less than one. */
    private static final int SAME_MINUTE = 59;

    /** Whether something that begins so long after the end of something else touches it. */
    boolean touches(Duration gap) {
        long seconds = gap.toSeconds();
        return join && seconds >= -SAME_MINUTE && seconds <= Math.max(SAME_MINUTE, 60L * gapMinutes);
    }

    /** Whether a gap of that length is told as a break. */
    boolean isBreak(Duration gap) {
        return gapIsBreak && gap.toSeconds() > SAME_MINUTE;
    }
}
