package timesessions.session;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static timesessions.jooq.Tables.RUNNING_CLOCK;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.session.SearchSql.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import timesessions.database.Database;
import timesessions.database.RowReader;
import timesessions.jooq.enums.RunningClockType;
import timesessions.time.DateRange;

/** What the clocks that run have come to in the sessions of a search, beyond what is stored and added up. */
final class SearchClocks {
    private static final List<RunningClockType> TYPES = List.of(RunningClockType.values());

    /** The sums of all clocks of a company. */
    private static final String OF_ALL =
            Database.text(sums(Instant.EPOCH, RUNNING_CLOCK, RUNNING_CLOCK.COMPANY_ID.eq(0L), DateRange.ALL));

    private final DSLContext db;
    private final SearchSizes sizes;

    SearchClocks(DSLContext db, SearchSizes sizes) {
        this.db = db;
        this.sizes = sizes;
    }

    /** A clock that runs, and the seconds that it has come to beyond what is stored; a key is 0 for none. */
    record RunningClock(LocalDate day, long user, long project, long category, long laborType, Sums seconds) {}

    /**
     * What running clocks have come to by that moment beyond what is stored, by the day of their sessions, within days that
     * may be others than those asked for. There are never more of them than people at work.
     */
    SortedMap<LocalDate, Sums> sums(DateRange days, Instant now) {
        var byDay = new TreeMap<LocalDate, Sums>();
        if (!sql().asksForEnded()) {
            RowReader.Visitor add = row -> {
                LocalDate day = row.date();
                RunningClockType type = row.oneOf(TYPES);
                byDay.merge(day, clock(type, row.number()), Sums::plus);
            };
            if (sql().restrictions().isEmpty() || sql().restrictions().equals(Set.of(Path.DAYS))) {
                RowReader.forEach(db, OF_ALL, List.of(now, sql().companyId(), days.from(), days.to()), add);
            } else {
                RowReader.forEach(db, sums(now, clocks(), clocksAsked(), days), add);
            }
        }
        return byDay;
    }

    private static Select<?> sums(Instant now, Table<?> clocks, Condition asked, DateRange days) {
        var c = RUNNING_CLOCK;
        // As TimeSession counts them: whole seconds, and none before a clock begins.
        Field<BigDecimal> seconds = sum(DSL.greatest(
                DSL.field("TIMESTAMPDIFF(SECOND, {0}, {1})", SQLDataType.INTEGER, c.SINCE, val(now, c.SINCE)),
                inline(0)));
        return DSL.select(c.LOCAL_DATE, c.TYPE, seconds)
                // Sorted: the server would go through a temporary table for each row instead.
                .hint("SQL_BIG_RESULT")
                .from(clocks)
                .where(asked, within(c.LOCAL_DATE, days.from(), days.to()))
                .groupBy(c.LOCAL_DATE, c.TYPE);
    }

    /** The clocks themselves, on the days asked for. */
    List<RunningClock> running(Instant now) {
        if (sql().asksForEnded()) {
            return List.of();
        }
        var c = RUNNING_CLOCK;
        return db.select(c.LOCAL_DATE, c.USER_ID, c.PROJECT_ID, c.CATEGORY_ID, c.LABOR_TYPE_ID, c.TYPE, c.SINCE)
                .from(clocks())
                .where(
                        clocksAsked(),
                        within(
                                c.LOCAL_DATE,
                                sql().filter().from(),
                                sql().filter().to()))
                .fetch(row -> {
                    long seconds = TimeSession.secondsBetween(row.value7(), now);
                    return new RunningClock(
                            row.value1(),
                            row.value2(),
                            row.value3(),
                            row.value4(),
                            row.value5(),
                            clock(row.value6(), seconds));
                });
    }

    private static Sums clock(RunningClockType type, long seconds) {
        return type == RunningClockType.break_ ? new Sums(0, 0, seconds) : new Sums(0, seconds, 0);
    }

    private Table<?> clocks() {
        // What sessions are found by otherwise is not told with their clocks.
        boolean alone = Set.of(Path.USERS, Path.PROJECTS, Path.CATEGORIES, Path.RUNNING, Path.DAYS)
                .containsAll(sql().restrictions());
        var c = RUNNING_CLOCK;
        return alone
                ? c
                : c.straightJoin(TIME_SESSION)
                        .on(TIME_SESSION.COMPANY_ID.eq(c.COMPANY_ID), TIME_SESSION.ID.eq(c.SESSION_ID));
    }

    private Condition clocksAsked() {
        var c = RUNNING_CLOCK;
        Condition all = c.COMPANY_ID.eq(sql().companyId());
        for (Path path : sql().restrictions()) {
            all = all.and(
                    switch (path) {
                        case USERS -> c.USER_ID.in(sql().filter().users());
                        case PROJECTS -> c.PROJECT_ID.in(sql().filter().projects());
                        case CATEGORIES -> c.CATEGORY_ID.in(sql().filter().categories());
                        case RUNNING, DAYS -> noCondition();
                        default -> sql().condition(path, SearchSql.Columns.OF_SESSIONS);
                    });
        }
        return all;
    }

    /** Asked anew each time: measuring may put another word first. */
    private SearchSql sql() {
        return sizes.sql();
    }
}
