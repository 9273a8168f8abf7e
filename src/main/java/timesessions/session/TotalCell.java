package timesessions.session;

import java.time.LocalDate;

/**
 * What the sessions of one group add up to. A key is an id, 0 for none, or the number of a day since 1970: the first of
 * the stretch of time.
 *
 * @param second 0 where there is one grouping
 */
public record TotalCell(long first, long second, Sums sums) {
    /** The first day of a stretch of time that a key stands for. */
    public static LocalDate day(long key) {
        return LocalDate.ofEpochDay(key);
    }
}
