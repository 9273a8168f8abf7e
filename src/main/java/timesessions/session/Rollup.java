package timesessions.session;

import static timesessions.jooq.Tables.TOTAL;

import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;
import timesessions.total.TotalChanges;

/** What holds the totals that are asked for: some rows of a dimension, each for every period. */
record Rollup(TotalDimension dimension, Set<Long> keys) {
    Condition rows() {
        return TOTAL.DIMENSION.eq(dimension).and(SearchSql.isOneOf(TOTAL.KEY_ID, keys));
    }

    /** What has to be added up, and taken away again: months and days, or all time in one where there is such a row. */
    List<Periods.Run> periods(DateRange days) {
        return dimension == TotalDimension.user && days.equals(DateRange.ALL)
                ? List.of(new Periods.Run(TotalGrain.all, TotalChanges.ALL_TIME, TotalChanges.ALL_TIME))
                : Periods.summed(days);
    }
}
