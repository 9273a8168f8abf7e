package timesessions.session;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectOne;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import timesessions.time.DateRange;

/**
 * The sessions of a search on any day that run, where it asks for those that have ended, or else none: rollups and indexes hold
 * both, and so what the ended ones are and add up to is told by these few.
 */
final class StillRunning {
    private final DSLContext db;
    private final SearchSql ended;
    private final List<Row> rows;

    private record Row(long id, Instant start, Instant updated, LocalDate day, long user, Sums sums) {}

    /** Asks for them, if it asks for ended ones. */
    StillRunning(DSLContext db, SearchSql asked) {
        this.db = db;
        this.ended = asked;
        this.rows = asked.asksForEnded() ? rows(db, asked) : List.of();
    }

    private static List<Row> rows(DSLContext db, SearchSql ended) {
        SearchSql running = ended.during(DateRange.ALL).withRunning(true);
        var s = TIME_SESSION;
        return db.select(s.ID, s.START_AT, s.UPDATED_AT, s.LOCAL_DATE, s.USER_ID, s.WORK_DURATION, s.BREAK_DURATION)
                .from(running.source(Path.RUNNING))
                .where(running.start(Path.RUNNING), running.restOf(Path.RUNNING))
                .fetch(row -> new Row(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        new Sums(1, row.value6(), row.value7())));
    }

    Set<Long> ids() {
        return rows.stream().map(Row::id).collect(Collectors.toSet());
    }

    /** How many of them come before all from an id on, or descending before all below it. */
    long before(Order order, long bound) {
        return before(order, row -> Long.compare(row.id, bound));
    }

    /** How many of them come before all from an instant on that the order goes by, or descending before all below it. */
    long before(Order order, Instant bound) {
        boolean byStart = SearchSql.requireWindowOf(order) == Path.STARTED;
        return before(order, row -> (byStart ? row.start : row.updated).compareTo(bound));
    }

    private long before(Order order, ToIntFunction<Row> compared) {
        return rows.stream()
                .mapToInt(compared)
                .filter(with -> order.descending() ? with >= 0 : with < 0)
                .count();
    }

    /** What they add up to as stored. */
    Sums sums(DateRange days) {
        return rows.stream()
                .filter(row -> days.contains(row.day))
                .map(Row::sums)
                .reduce(Sums.NONE, Sums::plus);
    }

    /** Who has none that have ended in these days, and so is not among the people of the search. */
    Set<Long> peopleWithoutOthers(DateRange days) {
        Set<Long> people = rows.stream()
                .filter(row -> days.contains(row.day))
                .map(Row::user)
                .collect(Collectors.toSet());
        if (people.isEmpty()) {
            return people;
        }
        return db.select(USER.ID)
                .from(USER.forceIndex("PRIMARY"))
                .where(
                        USER.COMPANY_ID.eq(ended.companyId()),
                        USER.ID.in(people),
                        field(selectOne()
                                        .from(TIME_SESSION.forceIndex(Path.USERS.index()))
                                        .where(
                                                TIME_SESSION.COMPANY_ID.eq(USER.COMPANY_ID),
                                                TIME_SESSION.USER_ID.eq(USER.ID),
                                                ended.during(days).all())
                                        .limit(1))
                                .isNull())
                .fetchSet(USER.ID);
    }
}
