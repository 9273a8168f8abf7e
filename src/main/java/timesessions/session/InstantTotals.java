package timesessions.session;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;
import static timesessions.jooq.Tables.KEY_STAMP;
import static timesessions.jooq.Tables.STAMP_TOTAL;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.session.SearchSql.within;

import java.math.BigDecimal;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;
import timesessions.jooq.enums.KeyStampDimension;
import timesessions.jooq.enums.KeyStampGrain;
import timesessions.jooq.enums.KeyStampStamp;
import timesessions.jooq.enums.StampTotalGrain;
import timesessions.jooq.enums.StampTotalStamp;

/**
 * How many sessions have an instant on each day and in each hour, as UTC has them: all of the company, or those of some
 * categories or of one labor type.
 */
final class InstantTotals {
    private final Path path;
    private final TableField<Record, Instant> period;
    private final TableField<Record, Long> sessions;
    private final Condition days;
    private final Condition hours;
    private final Condition ofSessions;

    /** @param ofSessions what the sessions meet, beside the instant, that are counted */
    private InstantTotals(
            Path path,
            TableField<Record, Instant> period,
            TableField<Record, Long> sessions,
            Condition days,
            Condition hours,
            Condition ofSessions) {
        this.path = path;
        this.period = period;
        this.sessions = sessions;
        this.days = days;
        this.hours = hours;
        this.ofSessions = ofSessions;
    }

    /** Those of the whole company. */
    static InstantTotals of(long companyId, StampTotalStamp stamp) {
        Condition rows = STAMP_TOTAL.COMPANY_ID.eq(companyId).and(STAMP_TOTAL.STAMP.eq(stamp));
        return new InstantTotals(
                Path.of(stamp),
                STAMP_TOTAL.PERIOD,
                STAMP_TOTAL.SESSIONS,
                rows.and(STAMP_TOTAL.GRAIN.eq(StampTotalGrain.day)),
                rows.and(STAMP_TOTAL.GRAIN.eq(StampTotalGrain.hour)),
                TIME_SESSION.COMPANY_ID.eq(companyId));
    }

    /** Whether there are totals of what a search asks for of one kind: a session of two labor types would count twice. */
    static boolean areOf(SearchSql sql, Path kind) {
        return kind == Path.CATEGORIES || (kind == Path.LABOR_TYPES && sql.hasOneLaborType());
    }

    /** Those of what a search asks for of one kind, whether they run or not, by their last change or their start. */
    static InstantTotals of(SearchSql sql, Path kind, StampTotalStamp stamp) {
        Condition rows = KEY_STAMP
                .COMPANY_ID
                .eq(sql.companyId())
                .and(KEY_STAMP.DIMENSION.eq(
                        KeyStampDimension.valueOf(kind.rollup().name())))
                .and(SearchSql.isOneOf(KEY_STAMP.KEY_ID, sql.keys(kind)))
                .and(KEY_STAMP.STAMP.eq(KeyStampStamp.valueOf(stamp.name())));
        return new InstantTotals(
                Path.of(stamp),
                KEY_STAMP.PERIOD,
                KEY_STAMP.SESSIONS,
                rows.and(KEY_STAMP.GRAIN.eq(KeyStampGrain.day)),
                rows.and(KEY_STAMP.GRAIN.eq(KeyStampGrain.hour)),
                TIME_SESSION.COMPANY_ID.eq(sql.companyId()).and(sql.condition(kind, SearchSql.Columns.OF_SESSIONS)));
    }

    /** The days in a window, each with its sessions, in any order; of several keys more than once. */
    Select<Record2<Instant, Long>> days(InstantWindow window) {
        return periods(days, window);
    }

    /** The same of hours. */
    Select<Record2<Instant, Long>> hours(InstantWindow window) {
        return periods(hours, window);
    }

    private Select<Record2<Instant, Long>> periods(Condition rows, InstantWindow window) {
        return select(period, sessions).from(period.getTable()).where(rows, within(period, window.min(), window.max()));
    }

    /** The sessions of whole days, the end not included. */
    Select<Record1<BigDecimal>> ofDays(Instant from, Instant end) {
        return summed(days, from, end);
    }

    /** The same of whole hours. */
    Select<Record1<BigDecimal>> ofHours(Instant from, Instant end) {
        return summed(hours, from, end);
    }

    private Select<Record1<BigDecimal>> summed(Condition rows, Instant from, Instant end) {
        return select(coalesce(sum(sessions), inline(BigDecimal.ZERO)))
                .from(period.getTable())
                .where(rows, period.ge(from), period.lt(end));
    }

    /** The sessions between any instants, the end not included, by looking at them. */
    Select<Record1<BigDecimal>> counted(Instant from, Instant end) {
        Field<BigDecimal> rows = selectCount()
                .from(TIME_SESSION.forceIndex(path.index()))
                .where(ofSessions, path.instant().ge(from), path.instant().lt(end))
                .asField()
                .cast(SQLDataType.DECIMAL(20));
        return select(rows);
    }
}
