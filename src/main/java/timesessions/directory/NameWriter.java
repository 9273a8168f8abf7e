package timesessions.directory;

import static timesessions.database.Rows.inserted;
import static timesessions.jooq.Tables.CATEGORY;
import static timesessions.jooq.Tables.LABOR_TYPE;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.TEAM;
import static timesessions.jooq.Tables.TEAM_MEMBER;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Rows;

/**
 * Keeps people, projects, categories and labor types as sessions name them. They come into being with the first session
 * that has them, and take the name that the most recently changed session carries: an older export does not rename back.
 */
public final class NameWriter {
    /** How old the date of a name may get before a session with the same name renews it, so that few of them write. */
    private static final Duration RENEWED_AFTER = Duration.ofDays(1);

    /** The four kinds, each a table of the same form. */
    private record NameTable(
            Table<Record> table,
            TableField<Record, Long> companyId,
            TableField<Record, Long> id,
            TableField<Record, String> name,
            TableField<Record, Instant> namedAt) {}

    private static final NameTable USERS = new NameTable(USER, USER.COMPANY_ID, USER.ID, USER.FULL_NAME, USER.NAMED_AT);
    private static final NameTable PROJECTS =
            new NameTable(PROJECT, PROJECT.COMPANY_ID, PROJECT.ID, PROJECT.FULL_NAME, PROJECT.NAMED_AT);
    private static final NameTable CATEGORIES =
            new NameTable(CATEGORY, CATEGORY.COMPANY_ID, CATEGORY.ID, CATEGORY.NAME, CATEGORY.NAMED_AT);
    private static final NameTable LABOR_TYPES =
            new NameTable(LABOR_TYPE, LABOR_TYPE.COMPANY_ID, LABOR_TYPE.ID, LABOR_TYPE.NAME, LABOR_TYPE.NAMED_AT);

    private record Dated(String name, Instant at) {}

    private final boolean whateverTheDate;
    private final SortedMap<Long, Dated> users = new TreeMap<>();
    private final SortedMap<Long, Dated> projects = new TreeMap<>();
    private final SortedMap<Long, Dated> categories = new TreeMap<>();
    private final SortedMap<Long, Dated> laborTypes = new TreeMap<>();

    public NameWriter() {
        this(false);
    }

    private NameWriter(boolean whateverTheDate) {
        this.whateverTheDate = whateverTheDate;
    }

    /** One that takes names as what holds now, however long ago the sessions that carry them were changed. */
    public static NameWriter ofWhatIsNow() {
        return new NameWriter(true);
    }

    public void user(Named user, Instant at) {
        note(users, user, at);
    }

    public void project(@Nullable Named project, Instant at) {
        note(projects, project, at);
    }

    public void category(@Nullable Named category, Instant at) {
        note(categories, category, at);
    }

    public void laborType(@Nullable Named laborType, Instant at) {
        note(laborTypes, laborType, at);
    }

    /** Writes what has been noted, as part of a transaction. */
    public void apply(DSLContext db, long companyId) {
        apply(db, companyId, USERS, users);
        apply(db, companyId, PROJECTS, projects);
        apply(db, companyId, CATEGORIES, categories);
        apply(db, companyId, LABOR_TYPES, laborTypes);
    }

    /** Names that are gone, by kind. */
    public record Unused(Set<Long> users, Set<Long> projects, Set<Long> laborTypes) {
        public Set<Long> all() {
            Set<Long> all = new HashSet<>(users);
            all.addAll(projects);
            all.addAll(laborTypes);
            return all;
        }
    }

    /** Takes those of the names out, as part of a transaction, that no session carries and no team has. */
    public static Unused removeUnused(
            DSLContext db, long companyId, Set<Long> users, Set<Long> projects, Set<Long> laborTypes) {
        var s = TIME_SESSION;
        var l = SESSION_LABOR;
        Set<Long> teamed = new HashSet<>(db.selectDistinct(TEAM_MEMBER.USER_ID)
                .from(TEAM_MEMBER)
                .join(TEAM)
                .on(TEAM.ID.eq(TEAM_MEMBER.TEAM_ID))
                .where(TEAM.COMPANY_ID.eq(companyId), TEAM_MEMBER.USER_ID.in(users))
                .fetch(TEAM_MEMBER.USER_ID));
        return new Unused(
                remove(
                        db,
                        companyId,
                        USERS,
                        users,
                        id -> teamed.contains(id) || db.fetchExists(s, s.COMPANY_ID.eq(companyId), s.USER_ID.eq(id))),
                remove(
                        db,
                        companyId,
                        PROJECTS,
                        projects,
                        id -> db.fetchExists(s, s.COMPANY_ID.eq(companyId), s.PROJECT_ID.eq(id))),
                remove(
                        db,
                        companyId,
                        LABOR_TYPES,
                        laborTypes,
                        id -> db.fetchExists(l, l.COMPANY_ID.eq(companyId), l.LABOR_TYPE_ID.eq(id))));
    }

    private static Set<Long> remove(
            DSLContext db, long companyId, NameTable kept, Set<Long> ids, LongPredicate isUsed) {
        Set<Long> gone = new TreeSet<>();
        for (long id : ids) {
            if (!isUsed.test(id)) {
                gone.add(id);
                db.deleteFrom(kept.table)
                        .where(kept.companyId.eq(companyId), kept.id.eq(id))
                        .execute();
            }
        }
        if (!gone.isEmpty()) {
            CompanyVersion.raise(db, companyId);
        }
        return gone;
    }

    private static void note(Map<Long, Dated> names, @Nullable Named named, Instant at) {
        if (named != null) {
            names.merge(
                    named.id(),
                    new Dated(named.name(), at),
                    (known, other) -> other.at.isBefore(known.at) ? known : other);
        }
    }

    private void apply(DSLContext db, long companyId, NameTable kept, SortedMap<Long, Dated> names) {
        if (names.isEmpty()) {
            return;
        }
        Map<Long, Dated> stored = stored(db, companyId, kept, names.keySet());
        var rows = new Rows();
        names.forEach((id, named) -> {
            if (saysMore(named, stored.get(id))) {
                rows.add(companyId, id, named.name, named.at);
            }
        });
        if (rows.isEmpty()) {
            return;
        }
        CompanyVersion.raise(db, companyId);
        Field<String> newName = inserted(kept.name);
        Field<Instant> newDate = inserted(kept.namedAt);
        rows.execute(
                db,
                db.insertInto(kept.table, kept.companyId, kept.id, kept.name, kept.namedAt)
                        .values(0L, 0L, "", Instant.EPOCH)
                        .onDuplicateKeyUpdate()
                        // The name before the date: the server assigns from left to right.
                        .set(
                                kept.name,
                                whateverTheDate ? newName : DSL.iif(newDate.ge(kept.namedAt), newName, kept.name))
                        .set(kept.namedAt, DSL.greatest(kept.namedAt, newDate)));
    }

    private static Map<Long, Dated> stored(DSLContext db, long companyId, NameTable kept, Collection<Long> ids) {
        return db.select(kept.id, kept.name, kept.namedAt)
                .from(kept.table)
                .where(kept.companyId.eq(companyId), kept.id.in(ids))
                .fetchMap(row -> row.value1(), row -> new Dated(row.value2(), row.value3()));
    }

    private boolean saysMore(Dated named, @Nullable Dated stored) {
        if (stored == null) {
            return true;
        }
        return named.name.equals(stored.name)
                ? named.at.isAfter(stored.at.plus(RENEWED_AFTER))
                : whateverTheDate || !named.at.isBefore(stored.at);
    }
}
