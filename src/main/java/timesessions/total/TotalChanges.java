package timesessions.total;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.jooq.enums.AttendanceDimension;
import timesessions.jooq.enums.AttendanceGrain;
import timesessions.jooq.enums.IdBlockGrain;
import timesessions.jooq.enums.IdSpanGrain;
import timesessions.jooq.enums.KeyBlockDimension;
import timesessions.jooq.enums.KeyBlockGrain;
import timesessions.jooq.enums.KeyLaborDimension;
import timesessions.jooq.enums.KeyLaborGrain;
import timesessions.jooq.enums.KeyStampDimension;
import timesessions.jooq.enums.KeyStampGrain;
import timesessions.jooq.enums.KeyStampStamp;
import timesessions.jooq.enums.KeyUserDimension;
import timesessions.jooq.enums.KeyUserGrain;
import timesessions.jooq.enums.StampTotalGrain;
import timesessions.jooq.enums.StampTotalStamp;
import timesessions.jooq.enums.TotalDimension;
import timesessions.jooq.enums.TotalGrain;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;

/**
 * By how much the totals of one company change when sessions come and go. What cancels out leaves nothing, so that
 * writing a session again as it was touches no total. {@link TotalDefinitions} says the same in SQL.
 */
public final class TotalChanges {
    /** Ids in a fine and a coarse block: 2^10 and 2^18. */
    public static final int FINE_SHIFT = 10;

    public static final int COARSE_SHIFT = 18;

    /** Ids in the finest blocks by which a project, category, labor type or person is counted: 2^15. */
    public static final int KEY_SHIFT = 15;

    /** Eight of them are a block of the next grain, and eight of those one of the coarsest. */
    static final int WIDER_SHIFT = 3;

    /** Ids in the finest blocks, of which it is known between which instants their sessions lie: 2^6. */
    public static final int SPAN_SHIFT = 6;

    /** The period of what is added up over all time. */
    public static final LocalDate ALL_TIME = LocalDate.EPOCH;

    /** The order of the primary key, in which all writers lock. */
    record TotalKey(TotalDimension dimension, long key, TotalGrain grain, LocalDate period)
            implements Comparable<TotalKey> {
        private static final Comparator<TotalKey> ORDER = comparing(TotalKey::dimension)
                .thenComparingLong(TotalKey::key)
                .thenComparing(TotalKey::grain)
                .thenComparing(TotalKey::period);

        @Override
        public int compareTo(TotalKey other) {
            return ORDER.compare(this, other);
        }
    }

    record KeyBlockKey(KeyBlockDimension dimension, KeyBlockGrain grain, long key, long block)
            implements Comparable<KeyBlockKey> {
        private static final Comparator<KeyBlockKey> ORDER = comparing(KeyBlockKey::dimension)
                .thenComparing(KeyBlockKey::grain)
                .thenComparingLong(KeyBlockKey::key)
                .thenComparingLong(KeyBlockKey::block);

        @Override
        public int compareTo(KeyBlockKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** A block of ids of a grain; the order of the primary key. */
    record BlockKey<G extends Enum<G>>(G grain, long block) implements Comparable<BlockKey<G>> {
        @Override
        public int compareTo(BlockKey<G> other) {
            int byGrain = grain.compareTo(other.grain);
            return byGrain == 0 ? Long.compare(block, other.block) : byGrain;
        }
    }

    record StampKey(StampTotalStamp stamp, StampTotalGrain grain, Instant period) implements Comparable<StampKey> {
        private static final Comparator<StampKey> ORDER =
                comparing(StampKey::stamp).thenComparing(StampKey::grain).thenComparing(StampKey::period);

        @Override
        public int compareTo(StampKey other) {
            return ORDER.compare(this, other);
        }
    }

    record KeyStampKey(KeyStampDimension dimension, long key, KeyStampStamp stamp, KeyStampGrain grain, Instant period)
            implements Comparable<KeyStampKey> {
        private static final Comparator<KeyStampKey> ORDER = comparing(KeyStampKey::dimension)
                .thenComparingLong(KeyStampKey::key)
                .thenComparing(KeyStampKey::stamp)
                .thenComparing(KeyStampKey::grain)
                .thenComparing(KeyStampKey::period);

        @Override
        public int compareTo(KeyStampKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Between which instants sessions lie, both ends inclusive. */
    record Instants(
            Instant createdFirst,
            Instant createdLast,
            Instant updatedFirst,
            Instant updatedLast,
            Instant startFirst,
            Instant startLast) {
        static Instants of(TimeSession session) {
            return new Instants(
                    session.createdAt(),
                    session.createdAt(),
                    session.updatedAt(),
                    session.updatedAt(),
                    session.startAt(),
                    session.startAt());
        }

        Instants and(Instants other) {
            return new Instants(
                    earlier(createdFirst, other.createdFirst),
                    later(createdLast, other.createdLast),
                    earlier(updatedFirst, other.updatedFirst),
                    later(updatedLast, other.updatedLast),
                    earlier(startFirst, other.startFirst),
                    later(startLast, other.startLast));
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    /** Which people had a session there in that period; the order of the primary key. */
    record AttendanceKey(AttendanceDimension dimension, long key, AttendanceGrain grain, LocalDate period)
            implements Comparable<AttendanceKey> {
        private static final Comparator<AttendanceKey> ORDER = comparing(AttendanceKey::dimension)
                .thenComparingLong(AttendanceKey::key)
                .thenComparing(AttendanceKey::grain)
                .thenComparing(AttendanceKey::period);

        @Override
        public int compareTo(AttendanceKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** What becomes of a person there. One whose session changes stays. */
    enum Attendance {
        COMES,
        GOES,
        STAYS;

        Attendance and(Attendance other) {
            return this == other ? this : STAYS;
        }
    }

    /** Of people with a project, category or labor type; the order of the primary key. */
    record KeyUserKey(KeyUserDimension dimension, long key, KeyUserGrain grain, LocalDate period, long user)
            implements Comparable<KeyUserKey> {
        private static final Comparator<KeyUserKey> ORDER = comparing(KeyUserKey::dimension)
                .thenComparingLong(KeyUserKey::key)
                .thenComparing(KeyUserKey::grain)
                .thenComparing(KeyUserKey::period)
                .thenComparingLong(KeyUserKey::user);

        @Override
        public int compareTo(KeyUserKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Of a labor type with a person, project or category; the order of the primary key. */
    record KeyLaborKey(KeyLaborDimension dimension, KeyLaborGrain grain, LocalDate period, long key, long laborType)
            implements Comparable<KeyLaborKey> {
        private static final Comparator<KeyLaborKey> ORDER = comparing(KeyLaborKey::dimension)
                .thenComparing(KeyLaborKey::grain)
                .thenComparing(KeyLaborKey::period)
                .thenComparingLong(KeyLaborKey::key)
                .thenComparingLong(KeyLaborKey::laborType);

        @Override
        public int compareTo(KeyLaborKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** A category, 0 for none, with a labor type, 0 for none, or with a mix of them. */
    record CategoryLabor(long category, long labor) implements Comparable<CategoryLabor> {
        private static final Comparator<CategoryLabor> ORDER =
                Comparator.comparingLong(CategoryLabor::category).thenComparingLong(CategoryLabor::labor);

        @Override
        public int compareTo(CategoryLabor other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param isMix whether the labor is a mix, whose people nobody asks for */
    private record OfCategoryLabor(CategoryLabor pair, boolean isMix, long user, LocalDate day, Change change) {}

    private record OfLaborMix(
            String laborTypes, long session, long category, long user, LocalDate day, Change change) {}

    record Change(long sessions, long work, long breaks) {
        static final Change NONE = new Change(0, 0, 0);

        Change plus(Change other) {
            return new Change(sessions + other.sessions, work + other.work, breaks + other.breaks);
        }
    }

    private final TreeMap<TotalKey, Change> totals = new TreeMap<>();
    private final TreeMap<AttendanceKey, Map<Long, Attendance>> attendance = new TreeMap<>();
    private final TreeMap<KeyUserKey, Change> keyUsers = new TreeMap<>();
    private final TreeMap<KeyLaborKey, Change> keyLabors = new TreeMap<>();
    private final List<OfCategoryLabor> ofCategoryLabor = new ArrayList<>();
    private final List<OfLaborMix> ofLaborMix = new ArrayList<>();
    private final TreeMap<KeyBlockKey, Long> keyBlocks = new TreeMap<>();
    private final TreeMap<BlockKey<IdBlockGrain>, Long> blocks = new TreeMap<>();
    private final TreeMap<BlockKey<IdSpanGrain>, Instants> spans = new TreeMap<>();
    private final TreeMap<StampKey, Long> stamps = new TreeMap<>();
    private final TreeMap<KeyStampKey, Long> keyStamps = new TreeMap<>();

    /** Counts a session in, on the local day that is stored with it. */
    public void add(TimeSession session, LocalDate day) {
        count(session, day, 1);
        var instants = Instants.of(session);
        spans.merge(new BlockKey<>(IdSpanGrain.coarse, session.id() >> KEY_SHIFT), instants, Instants::and);
        spans.merge(new BlockKey<>(IdSpanGrain.fine, session.id() >> SPAN_SHIFT), instants, Instants::and);
    }

    /** Counts a session out, from the local day that is stored with it. */
    public void remove(TimeSession session, LocalDate day) {
        count(session, day, -1);
    }

    Map<TotalKey, Change> totals() {
        return totals;
    }

    /** Who comes and who goes, where anybody does. */
    SortedMap<AttendanceKey, Map<Long, Attendance>> attendance() {
        attendance.values().forEach(people -> people.values().removeIf(what -> what == Attendance.STAYS));
        attendance.values().removeIf(Map::isEmpty);
        return attendance;
    }

    /** The people whose totals change. */
    Set<Long> users() {
        return totals.keySet().stream()
                .filter(key -> key.dimension() == TotalDimension.user)
                .map(TotalKey::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Counts what the people of teams come to for their teams too. */
    void countTeams(Map<Long, List<Long>> teamsOfUsers) {
        Map.copyOf(totals).forEach((key, change) -> {
            if (key.dimension() == TotalDimension.user && key.grain() != TotalGrain.all) {
                for (long team : teamsOfUsers.getOrDefault(key.key(), List.of())) {
                    totals.merge(
                            new TotalKey(TotalDimension.team, team, key.grain(), key.period()),
                            change,
                            TotalChanges::orNothing);
                }
            }
        });
    }

    /** The mixes of the sessions that have several labor types, as they are stored. */
    SortedSet<String> laborMixes() {
        return ofLaborMix.stream().map(OfLaborMix::laborTypes).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Counts what they come to under their ids; comes before {@link #categoryLabors}. */
    void countLaborMixes(Map<String, Long> ids) {
        for (OfLaborMix counted : ofLaborMix) {
            long id = requireNonNull(ids.get(counted.laborTypes));
            addTotal(TotalDimension.labor_mix, id, counted.day, counted.change);
            addAllTime(TotalDimension.labor_mix, id, counted.change);
            addKeyBlock(KeyBlockDimension.labor_mix, id, counted.session, counted.change.sessions);
            ofCategoryLabor.add(new OfCategoryLabor(
                    new CategoryLabor(counted.category, id), true, counted.user, counted.day, counted.change));
        }
        ofLaborMix.clear();
    }

    /** Those that the sessions have. */
    SortedSet<CategoryLabor> categoryLabors() {
        return ofCategoryLabor.stream().map(OfCategoryLabor::pair).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Counts what they come to under their ids. */
    void countCategoryLabors(Map<CategoryLabor, Long> ids) {
        for (OfCategoryLabor counted : ofCategoryLabor) {
            long id = requireNonNull(ids.get(counted.pair));
            addTotal(TotalDimension.category_labor, id, counted.day, counted.change);
            if (!counted.isMix) {
                attend(AttendanceDimension.category_labor, id, counted.day, counted.user, counted.change);
            }
        }
        ofCategoryLabor.clear();
    }

    Map<KeyUserKey, Change> keyUsers() {
        return keyUsers;
    }

    Map<KeyLaborKey, Change> keyLabors() {
        return keyLabors;
    }

    Map<KeyBlockKey, Long> keyBlocks() {
        return keyBlocks;
    }

    Map<BlockKey<IdBlockGrain>, Long> blocks() {
        return blocks;
    }

    /** Between which instants the sessions lie that come, by blocks of ids. Those that go may leave a span too wide. */
    Map<BlockKey<IdSpanGrain>, Instants> spans() {
        return spans;
    }

    Map<StampKey, Long> stamps() {
        return stamps;
    }

    /** When the sessions of categories and labor types were last changed, and when they started. */
    Map<KeyStampKey, Long> keyStamps() {
        return keyStamps;
    }

    private void count(TimeSession session, LocalDate day, int sign) {
        var whole = new Change(sign, (long) sign * session.workDuration(), (long) sign * session.breakDuration());
        long user = session.user().id();
        long project = idOrNone(session.project());
        long category = idOrNone(session.category());
        addTotal(TotalDimension.company, 0, day, whole);
        addTotal(TotalDimension.user, user, day, whole);
        addAllTime(TotalDimension.user, user, whole);
        addTotal(TotalDimension.project, project, day, whole);
        addTotal(TotalDimension.category, category, day, whole);
        addKeyUser(KeyUserDimension.project, project, user, day, whole);
        addKeyUser(KeyUserDimension.category, category, user, day, whole);
        attend(AttendanceDimension.company, 0, day, user, whole);
        attend(AttendanceDimension.project, project, day, user, whole);
        attend(AttendanceDimension.category, category, day, user, whole);
        laborShares(session, sign).forEach((labor, share) -> {
            if (share.sessions != 0) {
                addTotal(TotalDimension.labor_type, labor, day, whole);
                attend(AttendanceDimension.labor_type, labor, day, user, whole);
                addKeyUser(KeyUserDimension.labor_type, labor, user, day, whole);
                ofCategoryLabor.add(new OfCategoryLabor(new CategoryLabor(category, labor), false, user, day, whole));
            }
            addTotal(TotalDimension.labor_share, labor, day, share);
            addKeyLabor(KeyLaborDimension.user, user, labor, day, share);
            addKeyLabor(KeyLaborDimension.project, project, labor, day, share);
            addKeyLabor(KeyLaborDimension.category, category, labor, day, share);
        });
        Set<Long> laborTypes = session.laborTypeIds();
        if (laborTypes.size() > 1) {
            ofLaborMix.add(new OfLaborMix(mix(laborTypes), session.id(), category, user, day, whole));
        }

        addKeyBlock(KeyBlockDimension.user, user, session.id(), sign);
        addKeyBlock(KeyBlockDimension.project, project, session.id(), sign);
        addKeyBlock(KeyBlockDimension.category, category, session.id(), sign);
        laborTypes.forEach(labor -> addKeyBlock(KeyBlockDimension.labor_type, labor, session.id(), sign));

        addBlock(IdBlockGrain.fine, session.id() >> FINE_SHIFT, sign);
        addBlock(IdBlockGrain.coarse, session.id() >> COARSE_SHIFT, sign);

        addStamp(StampTotalStamp.created, session.createdAt(), sign);
        addStamp(StampTotalStamp.updated, session.updatedAt(), sign);
        addStamp(StampTotalStamp.start, session.startAt(), sign);
        addKeyStamps(KeyStampDimension.category, category, session, sign);
        laborTypes.forEach(labor -> addKeyStamps(KeyStampDimension.labor_type, labor, session, sign));
    }

    /** What the entries of each labor type come to; under 0 all that they leave of the session's own seconds. */
    private static Map<Long, Change> laborShares(TimeSession session, int sign) {
        var shares = new HashMap<Long, Change>();
        var counted = new Change(sign, 0, 0);
        long work = session.workDuration();
        long breaks = session.breakDuration();
        for (long labor : session.laborTypeIds()) {
            shares.put(labor, counted);
        }
        for (TimeEntry entry : session.entries()) {
            if (entry.laborType() == null) {
                continue;
            }
            long seconds = entry.duration();
            Change share = switch (entry.type()) {
                case WORK -> {
                    work -= seconds;
                    yield new Change(0, sign * seconds, 0);
                }
                case BREAK -> {
                    breaks -= seconds;
                    yield new Change(0, 0, sign * seconds);
                }
            };
            shares.merge(entry.laborType().id(), share, Change::plus);
        }
        if (work != 0 || breaks != 0) {
            shares.merge(0L, new Change(0, sign * work, sign * breaks), Change::plus);
        }
        return shares;
    }

    /** As it is stored. */
    private static String mix(Set<Long> laborTypes) {
        return laborTypes.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static long idOrNone(@Nullable Named named) {
        return named == null ? 0 : named.id();
    }

    private void addTotal(TotalDimension dimension, long key, LocalDate day, Change change) {
        if (change.equals(Change.NONE)) {
            return;
        }
        totals.merge(new TotalKey(dimension, key, TotalGrain.day, day), change, TotalChanges::orNothing);
        totals.merge(
                new TotalKey(dimension, key, TotalGrain.month, day.withDayOfMonth(1)), change, TotalChanges::orNothing);
    }

    private void addAllTime(TotalDimension dimension, long key, Change change) {
        totals.merge(new TotalKey(dimension, key, TotalGrain.all, ALL_TIME), change, TotalChanges::orNothing);
    }

    private void addKeyUser(KeyUserDimension dimension, long key, long user, LocalDate day, Change change) {
        keyUsers.merge(
                new KeyUserKey(dimension, key, KeyUserGrain.month, day.withDayOfMonth(1), user),
                change,
                TotalChanges::orNothing);
        keyUsers.merge(
                new KeyUserKey(dimension, key, KeyUserGrain.all, ALL_TIME, user), change, TotalChanges::orNothing);
    }

    private void addKeyLabor(KeyLaborDimension dimension, long key, long laborType, LocalDate day, Change change) {
        if (change.equals(Change.NONE)) {
            return;
        }
        if (isKeptByDay(dimension)) {
            addKeyLabor(new KeyLaborKey(dimension, KeyLaborGrain.day, day, key, laborType), change);
        }
        addKeyLabor(new KeyLaborKey(dimension, KeyLaborGrain.month, day.withDayOfMonth(1), key, laborType), change);
        addKeyLabor(new KeyLaborKey(dimension, KeyLaborGrain.all, ALL_TIME, key, laborType), change);
    }

    private void addKeyLabor(KeyLaborKey key, Change change) {
        keyLabors.merge(key, change, TotalChanges::orNothing);
    }

    /** Whether labor types are added up by days there, not by months alone: where there are few keys. */
    public static boolean isKeptByDay(KeyLaborDimension dimension) {
        return dimension == KeyLaborDimension.category;
    }

    private void attend(AttendanceDimension dimension, long key, LocalDate day, long user, Change change) {
        Attendance what = change.sessions > 0 ? Attendance.COMES : Attendance.GOES;
        attend(new AttendanceKey(dimension, key, AttendanceGrain.day, day), user, what);
        attend(new AttendanceKey(dimension, key, AttendanceGrain.month, day.withDayOfMonth(1)), user, what);
        if (isAttendedOfAllTime(dimension)) {
            attend(new AttendanceKey(dimension, key, AttendanceGrain.all, ALL_TIME), user, what);
        }
    }

    private void attend(AttendanceKey key, long user, Attendance what) {
        attendance.computeIfAbsent(key, any -> new TreeMap<>()).merge(user, what, Attendance::and);
    }

    /** Whether it is known who has ever been there: where managers ask for names. */
    public static boolean isAttendedOfAllTime(AttendanceDimension dimension) {
        return switch (dimension) {
            case project, category, labor_type -> true;
            case company, category_labor -> false;
        };
    }

    private void addKeyBlock(KeyBlockDimension dimension, long key, long id, long sessions) {
        for (KeyBlockGrain grain : KeyBlockGrain.values()) {
            keyBlocks.merge(
                    new KeyBlockKey(dimension, grain, key, id >> shift(grain)), sessions, TotalChanges::orNothing);
        }
    }

    /** Ids in a block of that grain: 2 to the power of this. */
    public static int shift(KeyBlockGrain grain) {
        return switch (grain) {
            case coarse -> KEY_SHIFT + 2 * WIDER_SHIFT;
            case middle -> KEY_SHIFT + WIDER_SHIFT;
            case fine -> KEY_SHIFT;
        };
    }

    private void addBlock(IdBlockGrain grain, long block, long sessions) {
        blocks.merge(new BlockKey<>(grain, block), sessions, TotalChanges::orNothing);
    }

    private void addStamp(StampTotalStamp stamp, Instant at, long sessions) {
        stamps.merge(
                new StampKey(stamp, StampTotalGrain.day, at.truncatedTo(ChronoUnit.DAYS)),
                sessions,
                TotalChanges::orNothing);
        stamps.merge(
                new StampKey(stamp, StampTotalGrain.hour, at.truncatedTo(ChronoUnit.HOURS)),
                sessions,
                TotalChanges::orNothing);
    }

    private void addKeyStamps(KeyStampDimension dimension, long key, TimeSession session, long sessions) {
        addKeyStamp(dimension, key, KeyStampStamp.updated, session.updatedAt(), sessions);
        addKeyStamp(dimension, key, KeyStampStamp.start, session.startAt(), sessions);
    }

    private void addKeyStamp(KeyStampDimension dimension, long key, KeyStampStamp stamp, Instant at, long sessions) {
        keyStamps.merge(
                new KeyStampKey(dimension, key, stamp, KeyStampGrain.day, at.truncatedTo(ChronoUnit.DAYS)),
                sessions,
                TotalChanges::orNothing);
        keyStamps.merge(
                new KeyStampKey(dimension, key, stamp, KeyStampGrain.hour, at.truncatedTo(ChronoUnit.HOURS)),
                sessions,
                TotalChanges::orNothing);
    }

    /** The sum, or null for a map to forget the key. */
    @SuppressWarnings("NullAway") // Map.merge removes the key where the function gives null.
    private static Change orNothing(Change one, Change other) {
        Change sum = one.plus(other);
        return sum.equals(Change.NONE) ? null : sum;
    }

    @SuppressWarnings("NullAway") // As above.
    private static Long orNothing(Long one, Long other) {
        long sum = one + other;
        return sum == 0 ? null : sum;
    }
}
