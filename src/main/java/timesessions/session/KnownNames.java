package timesessions.session;

import static org.jooq.impl.DSL.noCondition;
import static timesessions.jooq.Tables.ATTENDANCE;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import timesessions.account.Visibility;
import timesessions.directory.Dimension;
import timesessions.directory.NameQueries;
import timesessions.jooq.enums.AttendanceGrain;
import timesessions.total.SeatMasks;
import timesessions.total.TotalChanges;

/** Which names a reader may know: a manager those of the people of their teams, and of all else what these have worked on. */
final class KnownNames {
    private final SeatMasks masks = new SeatMasks();

    /** Holds for those of {@link NameQueries#of(Dimension)}. */
    Condition areKnown(DSLContext db, Visibility reader, Dimension dimension) {
        Set<Long> people = reader.people();
        if (people == null) {
            return noCondition();
        }
        return NameQueries.of(dimension)
                .id()
                .in(
                        dimension == Dimension.USER
                                ? people
                                : workedOn(db, reader.companyId(), people, dimension, noCondition()));
    }

    /** Those of the ids. */
    Set<Long> among(DSLContext db, Visibility reader, Dimension dimension, Collection<Long> ids) {
        Set<Long> people = reader.people();
        if (people != null && dimension != Dimension.USER) {
            Condition asked = NameQueries.of(dimension).id().in(ids);
            return workedOn(db, reader.companyId(), people, dimension, asked);
        }
        var known = new HashSet<>(ids);
        if (people != null) {
            known.retainAll(people);
        }
        return known;
    }

    /** What of a dimension these people have ever had a session of. */
    private Set<Long> workedOn(DSLContext db, long companyId, Set<Long> people, Dimension dimension, Condition asked) {
        BitSet seats = masks.of(db, companyId, people);
        if (seats.isEmpty()) {
            return Set.of();
        }
        var names = NameQueries.of(dimension);
        var a = ATTENDANCE;
        return db.select(names.id())
                .from(names.table())
                .straightJoin(a)
                .on(
                        a.COMPANY_ID.eq(names.companyId()),
                        a.DIMENSION.eq(AttendanceQueries.of(Path.of(dimension).rollup())),
                        a.KEY_ID.eq(names.id()),
                        a.GRAIN.eq(AttendanceGrain.all),
                        a.PERIOD.eq(TotalChanges.ALL_TIME))
                .where(names.companyId().eq(companyId), asked, AttendanceQueries.isOneOf(seats))
                .fetchSet(names.id());
    }
}
