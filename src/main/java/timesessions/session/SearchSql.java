package timesessions.session;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.one;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import timesessions.jooq.tables.SessionLabor;
import timesessions.time.DateRange;

/**
 * What a search of one company says in SQL, without asking the database anything: for each path to its sessions where they
 * stand together, in which index, and what is still asked of those that are found there.
 */
final class SearchSql {
    /** As its statistics fall, the server would group rows in a temporary table instead, and look each of them up there. */
    static final String SORTED = "SQL_BIG_RESULT";

    /** Half of those of which the server no longer estimates each ({@code eq_range_index_dive_limit}). */
    private static final int MANY_RANGES = 100;

    private static final long NO_KEY = -1;

    /** What a row is told by, in the tables where sessions are found. */
    record Columns(
            Field<Long> id,
            Field<LocalDate> day,
            Field<Instant> start,
            Field<Instant> updated,
            Field<Long> user,
            Field<Long> project,
            Field<Long> category,
            Field<Integer> work,
            Field<Integer> breaks) {
        static final Columns OF_SESSIONS = new Columns(
                TIME_SESSION.ID,
                TIME_SESSION.LOCAL_DATE,
                TIME_SESSION.START_AT,
                TIME_SESSION.UPDATED_AT,
                TIME_SESSION.USER_ID,
                TIME_SESSION.PROJECT_ID,
                TIME_SESSION.CATEGORY_ID,
                TIME_SESSION.WORK_DURATION,
                TIME_SESSION.BREAK_DURATION);

        static final Columns OF_LABOR_AND_SESSIONS = ofLabor(TIME_SESSION.UPDATED_AT);

        /**
         * Nearly all that is asked of sessions with a labor type stands beside it, so that they need not be looked up. The
         * last change is, where it is asked for: a join would be sorted in a temporary table.
         */
        static final Columns OF_LABOR = ofLabor(field(select(TIME_SESSION.UPDATED_AT)
                .from(TIME_SESSION)
                .where(
                        TIME_SESSION.COMPANY_ID.eq(SESSION_LABOR.COMPANY_ID),
                        TIME_SESSION.ID.eq(SESSION_LABOR.SESSION_ID))));

        private static Columns ofLabor(Field<Instant> updated) {
            return new Columns(
                    SESSION_LABOR.SESSION_ID,
                    SESSION_LABOR.LOCAL_DATE,
                    SESSION_LABOR.START_AT,
                    updated,
                    SESSION_LABOR.USER_ID,
                    SESSION_LABOR.PROJECT_ID,
                    SESSION_LABOR.CATEGORY_ID,
                    SESSION_LABOR.WORK_DURATION,
                    SESSION_LABOR.BREAK_DURATION);
        }

        static final Columns OF_WORDS = new Columns(
                SESSION_WORD.SESSION_ID,
                SESSION_WORD.LOCAL_DATE,
                SESSION_WORD.START_AT,
                TIME_SESSION.UPDATED_AT,
                TIME_SESSION.USER_ID,
                TIME_SESSION.PROJECT_ID,
                TIME_SESSION.CATEGORY_ID,
                TIME_SESSION.WORK_DURATION,
                TIME_SESSION.BREAK_DURATION);

        /** The keys of a dimension that a session has one of. */
        Field<Long> of(Path dimension) {
            return switch (dimension) {
                case USERS -> user;
                case PROJECTS -> project;
                case CATEGORIES -> category;
                default -> throw new IllegalArgumentException(dimension + " is no column");
            };
        }
    }

    private final long companyId;
    private final SessionFilter filter;
    private final Set<Path> restrictions;
    private final List<String> words;
    /** The sessions that run among those that meet all else; null where nobody has looked. */
    private final @Nullable Set<Long> running;

    SearchSql(long companyId, SessionFilter asked) {
        this(companyId, withDaysOfStart(asked), asked.words(), null);
    }

    /**
     * The same filter with the days that sessions of its starts can have, unless starts are all that it asks for: most indexes
     * lead by days.
     */
    private static SessionFilter withDaysOfStart(SessionFilter filter) {
        InstantWindow started = filter.started();
        if (started.isOpen()
                || filter.from() != null
                || filter.to() != null
                || restrictions(filter).stream().noneMatch(path -> path.isDimension() || path == Path.WORDS)) {
            return filter;
        }
        return filter.during(daysOf(started));
    }

    /** All days that sessions of these starts can have: no zone is as far as a day from UTC. */
    static DateRange daysOf(InstantWindow started) {
        LocalDate from = dayOf(started.min(), -1, DateRange.ALL.from());
        LocalDate to = dayOf(started.max(), 1, DateRange.ALL.to());
        return from.isAfter(to) ? DateRange.ALL : new DateRange(from, to);
    }

    /** The days all of whose sessions start in a window; empty for none. */
    static Optional<DateRange> wholeDaysOf(InstantWindow started) {
        LocalDate from = started.min() == null
                ? DateRange.ALL.from()
                : utcDay(started.min()).plusDays(2);
        LocalDate to = started.max() == null
                ? DateRange.ALL.to()
                : utcDay(started.max()).minusDays(2);
        return from.isAfter(to) ? Optional.empty() : Optional.of(new DateRange(from, to));
    }

    private static LocalDate utcDay(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static LocalDate dayOf(@Nullable Instant instant, int daysMore, LocalDate open) {
        LocalDate day = instant == null ? open : utcDay(instant).plusDays(daysMore);
        return DateRange.ALL.contains(day) ? day : open;
    }

    private SearchSql(long companyId, SessionFilter filter, List<String> words, @Nullable Set<Long> running) {
        this.companyId = companyId;
        this.filter = filter;
        this.restrictions = restrictions(filter);
        this.words = words;
        this.running = running;
    }

    private static Set<Path> restrictions(SessionFilter filter) {
        Set<Path> found = EnumSet.noneOf(Path.class);
        if (!filter.users().isEmpty()) {
            found.add(Path.USERS);
        }
        if (!filter.projects().isEmpty()) {
            found.add(Path.PROJECTS);
        }
        if (!filter.categories().isEmpty()) {
            found.add(Path.CATEGORIES);
        }
        if (!filter.laborTypes().isEmpty()) {
            found.add(Path.LABOR_TYPES);
        }
        if (!filter.words().isEmpty()) {
            found.add(Path.WORDS);
        }
        // That a session does not run says next to nothing: nearly none does.
        if (Boolean.TRUE.equals(filter.running())) {
            found.add(Path.RUNNING);
        }
        if (filter.from() != null || filter.to() != null) {
            found.add(Path.DAYS);
        }
        if (!filter.created().isOpen()) {
            found.add(Path.CREATED);
        }
        if (!filter.updated().isOpen()) {
            found.add(Path.UPDATED);
        }
        if (!filter.started().isOpen()) {
            found.add(Path.STARTED);
        }
        return Collections.unmodifiableSet(found);
    }

    /** The same, starting from the first of these words, which are those of the filter. */
    SearchSql withWords(List<String> inOrder) {
        return new SearchSql(companyId, filter, inOrder, running);
    }

    /** The same of other days. */
    SearchSql during(DateRange days) {
        return new SearchSql(companyId, filter.during(days), words, running);
    }

    /** The same whenever sessions were made, changed or started, and whether they run or not. */
    SearchSql withoutInstants() {
        return new SearchSql(companyId, filter.withoutInstants().withRunning(null), words, null);
    }

    SearchSql withRunning(@Nullable Boolean running) {
        return new SearchSql(companyId, filter.withRunning(running), words, null);
    }

    /**
     * The same, asking for those that have ended by leaving out those that run, so that no session has to be looked up for it.
     *
     * @param running the ids of all that run, on whatever day, and meet all else that is asked
     */
    SearchSql leavingOut(Set<Long> running) {
        return new SearchSql(companyId, filter, words, running);
    }

    /** Whether days are asked for, other than those that follow from the starts that are. */
    boolean asksForDays() {
        return restrictions.contains(Path.DAYS) && !filter.days().equals(daysOf(filter.started()));
    }

    boolean asksForEnded() {
        return Boolean.FALSE.equals(filter.running());
    }

    long companyId() {
        return companyId;
    }

    SessionFilter filter() {
        return filter;
    }

    Set<Path> restrictions() {
        return restrictions;
    }

    List<String> words() {
        return words;
    }

    /** Whether nothing else is asked for. */
    boolean isAlone(Path path) {
        return restrictions.equals(Set.of(path)) && filter.running() == null;
    }

    /** Whether these are asked for, and nothing else but days. */
    boolean isOf(Path... kinds) {
        return withoutDays().equals(Set.of(kinds));
    }

    /** Whether nothing but these and days is asked for. */
    boolean isOfAtMost(Path... kinds) {
        return Set.of(kinds).containsAll(withoutDays());
    }

    private Set<Path> withoutDays() {
        var others = new HashSet<>(restrictions);
        others.remove(Path.DAYS);
        return others;
    }

    boolean hasOneLaborType() {
        return filter.laborTypes().size() == 1;
    }

    Set<Long> keys(Path path) {
        return switch (path) {
            case USERS -> filter.users();
            case PROJECTS -> filter.projects();
            case CATEGORIES -> filter.categories();
            case LABOR_TYPES -> filter.laborTypes();
            default -> Set.of();
        };
    }

    InstantWindow window(Path path) {
        return switch (path) {
            case CREATED -> filter.created();
            case UPDATED -> filter.updated();
            case STARTED -> filter.started();
            default -> InstantWindow.OPEN;
        };
    }

    /** How many keys there are of the kind that has most. */
    int mostKeys() {
        return restrictions.stream().mapToInt(path -> keys(path).size()).max().orElse(0);
    }

    Columns columns(Path path) {
        return switch (path) {
            case LABOR_TYPES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                standsAlone() ? Columns.OF_LABOR : Columns.OF_LABOR_AND_SESSIONS;
            case WORDS -> Columns.OF_WORDS;
            default -> Columns.OF_SESSIONS;
        };
    }

    /** Whether nothing is asked of sessions with a labor type but what stands beside it. */
    boolean standsAlone() {
        return !looksUpState()
                && Set.of(Path.USERS, Path.PROJECTS, Path.CATEGORIES, Path.LABOR_TYPES, Path.DAYS, Path.STARTED)
                        .containsAll(restrictions);
    }

    /** Whether it stands nowhere but in the sessions whether they run as asked. */
    boolean looksUpState() {
        return filter.running() != null && running == null;
    }

    /** Whether all that is asked of sessions, but whether they run, stands in the indexes that lead by days. */
    boolean standsInIndexes() {
        return Stream.of(Path.CREATED, Path.UPDATED, Path.WORDS, Path.RUNNING).noneMatch(restrictions::contains);
    }

    /** Where the sessions of a restriction stand together, with all that is asked of them. */
    Table<?> source(Path path) {
        return path.isOfLabor() && standsAlone() ? SESSION_LABOR.forceIndex(path.index()) : joined(path);
    }

    private static Table<?> joined(Path path) {
        return switch (path) {
            case LABOR_TYPES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                withSessions(SESSION_LABOR.forceIndex(path.index()));
            case WORDS ->
                SESSION_WORD
                        .straightJoin(TIME_SESSION)
                        .on(
                                TIME_SESSION.COMPANY_ID.eq(SESSION_WORD.COMPANY_ID),
                                TIME_SESSION.ID.eq(SESSION_WORD.SESSION_ID));
            default -> TIME_SESSION.forceIndex(path.index());
        };
    }

    /** Where the sessions of each key stand together in the order of their ids, with all that is asked of them. */
    Table<?> sourceById(Path path) {
        return path == Path.LABOR_TYPES && standsAlone() ? SESSION_LABOR.forceIndex("by_session_id") : joinedById(path);
    }

    private static Table<?> joinedById(Path path) {
        return path == Path.LABOR_TYPES
                ? withSessions(SESSION_LABOR.forceIndex("by_session_id"))
                : TIME_SESSION.forceIndex(path.index() + "_id");
    }

    /** What {@link #sourceById} starts from. */
    Condition startById(Path path, Set<Long> keys) {
        return path == Path.LABOR_TYPES
                ? startOfLabor(keys)
                : TIME_SESSION.COMPANY_ID.eq(companyId).and(anyOf(path.column(), keys));
    }

    private static Table<?> withSessions(Table<?> labor) {
        return labor.straightJoin(TIME_SESSION)
                .on(TIME_SESSION.COMPANY_ID.eq(SESSION_LABOR.COMPANY_ID), TIME_SESSION.ID.eq(SESSION_LABOR.SESSION_ID));
    }

    /** What {@link #source} starts from. */
    Condition start(Path path) {
        return switch (path) {
            case LABOR_TYPES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES -> startOfLabor(path);
            case WORDS ->
                startOfWord(words.getFirst()).and(within(SESSION_WORD.LOCAL_DATE, filter.from(), filter.to()));
            default -> TIME_SESSION.COMPANY_ID.eq(companyId).and(condition(path, Columns.OF_SESSIONS));
        };
    }

    /** Whether one key of a kind, not none, is asked for together with many of the other kind of a pair. */
    private boolean hasOneOfMany(Path kind, Path pair) {
        return keys(kind).size() == 1
                && !keys(kind).contains(0L)
                && pair.pair().stream().anyMatch(other -> keys(other).size() >= MANY_RANGES);
    }

    /**
     * One key as a list, with one that nothing has. The server looks up what equals a key, and would go no further into the
     * index than to it, where the ranges that follow are more than it estimates one by one.
     */
    private static Condition asRange(Field<Long> column, Set<Long> key) {
        return column.in(key.iterator().next(), NO_KEY);
    }

    Condition startOfWord(String word) {
        return SESSION_WORD.COMPANY_ID.eq(companyId).and(SESSION_WORD.WORD.eq(word));
    }

    private Condition startOfLabor(Path path) {
        Condition start = hasOneOfMany(Path.LABOR_TYPES, path)
                ? SESSION_LABOR.COMPANY_ID.eq(companyId).and(asRange(SESSION_LABOR.LABOR_TYPE_ID, filter.laborTypes()))
                : startOfLabor(filter.laborTypes());
        return start.and(within(SESSION_LABOR.LOCAL_DATE, filter.from(), filter.to()))
                .and(path == Path.USERS_OF_LABOR_TYPES ? SESSION_LABOR.USER_ID.in(filter.users()) : noCondition())
                .and(
                        path == Path.PROJECTS_OF_LABOR_TYPES
                                ? SESSION_LABOR.PROJECT_ID.in(filter.projects())
                                : noCondition());
    }

    private Condition startOfLabor(Set<Long> laborTypes) {
        return SESSION_LABOR.COMPANY_ID.eq(companyId).and(isOneOf(SESSION_LABOR.LABOR_TYPE_ID, laborTypes));
    }

    /** All that a row found by a path has still to meet. */
    Condition restOf(Path path) {
        Condition rest = conditions(restrictions.stream().filter(other -> !path.covers(other)), columns(path));
        if (path == Path.WORDS) {
            return rest.and(haveWords(words.subList(1, words.size())));
        }
        return path.isOfLabor() && !hasOneLaborType() ? rest.and(isFirstOf(filter.laborTypes())) : rest;
    }

    /** The server asks them in this order: those that it has to look up elsewhere come last. */
    private Condition conditions(Stream<Path> paths, Columns columns) {
        return paths.sorted(Comparator.comparing(path -> path == Path.LABOR_TYPES || path == Path.WORDS))
                .map(path -> isColumn(path)
                        ? anyOf(columns.of(path), keys(path), unranged(columns.of(path)))
                        : condition(path, columns))
                .reduce(hasEndedIfAsked(columns.id), Condition::and);
    }

    private static boolean isColumn(Path path) {
        return path.isDimension() && path != Path.LABOR_TYPES;
    }

    /**
     * What is equal to a column that leads to no rows but is looked at in those found. Of the column itself the server would
     * put each key into each range of the index, and leave the ranges for all rows of the company where these are too many
     * ({@code optimizer_max_sel_args}).
     */
    private static Field<Long> unranged(Field<Long> column) {
        return column.plus(inline(0));
    }

    private Condition hasEndedIfAsked(Field<Long> id) {
        if (!asksForEnded()) {
            return noCondition();
        }
        if (running == null) {
            return TIME_SESSION.RUNNING.isFalse();
        }
        return running.isEmpty() ? noCondition() : unranged(id).notIn(new TreeSet<>(running));
    }

    /** All that is asked, said of the sessions themselves. */
    Condition all() {
        return conditions(restrictions.stream(), Columns.OF_SESSIONS);
    }

    Condition condition(Path path, Columns columns) {
        return switch (path) {
            case USERS -> anyOf(columns.user, filter.users());
            case PROJECTS -> anyOf(columns.project, filter.projects());
            case CATEGORIES -> anyOf(columns.category, filter.categories());
            case LABOR_TYPES -> hasLabor(filter.laborTypes());
            case USERS_OF_PROJECTS, USERS_OF_CATEGORIES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES ->
                path.pair().stream()
                        .map(kind -> kind != Path.LABOR_TYPES && hasOneOfMany(kind, path)
                                ? asRange(columns.of(kind), keys(kind))
                                : condition(kind, columns))
                        .reduce(noCondition(), Condition::and);
            case WORDS -> haveWords(words);
            case RUNNING -> TIME_SESSION.RUNNING.isTrue();
            case DAYS -> within(columns.day, filter.from(), filter.to());
            case CREATED, UPDATED, STARTED ->
                within(instant(path, columns), window(path).min(), window(path).max());
        };
    }

    /** Starts stand wherever sessions are found, the other instants in the sessions alone. */
    static Field<Instant> instant(Path window, Columns columns) {
        return switch (window) {
            case STARTED -> columns.start;
            case UPDATED -> columns.updated;
            default -> window.instant();
        };
    }

    private static Condition anyOf(Field<Long> column, Set<Long> keys) {
        return anyOf(column, keys, column);
    }

    /** @param compared the column, or what is equal to it */
    private static Condition anyOf(Field<Long> column, Set<Long> keys, Field<Long> compared) {
        boolean isNeverNull = column.equals(SESSION_LABOR.PROJECT_ID) || column.equals(SESSION_LABOR.CATEGORY_ID);
        if (isNeverNull || !keys.contains(0L)) {
            return isOneOf(compared, new TreeSet<>(keys));
        }
        // The 0, which no session has, makes it a list: for one key or NULL the server goes no further into an index.
        return keys.size() == 1
                ? compared.isNull()
                : compared.in(new TreeSet<>(keys)).or(compared.isNull());
    }

    /**
     * A scalar subquery finds one row of an index for each session, and one for each labor type. The server would turn EXISTS
     * into a join of all the entries there are, and for a list of labor types it has read all that the company has.
     */
    private static Condition hasLabor(Set<Long> laborTypes) {
        return new TreeSet<>(laborTypes)
                .stream()
                        .map(laborType -> oneOfLabor(
                                        SESSION_LABOR,
                                        laborType,
                                        TIME_SESSION.COMPANY_ID,
                                        TIME_SESSION.LOCAL_DATE,
                                        TIME_SESSION.START_AT,
                                        TIME_SESSION.ID)
                                .eq(one()))
                        .reduce(Condition::or)
                        .orElse(noCondition());
    }

    /** A session that has several of the labor types is found by each of them, and counts where it is by the first. */
    private static Condition isFirstOf(Set<Long> laborTypes) {
        var other = SESSION_LABOR.as("other");
        Condition isFirst = DSL.falseCondition();
        Condition hasNoneBefore = noCondition();
        for (long laborType : new TreeSet<>(laborTypes)) {
            isFirst = isFirst.or(SESSION_LABOR.LABOR_TYPE_ID.eq(laborType).and(hasNoneBefore));
            hasNoneBefore = hasNoneBefore.and(oneOfLabor(
                            other,
                            laborType,
                            SESSION_LABOR.COMPANY_ID,
                            SESSION_LABOR.LOCAL_DATE,
                            SESSION_LABOR.START_AT,
                            SESSION_LABOR.SESSION_ID)
                    .isNull());
        }
        return isFirst;
    }

    private static Field<Integer> oneOfLabor(
            SessionLabor labor,
            long laborType,
            Field<Long> company,
            Field<LocalDate> day,
            Field<Instant> start,
            Field<Long> session) {
        return field(selectOne()
                .from(labor)
                .where(
                        labor.COMPANY_ID.eq(company),
                        labor.LABOR_TYPE_ID.eq(laborType),
                        labor.LOCAL_DATE.eq(day),
                        labor.START_AT.eq(start),
                        labor.SESSION_ID.eq(session))
                .limit(1));
    }

    private static Condition haveWords(List<String> words) {
        return words.stream()
                .map(word -> field(selectOne()
                                .from(SESSION_WORD)
                                .where(
                                        SESSION_WORD.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID),
                                        SESSION_WORD.WORD.eq(word),
                                        SESSION_WORD.LOCAL_DATE.eq(TIME_SESSION.LOCAL_DATE),
                                        SESSION_WORD.START_AT.eq(TIME_SESSION.START_AT),
                                        SESSION_WORD.SESSION_ID.eq(TIME_SESSION.ID))
                                .limit(1))
                        .eq(one()))
                .reduce(noCondition(), Condition::and);
    }

    /** The id is the last key of every order, or rows with equal keys would move between pages. */
    static List<OrderField<?>> orderBy(Order order, boolean descending) {
        List<Field<?>> keys = switch (order.column()) {
            case ID -> List.of(TIME_SESSION.ID);
            case START_AT -> List.of(TIME_SESSION.START_AT, TIME_SESSION.ID);
            case UPDATED_AT -> List.of(TIME_SESSION.UPDATED_AT, TIME_SESSION.ID);
            case DAY -> List.of(TIME_SESSION.LOCAL_DATE, TIME_SESSION.START_AT, TIME_SESSION.ID);
            case DURATION -> List.of(TIME_SESSION.WORK_DURATION.plus(TIME_SESSION.BREAK_DURATION), TIME_SESSION.ID);
            case PERSON -> List.of(USER.FULL_NAME, TIME_SESSION.LOCAL_DATE, TIME_SESSION.START_AT, TIME_SESSION.ID);
            case PROJECT -> List.of(PROJECT.FULL_NAME, TIME_SESSION.LOCAL_DATE, TIME_SESSION.START_AT, TIME_SESSION.ID);
        };
        return keys.stream()
                .<OrderField<?>>map(key -> descending ? key.desc() : key.asc())
                .toList();
    }

    /**
     * The same, of rows that are found elsewhere than in the sessions, in the order of days as the index there has it. Names
     * are looked up, since a join would be sorted in a temporary table.
     */
    List<OrderField<?>> orderBy(Order order, boolean descending, Columns columns) {
        List<Field<?>> keys = switch (order.column()) {
            case ID -> List.of(columns.id);
            case START_AT -> List.of(columns.start, columns.id);
            case UPDATED_AT -> List.of(columns.updated, columns.id);
            case DAY -> List.of(columns.day, columns.start, columns.id);
            case DURATION -> List.of(columns.work.plus(columns.breaks), columns.id);
            case PERSON -> byName(USER, USER.FULL_NAME, USER.COMPANY_ID, USER.ID.eq(columns.user), columns);
            case PROJECT ->
                byName(PROJECT, PROJECT.FULL_NAME, PROJECT.COMPANY_ID, PROJECT.ID.eq(columns.project), columns);
        };
        return keys.stream()
                .<OrderField<?>>map(key -> descending ? key.desc() : key.asc())
                .toList();
    }

    private List<Field<?>> byName(
            Table<?> names, Field<String> name, Field<Long> company, Condition isOfSession, Columns columns) {
        return List.of(
                field(select(name).from(names).where(company.eq(companyId), isOfSession)),
                columns.day,
                columns.start,
                columns.id);
    }

    /** The window of instants that the order goes by; null where it goes by something else. */
    static @Nullable Path windowOf(Order order) {
        return switch (order.column()) {
            case START_AT -> Path.STARTED;
            case UPDATED_AT -> Path.UPDATED;
            case ID, DAY, DURATION, PERSON, PROJECT -> null;
        };
    }

    static Path requireWindowOf(Order order) {
        Path path = windowOf(order);
        if (path == null) {
            throw new IllegalArgumentException(order + " does not go by an instant");
        }
        return path;
    }

    /** Both ends inclusive; null where that end is open. */
    static <T> Condition within(Field<T> field, @Nullable T from, @Nullable T to) {
        if (from != null && from.equals(to)) {
            return field.eq(from);
        }
        return (from == null ? noCondition() : field.ge(from)).and(to == null ? noCondition() : field.le(to));
    }

    /** Of one value the server knows more than of a list. */
    static Condition isOneOf(Field<Long> column, Collection<Long> values) {
        return values.size() == 1 ? column.eq(values.iterator().next()) : column.in(values);
    }

    static Field<BigDecimal> summed(Field<? extends Number> field) {
        return coalesce(sum(field), inline(BigDecimal.ZERO));
    }

    /** Less than zero where it is taken away. */
    static Field<BigDecimal> timesOf(int times, Field<BigDecimal> sum) {
        return times == 1 ? sum : sum.mul(inline(times));
    }

    static Field<BigDecimal> asNumber(Field<Integer> count) {
        return count.cast(SQLDataType.DECIMAL(20));
    }
}
