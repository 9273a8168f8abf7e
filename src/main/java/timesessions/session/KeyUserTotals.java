package timesessions.session;

import static org.jooq.impl.DSL.noCondition;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.session.SearchSql.isOneOf;

import java.util.Collection;
import java.util.Set;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Dimension;
import timesessions.jooq.enums.KeyUserDimension;
import timesessions.jooq.enums.KeyUserGrain;

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
        return Boolean.TRUE.equals(sql().filter().running())
                ? null
                : Path.BESIDE_USERS.stream()
                        .filter(kind -> sql().isOf(Path.USERS, kind))
                        .filter(kind -> kind != Path.LABOR_TYPES || sql().hasOneLaborType())
                        .filter(kind -> sizes.isLong(sizes.narrowest()))
                        .findFirst()
                        .orElse(null);
    }

    /**
     * What people are told apart by, or told apart together with, where a search is added up by a dimension: the one thing
     * that is asked for beside people, or what is grouped by; null where such totals do not hold it.
     */
    @Nullable
    Path kindBy(Dimension dimension) {
        if (sql().filter().running() != null) {
            return null;
        }
        Path kind = dimension == Dimension.USER
                ? Path.BESIDE_USERS.stream()
                        .filter(sql().restrictions()::contains)
                        .findFirst()
                        .orElse(null)
                : dimension == Dimension.LABOR_TYPE ? null : Path.of(dimension);
        return kind != null
                        && sql().isOfAtMost(Path.USERS, kind)
                        && (kind != Path.LABOR_TYPES || sql().hasOneLaborType())
                        && (dimension == Dimension.USER || sql().restrictions().contains(Path.USERS))
                ? kind
                : null;
    }

    /** The rows of a run of months: for each of them, or for all time where it has no end. */
    Condition sumsOf(Path kind, Periods.Run months) {
        return rows(kind, sql().keys(kind), Months.asFew(months, sizes));
    }

    /** The rows of each month of a run. */
    Condition monthsOf(Path kind, Periods.Run months) {
        return rows(kind, sql().keys(kind), Months.each(months, sizes));
    }

    /**
     * The rows of these keys in these months, of the people that are asked for, if any are. Few people are looked up in each
     * period; of many, everybody is read who is there, which is a row after the other.
     */
    Condition rows(Path kind, Set<Long> keys, Months months) {
        Set<Long> people = sql().filter().users();
        return of(sql().companyId(), kind, keys, months.isAllTime() ? KeyUserGrain.all : KeyUserGrain.month)
                .and(months.contain(KEY_USER.PERIOD, areFew(keys.size(), months)))
                .and(people.isEmpty() ? noCondition() : isOneOf(KEY_USER.USER_ID, people));
    }

    /** The rows of these keys, of everybody and of all periods of a grain. */
    static Condition of(long companyId, Path kind, Collection<Long> keys, KeyUserGrain grain) {
        return KEY_USER.COMPANY_ID
                .eq(companyId)
                .and(KEY_USER.DIMENSION.eq(
                        KeyUserDimension.valueOf(kind.rollup().name())))
                .and(isOneOf(KEY_USER.KEY_ID, keys))
                .and(KEY_USER.GRAIN.eq(grain));
    }

    private boolean areFew(int keys, Months months) {
        int people = sql().filter().users().size();
        return people > 0 && sizes.areFewLookUps((long) keys * months.periods().size() * people);
    }

    /** How many rows are read for so many keys, at most. */
    long mostRows(int keys, Months months, long everybody) {
        long people = areFew(keys, months) ? sql().filter().users().size() : everybody;
        return people * keys * months.periods().size();
    }

    private SearchSql sql() {
        return sizes.sql();
    }
}
