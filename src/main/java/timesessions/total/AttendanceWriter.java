package timesessions.total;

import static timesessions.database.Rows.inserted;
import static timesessions.jooq.Tables.ATTENDANCE;
import static timesessions.jooq.Tables.CATEGORY_LABOR;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateSetMoreStep;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import timesessions.database.Rows;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.AttendanceGrain;
import timesessions.total.TotalChanges.Attendance;
import timesessions.total.TotalChanges.AttendanceKey;

/** Keeps who attended. */
final class AttendanceWriter {
    private AttendanceWriter() {}

    /**
     * Notes who comes, and who goes and has no other session there. All rows are locked first, in the order of their keys,
     * whether bits are added or taken: so nobody else can add a bit between the look at the other sessions and the change.
     */
    static void apply(DSLContext db, long companyId, Map<AttendanceKey, Map<Long, Attendance>> attendance) {
        var changing = new TreeSet<Long>();
        attendance
                .values()
                .forEach(people -> people.forEach((person, what) -> {
                    if (what != Attendance.STAYS) {
                        changing.add(person);
                    }
                }));
        if (changing.isEmpty()) {
            return;
        }
        Map<Long, Integer> seats = Seats.of(db, companyId, changing);
        var coming = new Rows();
        attendance.forEach((key, people) -> {
            Set<Integer> all = new TreeSet<>();
            Set<Integer> come = new TreeSet<>();
            people.forEach((person, what) -> {
                if (what != Attendance.STAYS) {
                    all.add(seats.get(person));
                    if (what == Attendance.COMES) {
                        come.add(seats.get(person));
                    }
                }
            });
            Map<Integer, long[]> bits = Seats.blocks(come);
            Seats.blocks(all).keySet().forEach(block -> {
                long[] columns = bits.getOrDefault(block, new long[Seats.COLUMNS.size()]);
                coming.add(Stream.concat(
                                Stream.of(companyId, key.dimension(), key.key(), key.grain(), key.period(), block),
                                boxed(columns))
                        .toArray());
            });
        });
        coming.execute(db, insert(db));

        var going = new Rows();
        attendance.forEach((key, people) -> {
            Set<Long> go = new HashSet<>();
            people.forEach((person, what) -> {
                if (what == Attendance.GOES) {
                    go.add(person);
                }
            });
            if (!go.isEmpty()) {
                go.removeAll(withSession(db, companyId, key, go));
                Seats.blocks(go.stream().map(seats::get).toList())
                        .forEach((block, columns) -> going.add(Stream.concat(
                                        boxed(columns),
                                        Stream.of(
                                                companyId,
                                                key.dimension(),
                                                key.key(),
                                                key.grain(),
                                                key.period(),
                                                block))
                                .toArray()));
            }
        });
        going.execute(db, takeOut(db));
    }

    private static Stream<Object> boxed(long[] columns) {
        return java.util.Arrays.stream(columns).boxed().map(bits -> bits);
    }

    private static InsertOnDuplicateSetMoreStep<?> insert(DSLContext db) {
        var a = ATTENDANCE;
        List<TableField<Record, Long>> bits = Seats.COLUMNS;
        List<Field<?>> columns = Stream.concat(
                        Stream.<Field<?>>of(a.COMPANY_ID, a.DIMENSION, a.KEY_ID, a.GRAIN, a.PERIOD, a.BLOCK),
                        bits.stream())
                .toList();
        List<Object> values = Stream.concat(
                        Stream.<Object>of(0L, AttendanceDimension.company, 0L, AttendanceGrain.day, LocalDate.EPOCH, 0),
                        bits.stream().map(column -> 0L))
                .toList();
        var insert = db.insertInto(a)
                .columns(columns)
                .values(values)
                .onDuplicateKeyUpdate()
                .set(bits.getFirst(), bits.getFirst().bitOr(inserted(bits.getFirst())));
        for (TableField<Record, Long> column : bits.subList(1, bits.size())) {
            insert = insert.set(column, column.bitOr(inserted(column)));
        }
        return insert;
    }

    private static org.jooq.Query takeOut(DSLContext db) {
        var a = ATTENDANCE;
        List<TableField<Record, Long>> bits = Seats.COLUMNS;
        UpdateSetMoreStep<?> update =
                db.update(a).set(bits.getFirst(), bits.getFirst().bitAnd(DSL.bitNot(DSL.val(0L))));
        for (TableField<Record, Long> column : bits.subList(1, bits.size())) {
            update = update.set(column, column.bitAnd(DSL.bitNot(DSL.val(0L))));
        }
        return update.where(
                a.COMPANY_ID.eq(0L),
                a.DIMENSION.eq(AttendanceDimension.company),
                a.KEY_ID.eq(0L),
                a.GRAIN.eq(AttendanceGrain.day),
                a.PERIOD.eq(LocalDate.EPOCH),
                a.BLOCK.eq(0));
    }

    /** Those of the people who have a session there. */
    private static Set<Long> withSession(DSLContext db, long companyId, AttendanceKey key, Collection<Long> people) {
        LocalDate first = key.period();
        LocalDate last =
                key.grain() == AttendanceGrain.day ? first : first.plusMonths(1).minusDays(1);
        var s = TIME_SESSION;
        var l = SESSION_LABOR;
        if (key.dimension() == AttendanceDimension.labor_type
                || key.dimension() == AttendanceDimension.category_labor) {
            Condition there = key.dimension() == AttendanceDimension.labor_type
                    ? l.LABOR_TYPE_ID.eq(key.key())
                    : isCategoryLabor(db, companyId, key.key());
            return db.selectDistinct(l.USER_ID)
                    .from(l.forceIndex("by_user"))
                    .where(l.COMPANY_ID.eq(companyId), there, l.USER_ID.in(people), l.LOCAL_DATE.between(first, last))
                    .fetchSet(l.USER_ID);
        }
        String index = switch (key.dimension()) {
            case project -> "by_project_user";
            case category -> "by_category_user";
            default -> "by_user";
        };
        Condition there = switch (key.dimension()) {
            case project -> isOrNone(s.PROJECT_ID, key.key());
            case category -> isOrNone(s.CATEGORY_ID, key.key());
            default -> DSL.noCondition();
        };
        return db.selectDistinct(s.USER_ID)
                .from(s.forceIndex(index))
                .where(s.COMPANY_ID.eq(companyId), there, s.USER_ID.in(people), s.LOCAL_DATE.between(first, last))
                .fetchSet(s.USER_ID);
    }

    /** By its two ids, which lead into an index; compared with a subquery, all rows of the company would be read. */
    private static Condition isCategoryLabor(DSLContext db, long companyId, long id) {
        var c = CATEGORY_LABOR;
        return db.select(c.LABOR_TYPE_ID, c.CATEGORY_ID)
                .from(c)
                .where(c.COMPANY_ID.eq(companyId), c.ID.eq(id))
                .fetchSingle(row ->
                        SESSION_LABOR.LABOR_TYPE_ID.eq(row.value1()).and(SESSION_LABOR.CATEGORY_ID.eq(row.value2())));
    }

    private static Condition isOrNone(TableField<Record, Long> column, long key) {
        return key == 0 ? column.isNull() : column.eq(key);
    }
}
