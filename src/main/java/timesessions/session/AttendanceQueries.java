package timesessions.session;

import static timesessions.jooq.Tables.ATTENDANCE;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import timesessions.database.RowReader;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.AttendanceGrain;
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

    /** Who has ever had sessions of each of these keys. */
    static Map<Long, BitSet> byKey(
            DSLContext db, long companyId, AttendanceDimension dimension, Collection<Long> keys) {
        var seats = new HashMap<Long, BitSet>();
        var query = DSL.select(ATTENDANCE.KEY_ID, ATTENDANCE.BLOCK)
                .select(SEATS)
                .from(ATTENDANCE)
                .where(
                        ATTENDANCE.COMPANY_ID.eq(companyId),
                        ATTENDANCE.DIMENSION.eq(dimension),
                        ATTENDANCE.KEY_ID.in(keys),
                        ATTENDANCE.GRAIN.eq(AttendanceGrain.month))
                .groupBy(ATTENDANCE.KEY_ID, ATTENDANCE.BLOCK);
        RowReader.forEach(db, query, row -> add(seats.computeIfAbsent(row.number(), any -> new BitSet()), row));
        return seats;
    }
}
