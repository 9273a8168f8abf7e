package timesessions.total;

import static timesessions.jooq.Tables.USER;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.BitSet;
import java.util.Set;
import org.jooq.DSLContext;

/**
 * The seats of people who are asked about together. A manager's people are, with every page, and whoever has a seat keeps
 * it for good: so they are read once and remembered.
 */
public final class SeatMasks {
    private static final int MOST_PEOPLE_REMEMBERED = 200_000;

    private final Cache<People, BitSet> known = Caffeine.newBuilder()
            .maximumWeight(MOST_PEOPLE_REMEMBERED)
            .weigher((People people, BitSet seats) -> people.ids.size())
            .build();

    private record People(long companyId, Set<Long> ids) {}

    /** The seats of these people; some have none while they have no sessions. Not to be changed. */
    public BitSet of(DSLContext db, long companyId, Set<Long> ids) {
        var people = new People(companyId, Set.copyOf(ids));
        BitSet remembered = known.getIfPresent(people);
        if (remembered != null) {
            return remembered;
        }
        var seats = new BitSet();
        db.select(USER.SEAT)
                .from(USER.forceIndex("PRIMARY"))
                .where(USER.COMPANY_ID.eq(companyId), USER.ID.in(people.ids), USER.SEAT.isNotNull())
                .forEach(row -> seats.set(row.value1()));
        if (seats.cardinality() == people.ids.size()) {
            known.put(people, seats);
        }
        return seats;
    }
}
