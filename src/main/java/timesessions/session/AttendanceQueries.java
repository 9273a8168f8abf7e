package timesessions.session;

import static timesessions.jooq.Tables.ATTENDANCE;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import timesessions.database.RowReader;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.TotalDimension;
import timesessions.total.Seats;

/** Who has sessions of what, as bits of {@link Seats}: a row for each block of them. */
final class AttendanceQueries {
    /** A block of seats put together, beside {@code ATTENDANCE.BLOCK}. */
    static final List<Field<Long>> SEATS = Seats.COLUMNS.stream()
            .map(column -> DSL.bitOrAgg(column).as(column.getName()))
            .toList();

    private AttendanceQueries() {}

    /** Where those of a dimension of the totals stand: people and teams are all of a company, and then some of them. */
    static AttendanceDimension of(TotalDimension dimension) {
        return switch (dimension) {
            case company, user, team -> AttendanceDimension.company;
            case project -> AttendanceDimension.project;
            case category -> AttendanceDimension.category;
            case labor_type, labor_share, labor_mix -> AttendanceDimension.labor_type;
            case category_labor -> AttendanceDimension.category_labor;
        };
    }

    /** Adds the next columns of a row: the block, and {@link #SEATS}. */
    static void add(BitSet seats, RowReader row) throws SQLException {
        int block = row.integer();
        for (int column = 0; column < SEATS.size(); column++) {
            Seats.addTo(seats, block, column, row.number());
        }
    }

    /** Whether anybody of these seats is among those of a row. */
    static Condition isOneOf(BitSet seats) {
        return DSL.or(Seats.blocks(seats.stream().boxed().toList()).entrySet().stream()
                .map(block -> ATTENDANCE.BLOCK.eq(block.getKey()).and(anyOf(block.getValue())))
                .toList());
    }

    private static Condition anyOf(long[] bits) {
        return DSL.or(IntStream.range(0, bits.length)
                .filter(column -> bits[column] != 0)
                .mapToObj(
                        column -> Seats.COLUMNS.get(column).bitAnd(bits[column]).ne(0L))
                .toList());
    }
}
