package timesessions.total;

import static timesessions.jooq.Tables.ATTENDANCE;
import static timesessions.jooq.Tables.USER;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import timesessions.database.Rows;

/**
 * People as bits: each person of a company has a seat, a small number of its own, and who attended is kept as sets of seats.
 * A row of {@code attendance} has a block of them in several columns.
 */
public final class Seats {
    /** The columns, which have neighbouring seats. */
    public static final List<TableField<Record, Long>> COLUMNS = List.of(
            ATTENDANCE.SEATS_0,
            ATTENDANCE.SEATS_1,
            ATTENDANCE.SEATS_2,
            ATTENDANCE.SEATS_3,
            ATTENDANCE.SEATS_4,
            ATTENDANCE.SEATS_5,
            ATTENDANCE.SEATS_6,
            ATTENDANCE.SEATS_7);

    /** What the server counts with beyond 63 bits does not go into a signed number. */
    static final int OF_COLUMN = 60;

    static final int OF_BLOCK = OF_COLUMN * 8;

    private Seats() {}

    /** Adds the seats whose bits are set in one column of a block. */
    public static void addTo(BitSet seats, int block, int column, long bits) {
        int first = block * OF_BLOCK + column * OF_COLUMN;
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            seats.set(first + Long.numberOfTrailingZeros(rest));
        }
    }

    /** The bits of each block, a number for each column. */
    public static SortedMap<Integer, long[]> blocks(Collection<Integer> seats) {
        var blocks = new TreeMap<Integer, long[]>();
        for (int seat : seats) {
            blocks.computeIfAbsent(seat / OF_BLOCK, any -> new long[COLUMNS.size()])[seat % OF_BLOCK / OF_COLUMN] |=
                    1L << seat % OF_COLUMN;
        }
        return blocks;
    }

    /** The seats of people, who get one where they have none yet. Where two writers give out the same one, one is refused. */
    static Map<Long, Integer> of(DSLContext db, long companyId, Collection<Long> people) {
        var seats = new HashMap<Long, Integer>();
        db.select(USER.ID, USER.SEAT)
                .from(USER)
                .where(USER.COMPANY_ID.eq(companyId), USER.ID.in(people))
                .forEach(row -> seats.put(row.value1(), row.value2()));
        List<Long> standing = people.stream()
                .filter(person -> seats.get(person) == null)
                .sorted()
                .toList();
        if (!standing.isEmpty()) {
            int free = db.select(DSL.coalesce(DSL.max(USER.SEAT), -1))
                            .from(USER)
                            .where(USER.COMPANY_ID.eq(companyId))
                            .fetchSingle()
                            .value1()
                    + 1;
            var rows = new Rows();
            for (long person : standing) {
                rows.add(free, companyId, person);
                seats.put(person, free++);
            }
            rows.execute(db, db.update(USER).set(USER.SEAT, 0).where(USER.COMPANY_ID.eq(0L), USER.ID.eq(0L)));
        }
        return seats;
    }

    /** Gives everybody of the company a seat. */
    static void giveAll(DSLContext db, long companyId) {
        of(
                db,
                companyId,
                db.select(USER.ID)
                        .from(USER)
                        .where(USER.COMPANY_ID.eq(companyId), USER.SEAT.isNull())
                        .fetch(USER.ID));
    }
}
