package timesessions.session;

import java.util.List;

/**
 * What sessions add up to, altogether and by groups. Seconds of the groups add up to those of all, exactly. So do their
 * numbers of sessions, but by labor type, where a session with two of them counts under both.
 *
 * @param cells those that have anything, in no order
 */
public record Totals(List<GroupBy> by, Sums sums, List<TotalCell> cells) {
    public Totals {
        by = List.copyOf(by);
        cells = List.copyOf(cells);
    }
}
