package timesessions.session;

import static org.jooq.impl.DSL.falseCondition;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.session.SearchSql.isOneOf;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import timesessions.jooq.enums.KeyUserDimension;
import timesessions.jooq.enums.KeyUserGrain;
import timesessions.time.DateRange;
import timesessions.total.TotalChanges;

/** What people come to with the projects, the categories or the labor type that a search asks for, by months and in all. */
final class KeyUserTotals {
    private final SearchSizes sizes;

    KeyUserTotals(SearchSizes sizes) {
        this.sizes = sizes;
    }

    /**
     * What the people are asked for together with; null where such totals do not hold what is asked for, or so little that the
     * sessions are read as soon. Sessions with one of several labor types are not held: those with two of them count twice.
     */
    @Nullable
    Path kind() {
        return sql().filter().running() != null
                ? null
                : Stream.of(Path.PROJECTS, Path.CATEGORIES, Path.LABOR_TYPES)
                        .filter(kind -> sql().isOf(Path.USERS, kind))
                        .filter(kind -> kind != Path.LABOR_TYPES || sql().hasOneLaborType())
                        .filter(kind -> sizes.isLong(sizes.narrowest()))
                        .findFirst()
                        .orElse(null);
    }

    /** The rows of a run of months: for each of them, or for all time where it has no end. */
    Condition sumsOf(Path kind, Periods.Run months) {
        return months.from() == null && months.to() == null
                ? rows(kind, KeyUserGrain.all, List.of(TotalChanges.ALL_TIME))
                : monthsOf(kind, months);
    }

    /** The rows of each month of a run. */
    Condition monthsOf(Path kind, Periods.Run months) {
        DateRange all = sizes.months();
        LocalDate first = months.from() == null || months.from().isBefore(all.from()) ? all.from() : months.from();
        LocalDate last = months.to() == null || months.to().isAfter(all.to()) ? all.to() : months.to();
        return last.isBefore(first)
                ? falseCondition()
                : rows(
                        kind,
                        KeyUserGrain.month,
                        Stream.iterate(first, month -> !month.isAfter(last), month -> month.plusMonths(1))
                                .toList());
    }

    /** Few people are looked up in each period; of many, everybody is read who is there, which is a row after the other. */
    private Condition rows(Path kind, KeyUserGrain grain, List<LocalDate> periods) {
        Set<Long> keys = sql().keys(kind);
        Set<Long> people = sql().filter().users();
        boolean areFew = sizes.areFewLookUps((long) keys.size() * periods.size() * people.size());
        return KEY_USER.COMPANY_ID
                .eq(sql().companyId())
                .and(KEY_USER.DIMENSION.eq(
                        KeyUserDimension.valueOf(kind.rollup().name())))
                .and(isOneOf(KEY_USER.KEY_ID, keys))
                .and(KEY_USER.GRAIN.eq(grain))
                .and(
                        areFew
                                ? KEY_USER.PERIOD.in(periods)
                                // Not "between", which the server takes for "=" where both ends are the same.
                                : KEY_USER.PERIOD
                                        .ge(periods.getFirst())
                                        .and(KEY_USER.PERIOD.lt(
                                                periods.getLast().plusDays(1))))
                .and(isOneOf(KEY_USER.USER_ID, people));
    }

    private SearchSql sql() {
        return sizes.sql();
    }
}
