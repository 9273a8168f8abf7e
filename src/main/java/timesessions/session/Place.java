package timesessions.session;

import static org.jooq.impl.DSL.noCondition;

import java.time.Instant;
import java.time.LocalDate;
import org.jooq.Condition;
import org.jooq.Field;

/** From where on rows are wanted, said of the column that has the id. */
interface Place {
    Place ANYWHERE = columns -> noCondition();

    Condition from(SearchSql.Columns columns);

    /** Where both want rows. */
    default Place and(Place other) {
        return columns -> from(columns).and(other.from(columns));
    }

    /** In a window of the instants of that kind. */
    static Place in(Path path, InstantWindow window) {
        return columns -> SearchSql.within(SearchSql.instant(path, columns), window.min(), window.max());
    }

    /** From the least id that is wanted; or, descending, up to the least that is not. */
    static Place ofId(Long bound, Order order) {
        return columns ->
                order.descending() ? columns.id().lt(bound) : columns.id().ge(bound);
    }

    static Place between(Long from, Long to) {
        return columns -> columns.id().ge(from).and(columns.id().lt(to));
    }

    static Place ofInstant(Instant bound, Order order) {
        Path window = SearchSql.requireWindowOf(order);
        return columns -> {
            Field<Instant> at = SearchSql.instant(window, columns);
            return order.descending() ? at.lt(bound) : at.ge(bound);
        };
    }

    /** After a session in the order of days. */
    static Place after(LocalDate day, Instant start, long id) {
        return columns -> columns.day()
                .ge(day)
                .and(columns.day()
                        .gt(day)
                        .or(columns.start().gt(start))
                        .or(columns.start().eq(start).and(columns.id().gt(id))));
    }

    /** After the row of a cursor, in that direction. The leading bound stands by itself, for the index. */
    static Place beyond(Cursor cursor, boolean descending) {
        Instant bound = cursor.at();
        if (bound == null) {
            return columns ->
                    descending ? columns.id().lt(cursor.id()) : columns.id().gt(cursor.id());
        }
        Path window = SearchSql.requireWindowOf(cursor.order());
        return columns -> {
            Field<Instant> at = SearchSql.instant(window, columns);
            return descending
                    ? at.le(bound).and(at.lt(bound).or(columns.id().lt(cursor.id())))
                    : at.ge(bound).and(at.gt(bound).or(columns.id().gt(cursor.id())));
        };
    }
}
