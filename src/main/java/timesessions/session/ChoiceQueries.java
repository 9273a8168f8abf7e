package timesessions.session;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.jooq.Tables.TIME_ENTRY;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.TOTAL;

import java.math.BigDecimal;
import java.util.ArrayList;
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
import timesessions.jooq.enums.KeyUserGrain;
import timesessions.time.DateRange;
import timesessions.total.SeatMasks;
import timesessions.total.TotalChanges;

/** The names that a filter can be set to, of those that the reader may know. */
public final class ChoiceQueries {
    static final int MOST = 50;
    /** More sessions of a manager's people than this are not counted by what they are of. */
    private static final long MOST_COUNTED = 20_000;

    /** The same by labor types, for which the entries are read. */
    private static final long MOST_COUNTED_WITH_ENTRIES = 4_000;

    private final Database database;
    private final KnownNames known = new KnownNames();
    private final SeatMasks masks = new SeatMasks();

    /**
     * One of them.
     *
     * @param sessions how many have it in the days asked about; null where that would read too much
     */
    public record Choice(Named name, @Nullable Long sessions) {}

    /**
     * Names in alphabetical order.
     *
     * @param none how many sessions have none; null where that would read too much
     * @param isCut whether there are more names than these
     */
    public record Choices(List<Choice> names, @Nullable Long none, boolean isCut) {}

    public ChoiceQueries(Database database) {
        this.database = database;
    }

    /** The names that contain the text, with how many sessions each has in these days. */
    public Choices choices(Visibility reader, Dimension dimension, String text, DateRange days) {
        return database.read(db -> {
            List<Named> names = names(db, reader, dimension, text);
            List<Named> shown = names.stream().limit(MOST).toList();
            Map<Long, Long> sessions = counted(db, reader, dimension, shown, days);
            return new Choices(
                    shown.stream()
                            .map(name -> new Choice(name, sessionsOf(sessions, name.id())))
                            .toList(),
                    sessionsOf(sessions, 0),
                    names.size() > MOST);
        });
    }

    private static @Nullable Long sessionsOf(@Nullable Map<Long, Long> sessions, long id) {
        return sessions == null ? null : sessions.getOrDefault(id, 0L);
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
                        unknown.replaceAll((dimension, ids) -> known.among(db, reader, dimension, ids));
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

    /** One more than are shown, where there are more. */
    private List<Named> names(DSLContext db, Visibility reader, Dimension dimension, String text) {
        NameQueries.Names names = NameQueries.of(dimension);
        return db.select(names.id(), names.name())
                .from(names.table())
                .where(
                        names.companyId().eq(reader.companyId()),
                        text.isBlank() ? noCondition() : names.name().contains(text.strip()),
                        known.areKnown(db, reader, dimension))
                .orderBy(names.name(), names.id())
                .limit(MOST + 1)
                .fetch(row -> new Named(row.value1(), row.value2()));
    }

    /** How many sessions the reader sees of each name, and under 0 of none; null where that would read too much. */
    private @Nullable Map<Long, Long> counted(
            DSLContext db, Visibility reader, Dimension dimension, List<Named> names, DateRange days) {
        var ids = new ArrayList<>(names.stream().map(Named::id).toList());
        ids.add(0L);
        Set<Long> people = reader.people();
        if (people == null || dimension == Dimension.USER) {
            return rolledUp(db, reader.companyId(), dimension, ids, days);
        }
        if (days.equals(DateRange.ALL)) {
            return ofAllTime(db, reader.companyId(), people, dimension, ids);
        }
        var search = new SearchQueries(db, SearchLimits.MEASURED, masks, reader, SessionFilter.ALL.during(days));
        long most = dimension == Dimension.LABOR_TYPE ? MOST_COUNTED_WITH_ENTRIES : MOST_COUNTED;
        return search.count() > most ? null : gathered(db, reader.companyId(), people, dimension, days);
    }

    /** From the rollups: some short ranges for each id. */
    private static Map<Long, Long> rolledUp(
            DSLContext db, long companyId, Dimension dimension, Collection<Long> ids, DateRange days) {
        var counts = new HashMap<Long, Long>();
        SessionFilter during = SessionFilter.ALL.during(days);
        Periods.between(during.from(), during.to()).stream()
                .map(period -> select(TOTAL.KEY_ID, coalesce(sum(TOTAL.SESSIONS), inline(BigDecimal.ZERO)))
                        .from(TOTAL.forceIndex("PRIMARY"))
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

    private static Map<Long, Long> ofAllTime(
            DSLContext db, long companyId, Set<Long> people, Dimension dimension, Collection<Long> ids) {
        var k = KEY_USER;
        return db.select(k.KEY_ID, sum(k.SESSIONS))
                .from(k)
                .where(
                        KeyUserTotals.of(companyId, Path.of(dimension), ids, KeyUserGrain.all),
                        k.PERIOD.eq(TotalChanges.ALL_TIME),
                        k.USER_ID.in(people))
                .groupBy(k.KEY_ID)
                .fetchMap(row -> row.value1(), row -> row.value2().longValueExact());
    }

    private static Map<Long, Long> gathered(
            DSLContext db, long companyId, Set<Long> people, Dimension dimension, DateRange days) {
        Condition theirs = TIME_SESSION
                .COMPANY_ID
                .eq(companyId)
                .and(TIME_SESSION.USER_ID.in(people))
                .and(TIME_SESSION.LOCAL_DATE.between(days.from(), days.to()));
        Table<Record> sessions = TIME_SESSION.forceIndex(Path.USERS.index());
        if (dimension == Dimension.LABOR_TYPE) {
            var ofLaborTypes = new HashMap<Long, Set<Long>>();
            db.select(TIME_SESSION.ID, TIME_ENTRY.LABOR_TYPE_ID)
                    .from(sessions)
                    .leftJoin(TIME_ENTRY)
                    .on(TIME_ENTRY.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID), TIME_ENTRY.SESSION_ID.eq(TIME_SESSION.ID))
                    .where(theirs)
                    .forEach(row -> ofLaborTypes
                            .computeIfAbsent(orNone(row.value2()), any -> new HashSet<>())
                            .add(row.value1()));
            return ofLaborTypes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, of ->
                    (long) of.getValue().size()));
        }
        Field<Long> key = Path.of(dimension).column();
        return db.select(key, count())
                .hint(SearchSql.SORTED)
                .from(sessions)
                .where(theirs)
                .groupBy(key)
                .fetchMap(row -> orNone(row.value1()), row -> row.value2().longValue());
    }

    private static long orNone(@Nullable Long key) {
        return key == null ? 0 : key;
    }
}
