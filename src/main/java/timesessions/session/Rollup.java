package timesessions.session;

import static timesessions.jooq.Tables.TOTAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.Condition;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;
import timesessions.total.TotalChanges;

/**
 * What holds the totals that are asked for: some rows of a dimension, each for every period. Where these count some sessions
 * too often, other rows say which, and are taken away.
 *
 * @param parts whose totals they are, and then what is taken away
 */
record Rollup(List<Part> parts) {
    /**
     * Rows of one dimension.
     *
     * @param times how often they count; less than zero where they are taken away
     */
    record Part(TotalDimension dimension, Set<Long> keys, int times) {
        Condition rows() {
            return TOTAL.DIMENSION.eq(dimension).and(SearchSql.isOneOf(TOTAL.KEY_ID, keys));
        }

        /** What has to be added up, and taken away again. */
        List<Periods.Run> periods(DateRange days) {
            return Rollup.periods(dimension, days);
        }
    }

    /** Months and days, or all time in one where there is such a row. */
    static List<Periods.Run> periods(TotalDimension dimension, DateRange days) {
        return (dimension == TotalDimension.user || dimension == TotalDimension.labor_mix) && days.equals(DateRange.ALL)
                ? List.of(new Periods.Run(TotalGrain.all, TotalChanges.ALL_TIME, TotalChanges.ALL_TIME))
                : Periods.summed(days);
    }

    Rollup(TotalDimension dimension, Set<Long> keys) {
        this(List.of(new Part(dimension, keys, 1)));
    }

    /** @param times how often each key of that dimension is counted too often */
    Rollup without(TotalDimension counted, Map<Long, Integer> times) {
        var keys = new TreeMap<Integer, Set<Long>>();
        times.forEach((key, often) ->
                keys.computeIfAbsent(often, any -> new TreeSet<>()).add(key));
        var all = new ArrayList<>(parts);
        keys.forEach((often, those) -> all.add(new Part(counted, those, -often)));
        return new Rollup(all);
    }

    TotalDimension dimension() {
        return parts.getFirst().dimension;
    }

    Set<Long> keys() {
        return parts.getFirst().keys;
    }
}
