package timesessions.session;

import java.util.List;
import java.util.Map;

/**
 * What sessions add up to, altogether and by groups. Seconds of the groups add up to those of all, exactly. So do their
 * numbers of sessions, but by labor type, where a session with two of them counts under both.
 *
 * @param firsts what each key of the first grouping adds up to
 * @param seconds what each key of the second grouping adds up to; empty where there is none
 * @param cells those that have anything, in no order
 * @param ticks whether they are others from second to second
 */
public record Totals(
        List<GroupBy> by,
        Sums sums,
        Map<Long, Sums> firsts,
        Map<Long, Sums> seconds,
        List<TotalCell> cells,
        boolean ticks) {
    public Totals {
        by = List.copyOf(by);
        firsts = Map.copyOf(firsts);
        seconds = Map.copyOf(seconds);
        cells = List.copyOf(cells);
    }
}
