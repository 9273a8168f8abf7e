package timesessions.total;

import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.least;
import static timesessions.database.Rows.inserted;
import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.CATEGORY_LABOR;
import static timesessions.jooq.Tables.ID_BLOCK;
import static timesessions.jooq.Tables.ID_SPAN;
import static timesessions.jooq.Tables.KEY_BLOCK;
import static timesessions.jooq.Tables.KEY_LABOR;
import static timesessions.jooq.Tables.KEY_STAMP;
import static timesessions.jooq.Tables.KEY_USER;
import static timesessions.jooq.Tables.LABOR_MIX;
import static timesessions.jooq.Tables.STAMP_TOTAL;
import static timesessions.jooq.Tables.TEAM;
import static timesessions.jooq.Tables.TEAM_MEMBER;
import static timesessions.jooq.Tables.TOTAL;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Query;
import timesessions.database.Rows;
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
import timesessions.total.TotalChanges.CategoryLabor;

/** Keeps the rollups. */
public final class TotalWriter {
    private TotalWriter() {}

    /**
     * Applies the changes as the last thing before the commit of a transaction: the rows of a busy company are hot, and
     * this keeps them locked for the shortest time. They are locked in the order of their keys by everyone, so that no two
     * writers wait for each other.
     */
    public static void apply(DSLContext db, long companyId, TotalChanges changes) {
        changes.countLaborMixes(laborMixIds(db, companyId, changes.laborMixes()));
        Map<CategoryLabor, Long> categoryLabors = categoryLaborIds(db, companyId, changes.categoryLabors());
        changes.countCategoryLabors(categoryLabors);
        changes.countTeams(teamsOf(db, companyId, changes.users()));
        var totals = new Rows();
        changes.totals()
                .forEach((key, change) -> totals.add(
                        companyId,
                        key.dimension(),
                        key.key(),
                        key.grain(),
                        key.period(),
                        change.sessions(),
                        change.work(),
                        change.breaks()));
        totals.execute(
                db,
                db.insertInto(
                                TOTAL,
                                TOTAL.COMPANY_ID,
                                TOTAL.DIMENSION,
                                TOTAL.KEY_ID,
                                TOTAL.GRAIN,
                                TOTAL.PERIOD,
                                TOTAL.SESSIONS,
                                TOTAL.WORK,
                                TOTAL.BREAK)
                        .values(0L, TotalDimension.company, 0L, TotalGrain.day, LocalDate.EPOCH, 0L, 0L, 0L)
                        .onDuplicateKeyUpdate()
                        .set(TOTAL.SESSIONS, TOTAL.SESSIONS.plus(inserted(TOTAL.SESSIONS)))
                        .set(TOTAL.WORK, TOTAL.WORK.plus(inserted(TOTAL.WORK)))
                        .set(TOTAL.BREAK, TOTAL.BREAK.plus(inserted(TOTAL.BREAK))));

        var keyUsers = new Rows();
        changes.keyUsers()
                .forEach((key, change) -> keyUsers.add(
                        companyId,
                        key.dimension(),
                        key.key(),
                        key.grain(),
                        key.period(),
                        key.user(),
                        change.sessions(),
                        change.work(),
                        change.breaks()));
        keyUsers.execute(
                db,
                db.insertInto(
                                KEY_USER,
                                KEY_USER.COMPANY_ID,
                                KEY_USER.DIMENSION,
                                KEY_USER.KEY_ID,
                                KEY_USER.GRAIN,
                                KEY_USER.PERIOD,
                                KEY_USER.USER_ID,
                                KEY_USER.SESSIONS,
                                KEY_USER.WORK,
                                KEY_USER.BREAK)
                        .values(0L, KeyUserDimension.project, 0L, KeyUserGrain.month, LocalDate.EPOCH, 0L, 0L, 0L, 0L)
                        .onDuplicateKeyUpdate()
                        .set(KEY_USER.SESSIONS, KEY_USER.SESSIONS.plus(inserted(KEY_USER.SESSIONS)))
                        .set(KEY_USER.WORK, KEY_USER.WORK.plus(inserted(KEY_USER.WORK)))
                        .set(KEY_USER.BREAK, KEY_USER.BREAK.plus(inserted(KEY_USER.BREAK))));

        var keyLabors = new Rows();
        changes.keyLabors()
                .forEach((key, change) -> keyLabors.add(
                        companyId,
                        key.dimension(),
                        key.grain(),
                        key.period(),
                        key.key(),
                        key.laborType(),
                        change.sessions(),
                        change.work(),
                        change.breaks()));
        keyLabors.execute(
                db,
                db.insertInto(
                                KEY_LABOR,
                                KEY_LABOR.COMPANY_ID,
                                KEY_LABOR.DIMENSION,
                                KEY_LABOR.GRAIN,
                                KEY_LABOR.PERIOD,
                                KEY_LABOR.KEY_ID,
                                KEY_LABOR.LABOR_TYPE_ID,
                                KEY_LABOR.SESSIONS,
                                KEY_LABOR.WORK,
                                KEY_LABOR.BREAK)
                        .values(0L, KeyLaborDimension.user, KeyLaborGrain.day, LocalDate.EPOCH, 0L, 0L, 0L, 0L, 0L)
                        .onDuplicateKeyUpdate()
                        .set(KEY_LABOR.SESSIONS, KEY_LABOR.SESSIONS.plus(inserted(KEY_LABOR.SESSIONS)))
                        .set(KEY_LABOR.WORK, KEY_LABOR.WORK.plus(inserted(KEY_LABOR.WORK)))
                        .set(KEY_LABOR.BREAK, KEY_LABOR.BREAK.plus(inserted(KEY_LABOR.BREAK))));

        var keyBlocks = new Rows();
        changes.keyBlocks()
                .forEach((key, sessions) ->
                        keyBlocks.add(companyId, key.dimension(), key.grain(), key.key(), key.block(), sessions));
        keyBlocks.execute(
                db,
                db.insertInto(
                                KEY_BLOCK,
                                KEY_BLOCK.COMPANY_ID,
                                KEY_BLOCK.DIMENSION,
                                KEY_BLOCK.GRAIN,
                                KEY_BLOCK.KEY_ID,
                                KEY_BLOCK.BLOCK,
                                KEY_BLOCK.SESSIONS)
                        .values(0L, KeyBlockDimension.project, KeyBlockGrain.fine, 0L, 0L, 0L)
                        .onDuplicateKeyUpdate()
                        .set(KEY_BLOCK.SESSIONS, KEY_BLOCK.SESSIONS.plus(inserted(KEY_BLOCK.SESSIONS))));

        var blocks = new Rows();
        changes.blocks().forEach((key, sessions) -> blocks.add(companyId, key.grain(), key.block(), sessions));
        blocks.execute(
                db,
                db.insertInto(ID_BLOCK, ID_BLOCK.COMPANY_ID, ID_BLOCK.GRAIN, ID_BLOCK.BLOCK, ID_BLOCK.SESSIONS)
                        .values(0L, IdBlockGrain.coarse, 0L, 0L)
                        .onDuplicateKeyUpdate()
                        .set(ID_BLOCK.SESSIONS, ID_BLOCK.SESSIONS.plus(inserted(ID_BLOCK.SESSIONS))));

        var spans = new Rows();
        changes.spans()
                .forEach((key, instants) -> spans.add(
                        companyId,
                        key.grain(),
                        key.block(),
                        instants.createdFirst(),
                        instants.createdLast(),
                        instants.updatedFirst(),
                        instants.updatedLast(),
                        instants.startFirst(),
                        instants.startLast()));
        spans.execute(db, widenSpan(db));

        var stamps = new Rows();
        changes.stamps()
                .forEach((key, sessions) -> stamps.add(companyId, key.stamp(), key.grain(), key.period(), sessions));
        stamps.execute(
                db,
                db.insertInto(
                                STAMP_TOTAL,
                                STAMP_TOTAL.COMPANY_ID,
                                STAMP_TOTAL.STAMP,
                                STAMP_TOTAL.GRAIN,
                                STAMP_TOTAL.PERIOD,
                                STAMP_TOTAL.SESSIONS)
                        .values(0L, StampTotalStamp.created, StampTotalGrain.day, Instant.EPOCH, 0L)
                        .onDuplicateKeyUpdate()
                        .set(STAMP_TOTAL.SESSIONS, STAMP_TOTAL.SESSIONS.plus(inserted(STAMP_TOTAL.SESSIONS))));

        var keyStamps = new Rows();
        changes.keyStamps()
                .forEach((key, sessions) -> keyStamps.add(
                        companyId, key.dimension(), key.key(), key.stamp(), key.grain(), key.period(), sessions));
        keyStamps.execute(
                db,
                db.insertInto(
                                KEY_STAMP,
                                KEY_STAMP.COMPANY_ID,
                                KEY_STAMP.DIMENSION,
                                KEY_STAMP.KEY_ID,
                                KEY_STAMP.STAMP,
                                KEY_STAMP.GRAIN,
                                KEY_STAMP.PERIOD,
                                KEY_STAMP.SESSIONS)
                        .values(
                                0L,
                                KeyStampDimension.category,
                                0L,
                                KeyStampStamp.updated,
                                KeyStampGrain.day,
                                Instant.EPOCH,
                                0L)
                        .onDuplicateKeyUpdate()
                        .set(KEY_STAMP.SESSIONS, KEY_STAMP.SESSIONS.plus(inserted(KEY_STAMP.SESSIONS))));

        AttendanceWriter.apply(
                db,
                companyId,
                changes.attendance(),
                categoryLabors.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey)));
    }

    private static Query widenSpan(DSLContext db) {
        var s = ID_SPAN;
        return db.insertInto(
                        s,
                        s.COMPANY_ID,
                        s.GRAIN,
                        s.BLOCK,
                        s.CREATED_FIRST,
                        s.CREATED_LAST,
                        s.UPDATED_FIRST,
                        s.UPDATED_LAST,
                        s.START_FIRST,
                        s.START_LAST)
                .values(
                        0L,
                        IdSpanGrain.coarse,
                        0L,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH)
                .onDuplicateKeyUpdate()
                .set(s.CREATED_FIRST, least(s.CREATED_FIRST, inserted(s.CREATED_FIRST)))
                .set(s.CREATED_LAST, greatest(s.CREATED_LAST, inserted(s.CREATED_LAST)))
                .set(s.UPDATED_FIRST, least(s.UPDATED_FIRST, inserted(s.UPDATED_FIRST)))
                .set(s.UPDATED_LAST, greatest(s.UPDATED_LAST, inserted(s.UPDATED_LAST)))
                .set(s.START_FIRST, least(s.START_FIRST, inserted(s.START_FIRST)))
                .set(s.START_LAST, greatest(s.START_LAST, inserted(s.START_LAST)));
    }

    private static Map<Long, List<Long>> teamsOf(DSLContext db, long companyId, Set<Long> users) {
        return users.isEmpty()
                ? Map.of()
                : db.select(TEAM_MEMBER.USER_ID, TEAM_MEMBER.TEAM_ID)
                        .from(TEAM_MEMBER)
                        .join(TEAM)
                        .on(TEAM.ID.eq(TEAM_MEMBER.TEAM_ID), TEAM.COMPANY_ID.eq(companyId))
                        .where(TEAM_MEMBER.USER_ID.in(users))
                        .fetchGroups(TEAM_MEMBER.USER_ID, TEAM_MEMBER.TEAM_ID);
    }

    private static Map<String, Long> laborMixIds(DSLContext db, long companyId, SortedSet<String> mixes) {
        if (mixes.isEmpty()) {
            return Map.of();
        }
        var m = LABOR_MIX;
        Map<String, Long> known = db.select(m.LABOR_TYPES, m.ID)
                .from(m)
                .where(m.COMPANY_ID.eq(companyId), m.LABOR_TYPES.in(mixes))
                .fetchMap(m.LABOR_TYPES, m.ID);
        return withNew(
                db,
                known,
                mixes,
                (mix, id) -> db.insertInto(m, m.COMPANY_ID, m.ID, m.LABOR_TYPES).values(companyId, id, mix));
    }

    private static Map<CategoryLabor, Long> categoryLaborIds(
            DSLContext db, long companyId, SortedSet<CategoryLabor> categoryLabors) {
        if (categoryLabors.isEmpty()) {
            return Map.of();
        }
        var c = CATEGORY_LABOR;
        Map<CategoryLabor, Long> known = db.select(c.ID, c.CATEGORY_ID, c.LABOR_ID)
                .from(c)
                .where(
                        c.COMPANY_ID.eq(companyId),
                        c.CATEGORY_ID.in(categoryLabors.stream()
                                .map(CategoryLabor::category)
                                .collect(Collectors.toSet())))
                .fetchMap(row -> new CategoryLabor(row.value2(), row.value3()), row -> row.value1());
        return withNew(
                db,
                known,
                categoryLabors,
                (pair, id) -> db.insertInto(c, c.COMPANY_ID, c.ID, c.CATEGORY_ID, c.LABOR_ID)
                        .values(companyId, id, pair.category(), pair.labor()));
    }

    /** The ids of all, which are made for new ones in their order; where two writers make the same one, one is refused. */
    private static <K> Map<K, Long> withNew(
            DSLContext db, Map<K, Long> known, SortedSet<K> all, BiFunction<K, Long, Query> insert) {
        for (K key : all) {
            if (!known.containsKey(key)) {
                long id = db.nextval(ID_SEQUENCE);
                insert.apply(key, id).execute();
                known.put(key, id);
            }
        }
        return known;
    }
}
