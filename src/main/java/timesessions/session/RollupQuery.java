package timesessions.session;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static timesessions.jooq.Tables.ATTENDANCE;
import static timesessions.jooq.Tables.TOTAL;
import static timesessions.session.SearchSql.isOneOf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.TableField;
import timesessions.database.KnownTexts;
import timesessions.database.RowReader;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.AttendanceGrain;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;

/** One statement over several runs of periods of a rollup. Each run has a number, which its rows begin with. */
final class RollupQuery {
    private static final KnownTexts<Shape> TEXTS = new KnownTexts<>(RollupQuery::part);

    private final StringJoiner text = new StringJoiner(" union all ");
    private final List<Object> values = new ArrayList<>();

    /** What is read. */
    private enum Kind {
        SUMS,
        SUMS_BY_PERIOD,
        SEATS
    }

    /**
     * @param times how often what is found counts
     * @param run with days that stand for any
     */
    private record Shape(Kind kind, int number, int keys, int times, Periods.Run run) {}

    /**
     * Asks for sums: rows of the number, the grain, the period, sessions, seconds of work and of breaks.
     *
     * @param byPeriod whether for each period; else the period is null
     */
    void addSums(int number, long companyId, Rollup.Part rollup, Periods.Run run, boolean byPeriod) {
        Kind kind = byPeriod ? Kind.SUMS_BY_PERIOD : Kind.SUMS;
        add(kind, number, companyId, rollup.dimension(), rollup.keys(), rollup.times(), run);
    }

    /** Asks who attended: rows of the number, the block and its seats, a block once for each run. */
    void addSeats(int number, long companyId, AttendanceDimension dimension, Collection<Long> keys, Periods.Run run) {
        add(Kind.SEATS, number, companyId, dimension, keys, 1, run);
    }

    /** Hands over what was asked for, in one statement. */
    void forEach(DSLContext db, RowReader.Visitor visitor) {
        RowReader.forEach(db, text.toString(), values, visitor);
    }

    private void add(
            Kind kind,
            int number,
            long companyId,
            EnumType dimension,
            Collection<Long> keys,
            int times,
            Periods.Run run) {
        text.add(TEXTS.of(new Shape(kind, number, keys.size(), times, run.shape())));
        values.add(companyId);
        values.add(dimension);
        values.addAll(keys);
        values.add(run.grain());
        Stream.of(run.from(), run.to()).flatMap(Stream::ofNullable).distinct().forEach(values::add);
    }

    private static Select<?> part(Shape shape) {
        List<Long> keys = Collections.nCopies(shape.keys, 0L);
        if (shape.kind == Kind.SEATS) {
            var a = ATTENDANCE;
            return select(inline(shape.number).as("which"), a.BLOCK)
                    .select(AttendanceQueries.SEATS)
                    .hint(SearchSql.SORTED)
                    .from(a)
                    .where(
                            a.COMPANY_ID.eq(0L),
                            a.DIMENSION.eq(AttendanceDimension.company),
                            isOneOf(a.KEY_ID, keys),
                            a.GRAIN.eq(AttendanceGrain.day),
                            shape.run.contains(a.PERIOD))
                    .groupBy(a.BLOCK);
        }
        boolean byPeriod = shape.kind == Kind.SUMS_BY_PERIOD;
        var t = TOTAL;
        var sums = select(
                        inline(shape.number).as("which"),
                        inline(shape.run.grain().getLiteral()).as(t.GRAIN.getName()),
                        (byPeriod ? t.PERIOD : inline(null, t.PERIOD)).as(t.PERIOD),
                        summed(shape, t.SESSIONS),
                        summed(shape, t.WORK),
                        summed(shape, t.BREAK))
                // The periods of one key are in their order.
                .hint(byPeriod && shape.keys > 1 ? SearchSql.SORTED : "")
                // Or the server might read what all keys have in these periods.
                .from(t.forceIndex("PRIMARY"))
                .where(
                        t.COMPANY_ID.eq(0L),
                        t.DIMENSION.eq(TotalDimension.company),
                        isOneOf(t.KEY_ID, keys),
                        t.GRAIN.eq(TotalGrain.day),
                        shape.run.contains(t.PERIOD));
        return byPeriod ? sums.groupBy(t.PERIOD) : sums;
    }

    private static Field<?> summed(Shape shape, TableField<?, ? extends Number> field) {
        return SearchSql.timesOf(shape.run.times(shape.times), SearchSql.summed(field))
                .as(field);
    }
}
