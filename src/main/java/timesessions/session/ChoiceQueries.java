package timesessions.session;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static timesessions.jooq.Tables.TIME_ENTRY;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.TOTAL;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.directory.NameQueries;
import timesessions.directory.Named;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.time.DateRange;
import timesessions.total.SeatMasks;

/** The names that a filter can be set to, of those that the reader may know. */
public final class ChoiceQueries {
    static final int MOST = 50;
    /** Of more sessions than this the names are gathered from the last days only. */
    private static final long MOST_GATHERED = 50_000;

    private static final int LAST_DAYS = 92;

    private final Database database;
    private final SeatMasks masks = new SeatMasks();

    /**
     * One of them.
     *
     * @param sessions how many have it in the days asked about
     */
    public record Choice(Named name, long sessions) {}

    /**
     * Names in alphabetical order.
     *
     * @param none how many sessions have none; null where every session has one
     * @param isCut whether there are more names than these
     * @param since from when on the sessions are counted, where that is not all the days asked about
     */
    public record Choices(
            List<Choice> names,
            @Nullable Long none,
            boolean isCut,
            @Nullable LocalDate since) {}

    public ChoiceQueries(Database database) {
        this.database = database;
    }

    /** The names that contain the text, with how many sessions each has in these days. */
    public Choices choices(Visibility reader, Dimension dimension, String text, DateRange days) {
        return database.read(db -> {
            Set<Long> people = reader.people();
            if (people == null) {
                return ofAll(db, reader.companyId(), dimension, text, days, noCondition());
            }
            Field<Long> id = NameQueries.of(Dimension.USER).id();
            return dimension == Dimension.USER
                    ? ofAll(db, reader.companyId(), dimension, text, days, id.in(people))
                    : ofSome(db, reader.companyId(), people, dimension, text, days);
        });
    }

    /**
     * The names of what a filter is set to, as far as the reader may know them: a manager knows the names that the sessions
     * of their people carry.
     *
     * @param shown sessions that the reader sees: what they name need not be asked for
     */
    public Map<Dimension, Map<Long, String>> chosen(
            Visibility reader, SessionFilter filter, Collection<TimeSession> shown) {
        Map<Dimension, Map<Long, String>> names = namesIn(shown);
        Map<Dimension, Set<Long>> unknown = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            var ids = new HashSet<>(filter.keys(dimension));
            ids.removeAll(names.getOrDefault(dimension, Map.of()).keySet());
            ids.remove(0L);
            if (!ids.isEmpty()) {
                unknown.put(dimension, ids);
            }
        }
        if (!unknown.isEmpty()) {
            database.read(db -> {
                        Set<Long> people = reader.people();
                        if (people != null) {
                            unknown.replaceAll(
                                    (dimension, ids) -> known(db, reader.companyId(), people, dimension, ids));
                        }
                        return NameQueries.find(db, reader.companyId(), unknown);
                    })
                    .forEach((dimension, found) -> names.computeIfAbsent(dimension, any -> new HashMap<>())
                            .putAll(found));
        }
        return names;
    }

    private static Map<Dimension, Map<Long, String>> namesIn(Collection<TimeSession> sessions) {
        var names = new EnumMap<Dimension, Map<Long, String>>(Dimension.class);
        for (TimeSession session : sessions) {
            note(names, Dimension.USER, session.user());
            note(names, Dimension.PROJECT, session.project());
            note(names, Dimension.CATEGORY, session.category());
            session.entries().forEach(entry -> note(names, Dimension.LABOR_TYPE, entry.laborType()));
        }
        return names;
    }

    private static void note(Map<Dimension, Map<Long, String>> names, Dimension dimension, @Nullable Named named) {
        if (named != null) {
            names.computeIfAbsent(dimension, any -> new HashMap<>()).put(named.id(), named.name());
        }
    }

    private static Choices ofAll(
            DSLContext db, long companyId, Dimension dimension, String text, DateRange days, Condition visible) {
        List<Named> names = names(db, companyId, dimension, text, visible);
        var ids = new ArrayList<>(names.stream().map(Named::id).limit(MOST).toList());
        ids.add(0L);
        return choices(dimension, names, counted(db, companyId, dimension, ids, days), null);
    }

    private static Choices ofSome(
            DSLContext db, long companyId, Set<Long> people, Dimension dimension, String text, DateRange days) {
        long all = counted(db, companyId, Dimension.USER, people, days).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        DateRange counted = all > MOST_GATHERED ? lastDays(db, companyId, days) : days;
        Map<Long, Long> sessions = gathered(db, companyId, people, dimension, counted);
        List<Named> names = names(
                db, companyId, dimension, text, NameQueries.of(dimension).id().in(sessions.keySet()));
        return choices(dimension, names, sessions, counted.equals(days) ? null : counted.from());
    }

    /**
     * Puts them together.
     *
     * @param names one more than are shown, where there are more
     * @param sessions by the id of the name, 0 for none
     */
    private static Choices choices(
            Dimension dimension, List<Named> names, Map<Long, Long> sessions, @Nullable LocalDate since) {
        return new Choices(
                names.stream()
                        .limit(MOST)
                        .map(name -> new Choice(name, sessions.getOrDefault(name.id(), 0L)))
                        .toList(),
                dimension.isOptional() ? sessions.getOrDefault(0L, 0L) : null,
                names.size() > MOST,
                since);
    }

    private static List<Named> names(
            DSLContext db, long companyId, Dimension dimension, String text, Condition visible) {
        NameQueries.Names names = NameQueries.of(dimension);
        return db.select(names.id(), names.name())
                .from(names.table())
                .where(
                        names.companyId().eq(companyId),
                        text.isBlank() ? noCondition() : names.name().contains(text.strip()),
                        visible)
                .orderBy(names.name(), names.id())
                .limit(MOST + 1)
                .fetch(row -> new Named(row.value1(), row.value2()));
    }

    /** From the rollups: some short ranges for each id. */
    private static Map<Long, Long> counted(
            DSLContext db, long companyId, Dimension dimension, Collection<Long> ids, DateRange days) {
        var counts = new HashMap<Long, Long>();
        SessionFilter during = SessionFilter.ALL.during(days);
        Periods.between(during.from(), during.to()).stream()
                .map(period -> select(TOTAL.KEY_ID, coalesce(sum(TOTAL.SESSIONS), inline(BigDecimal.ZERO)))
                        .from(TOTAL)
                        .where(
                                TOTAL.COMPANY_ID.eq(companyId),
                                TOTAL.DIMENSION.eq(Path.of(dimension).rollup()),
                                TOTAL.KEY_ID.in(ids),
                                TOTAL.GRAIN.eq(period.grain()),
                                period.contains(TOTAL.PERIOD))
                        .groupBy(TOTAL.KEY_ID))
                .map(part -> (Select<Record2<Long, BigDecimal>>) part)
                .reduce(Select::unionAll)
                .ifPresent(parts -> db.fetch(parts)
                        .forEach(row -> counts.merge(row.value1(), row.value2().longValueExact(), Long::sum)));
        return counts;
    }

    private static DateRange lastDays(DSLContext db, long companyId, DateRange days) {
        LocalDate newest = db.select(TOTAL.PERIOD)
                .from(TOTAL)
                .where(
                        TOTAL.COMPANY_ID.eq(companyId),
                        TOTAL.DIMENSION.eq(TotalDimension.company),
                        TOTAL.KEY_ID.eq(0L),
                        TOTAL.GRAIN.eq(TotalGrain.day),
                        TOTAL.PERIOD.between(days.from(), days.to()),
                        TOTAL.SESSIONS.gt(0L))
                .orderBy(TOTAL.PERIOD.desc())
                .limit(1)
                .fetchSingle()
                .value1();
        LocalDate from = newest.minusDays(LAST_DAYS - 1L);
        return new DateRange(from.isBefore(days.from()) ? days.from() : from, days.to());
    }

    private static Map<Long, Long> gathered(
            DSLContext db, long companyId, Set<Long> people, Dimension dimension, DateRange days) {
        Condition theirs = TIME_SESSION
                .COMPANY_ID
                .eq(companyId)
                .and(TIME_SESSION.USER_ID.in(people))
                .and(TIME_SESSION.LOCAL_DATE.between(days.from(), days.to()));
        Table<Record> sessions = TIME_SESSION.forceIndex(Path.USERS.index());
        var counts = new HashMap<Long, Long>();
        if (dimension == Dimension.LABOR_TYPE) {
            Field<Long> laborType = coalesce(TIME_ENTRY.LABOR_TYPE_ID, inline(0L));
            db.select(laborType, countDistinct(TIME_SESSION.ID))
                    .from(sessions)
                    .leftJoin(TIME_ENTRY)
                    .on(TIME_ENTRY.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID), TIME_ENTRY.SESSION_ID.eq(TIME_SESSION.ID))
                    .where(theirs)
                    .groupBy(laborType)
                    .forEach(row -> counts.put(row.value1(), row.value2().longValue()));
            return counts;
        }
        Field<Long> key = coalesce(Path.of(dimension).column(), inline(0L));
        db.select(key, count())
                .from(sessions)
                .where(theirs)
                .groupBy(key)
                .forEach(row -> counts.put(row.value1(), row.value2().longValue()));
        return counts;
    }

    /** Those of the ids that sessions of these people carry. */
    private Set<Long> known(DSLContext db, long companyId, Set<Long> people, Dimension dimension, Set<Long> ids) {
        if (dimension == Dimension.USER) {
            return ids.stream().filter(people::contains).collect(Collectors.toSet());
        }
        BitSet theirs = masks.of(db, companyId, people);
        AttendanceDimension attended = AttendanceQueries.of(Path.of(dimension).rollup());
        return AttendanceQueries.byKey(db, companyId, attended, ids).entrySet().stream()
                .filter(key -> key.getValue().intersects(theirs))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
