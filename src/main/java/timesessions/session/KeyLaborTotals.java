package timesessions.session;

import static org.jooq.impl.DSL.noCondition;
import static timesessions.jooq.Tables.KEY_LABOR;

import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Dimension;
import timesessions.jooq.enums.KeyLaborDimension;
import timesessions.jooq.enums.KeyLaborGrain;
import timesessions.total.TotalChanges;

/** What the entries of each labor type come to with the people, the projects or the categories that a search is about. */
final class KeyLaborTotals {
    private static final List<Dimension> DIMENSIONS = List.of(Dimension.USER, Dimension.PROJECT, Dimension.CATEGORY);

    private final SearchSizes sizes;

    KeyLaborTotals(SearchSizes sizes) {
        this.sizes = sizes;
    }

    /**
     * What labor types are told apart together with: the one thing that is grouped by beside them or that is asked for; null
     * where such totals do not hold it.
     */
    @Nullable
    Dimension dimensionBy(List<GroupBy> by) {
        if (!by.contains(GroupBy.LABOR_TYPE) || sizes.sql().filter().running() != null) {
            return null;
        }
        List<GroupBy> others =
                by.stream().filter(one -> one != GroupBy.LABOR_TYPE).toList();
        boolean needsDays = others.stream().anyMatch(one -> one.isTime() && one != GroupBy.MONTH);
        return DIMENSIONS.stream()
                .filter(dimension -> sizes.sql().isOfAtMost(Path.of(dimension)))
                .filter(dimension -> others.stream().anyMatch(one -> one.isOf(dimension))
                        || (others.stream().allMatch(one -> one.isTime()) && isAsked(dimension)))
                .filter(dimension -> !needsDays || isByDay(dimension))
                .findFirst()
                .orElse(null);
    }

    /** Whether days are told apart, not months alone. */
    static boolean isByDay(Dimension dimension) {
        return TotalChanges.isKeptByDay(stored(dimension));
    }

    /** The rows of what is asked for in a run of days. */
    Condition rows(Dimension dimension, Periods.Run days) {
        return rows(dimension, KeyLaborGrain.day, days.contains(KEY_LABOR.PERIOD));
    }

    /** The rows of what is asked for in these months. */
    Condition rows(Dimension dimension, Months months) {
        long keys = keys(dimension).size();
        boolean areFew = keys > 0 && sizes.areFewLookUps(keys * months.periods().size());
        return rows(
                dimension,
                months.isAllTime() ? KeyLaborGrain.all : KeyLaborGrain.month,
                months.contain(KEY_LABOR.PERIOD, areFew));
    }

    private Condition rows(Dimension dimension, KeyLaborGrain grain, Condition periods) {
        return KEY_LABOR
                .COMPANY_ID
                .eq(sizes.sql().companyId())
                .and(KEY_LABOR.DIMENSION.eq(stored(dimension)))
                .and(KEY_LABOR.GRAIN.eq(grain))
                .and(periods)
                .and(isAsked(dimension) ? SearchSql.isOneOf(KEY_LABOR.KEY_ID, keys(dimension)) : noCondition());
    }

    private boolean isAsked(Dimension dimension) {
        return sizes.sql().restrictions().contains(Path.of(dimension));
    }

    private Set<Long> keys(Dimension dimension) {
        return sizes.sql().keys(Path.of(dimension));
    }

    private static KeyLaborDimension stored(Dimension dimension) {
        return KeyLaborDimension.valueOf(Path.of(dimension).rollup().name());
    }
}
