package timesessions.total;

import static java.util.Objects.requireNonNull;
import static timesessions.database.Rows.inserted;
import static timesessions.jooq.Tables.ATTENDANCE;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import timesessions.database.Rows;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.AttendanceGrain;
import timesessions.jooq.enums.KeyUserDimension;
import timesessions.jooq.enums.KeyUserGrain;
import timesessions.total.TotalChanges.Attendance;
import timesessions.total.TotalChanges.AttendanceKey;
import timesessions.total.TotalChanges.CategoryLabor;

/** Keeps who attended. */
final class AttendanceWriter {
    private AttendanceWriter() {}

    /**
     * Notes who comes, and who goes and has no other session there. All rows are locked first, in the order of their keys,
     * whether bits are added or taken: so nobody else can add a bit between the look at the other sessions and the change.
     *
     * @param categoryLabors what the ids of categories together with labor types stand for
     */
    static void apply(
            DSLContext db,
            long companyId,
            SortedMap<AttendanceKey, Map<Long, Attendance>> attendance,
            Map<Long, CategoryLabor> categoryLabors) {
        if (attendance.isEmpty()) {
            return;
        }
        Map<Long, Integer> seats = Seats.of(
                db,
                companyId,
                attendance.values().stream()
                        .flatMap(people -> people.keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
        var coming = new Rows();
        attendance.forEach((key, people) -> {
            Map<Integer, long[]> come = blocks(seats, those(people, Attendance.COMES));
            blocks(seats, people.keySet())
                    .keySet()
                    .forEach(block -> coming.add(Stream.concat(
                                    key(companyId, key, block),
                                    boxed(come.getOrDefault(block, new long[Seats.COLUMNS.size()])))
                            .toArray()));
        });
        coming.execute(db, insert(db));

        var going = new Rows();
        attendance.forEach((key, people) -> {
            Set<Long> go = those(people, Attendance.GOES);
            if (!go.isEmpty()) {
                go.removeAll(withSession(db, companyId, key, go, categoryLabors));
                blocks(seats, go)
                        .forEach((block, columns) -> going.add(Stream.concat(boxed(columns), key(companyId, key, block))
                                .toArray()));
            }
        });
        going.execute(db, takeOut(db));
    }

    private static Set<Long> those(Map<Long, Attendance> people, Attendance what) {
        return people.entrySet().stream()
                .filter(person -> person.getValue() == what)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedMap<Integer, long[]> blocks(Map<Long, Integer> seats, Set<Long> people) {
        return Seats.blocks(people.stream().map(seats::get).toList());
    }

    private static Stream<Object> key(long companyId, AttendanceKey key, int block) {
        return Stream.of(companyId, key.dimension(), key.key(), key.grain(), key.period(), block);
    }

    private static Stream<Object> boxed(long[] columns) {
        return Arrays.stream(columns).boxed().map(bits -> bits);
    }

    private static Query insert(DSLContext db) {
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
        return db.insertInto(a)
                .columns(columns)
                .values(values)
                .onDuplicateKeyUpdate()
                .set(eachColumn(column -> column.bitOr(inserted(column))));
    }

    private static Query takeOut(DSLContext db) {
        var a = ATTENDANCE;
        return db.update(a)
                .set(eachColumn(column -> column.bitAnd(DSL.bitNot(DSL.val(0L)))))
                .where(
                        a.COMPANY_ID.eq(0L),
                        a.DIMENSION.eq(AttendanceDimension.company),
                        a.KEY_ID.eq(0L),
                        a.GRAIN.eq(AttendanceGrain.day),
                        a.PERIOD.eq(LocalDate.EPOCH),
                        a.BLOCK.eq(0));
    }

    private static Map<Field<Long>, Field<Long>> eachColumn(UnaryOperator<Field<Long>> change) {
        var changes = new LinkedHashMap<Field<Long>, Field<Long>>();
        Seats.COLUMNS.forEach(column -> changes.put(column, change.apply(column)));
        return changes;
    }

    /** Those of the people who have a session there. */
    private static Set<Long> withSession(
            DSLContext db,
            long companyId,
            AttendanceKey key,
            Collection<Long> people,
            Map<Long, CategoryLabor> categoryLabors) {
        if (key.grain() != AttendanceGrain.day && TotalChanges.isAttendedOfAllTime(key.dimension())) {
            return withTotal(db, companyId, key, people);
        }
        LocalDate first = key.period();
        LocalDate last =
                key.grain() == AttendanceGrain.day ? first : first.plusMonths(1).minusDays(1);
        var s = TIME_SESSION;
        var l = SESSION_LABOR;
        if (key.dimension() == AttendanceDimension.labor_type
                || key.dimension() == AttendanceDimension.category_labor) {
            Condition there = key.dimension() == AttendanceDimension.labor_type
                    ? l.LABOR_TYPE_ID.eq(key.key())
                    : isCategoryLabor(requireNonNull(categoryLabors.get(key.key())));
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

    /** Those of the people who have any, as their totals say, which have been written before. */
    private static Set<Long> withTotal(DSLContext db, long companyId, AttendanceKey key, Collection<Long> people) {
        var k = KEY_USER;
        return db.select(k.USER_ID)
                .from(k)
                .where(
                        k.COMPANY_ID.eq(companyId),
                        k.DIMENSION.eq(KeyUserDimension.valueOf(key.dimension().name())),
                        k.KEY_ID.eq(key.key()),
                        k.GRAIN.eq(KeyUserGrain.valueOf(key.grain().name())),
                        k.PERIOD.eq(key.period()),
                        k.USER_ID.in(people),
                        k.SESSIONS.gt(0L))
                .fetchSet(k.USER_ID);
    }

    private static Condition isCategoryLabor(CategoryLabor pair) {
        return SESSION_LABOR.LABOR_TYPE_ID.eq(pair.labor()).and(SESSION_LABOR.CATEGORY_ID.eq(pair.category()));
    }

    private static Condition isOrNone(TableField<Record, Long> column, long key) {
        return key == 0 ? column.isNull() : column.eq(key);
    }
}
