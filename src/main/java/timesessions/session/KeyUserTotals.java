package timesessions.session;

import static org.jooq.impl.DSL.inline;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.session.SearchSql.isOneOf;

import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import timesessions.jooq.enums.KeyUserDimension;
import timesessions.jooq.enums.KeyUserGrain;
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

    /** The rows of a run of months: one for each of them, or one for all where there is no end. */
    Condition sumsOf(Path kind, Periods.Run months) {
        return months.from() == null && months.to() == null
                ? rows(kind, KeyUserGrain.all).and(KEY_USER.PERIOD.eq(TotalChanges.ALL_TIME))
                : monthsOf(kind, months);
    }

    /** The rows of each month of a run. */
    Condition monthsOf(Path kind, Periods.Run months) {
        return rows(kind, KeyUserGrain.month).and(months.contains(KEY_USER.PERIOD));
    }

    private Condition rows(Path kind, KeyUserGrain grain) {
        Set<Long> keys = sql().keys(kind);
        Set<Long> people = sql().filter().users();
        // Few people are with a project, so that the server shall not look for the others there.
        boolean isReadWhole = kind == Path.PROJECTS && sizes.areManyPairs((long) keys.size() * people.size());
        return KEY_USER.COMPANY_ID
                .eq(sql().companyId())
                .and(KEY_USER.DIMENSION.eq(dimension(kind)))
                .and(isOneOf(KEY_USER.KEY_ID, keys))
                .and(isOneOf(isReadWhole ? KEY_USER.USER_ID.plus(inline(0)) : KEY_USER.USER_ID, people))
                .and(KEY_USER.GRAIN.eq(grain));
    }

    private static KeyUserDimension dimension(Path kind) {
        return switch (kind) {
            case PROJECTS -> KeyUserDimension.project;
            case CATEGORIES -> KeyUserDimension.category;
            case LABOR_TYPES -> KeyUserDimension.labor_type;
            default -> throw new IllegalArgumentException(kind + " has no totals of people");
        };
    }

    private SearchSql sql() {
        return sizes.sql();
    }
}
