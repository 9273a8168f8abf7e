package timesessions.imports;

import static java.util.Objects.requireNonNull;
import static timesessions.jooq.Tables.CATEGORY;
import static timesessions.jooq.Tables.IMPORT_CHOICE;
import static timesessions.jooq.Tables.IMPORT_NAME;
import static timesessions.jooq.Tables.LABOR_TYPE;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.USER;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.imports.Matches.By;
import timesessions.imports.Matches.Person;
import timesessions.ingest.tracker.TrackerRow;
import timesessions.ingest.tracker.TrackerRow.Who;
import timesessions.ingest.tracker.TrackerRow.Work;
import timesessions.jooq.enums.ImportNameKind;

/**
 * Finds what people, projects and labor types of a file are here: what an earlier import took them for, else the only one
 * of that name. A name that two people of the file bear, or two here, tells nobody.
 */
final class NameMatching {
    /** A statement stays short enough for any server. */
    private static final int AT_ONCE = 500;

    private final DSLContext db;
    private final long companyId;
    private final long importId;

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, Found> projects = new LinkedHashMap<>();
    private final Map<String, Found> laborTypes = new LinkedHashMap<>();
    private final Map<String, Named> categories;

    /** What something of the file is here; null for what is new. */
    private record Found(String name, @Nullable Named here) {}

    NameMatching(DSLContext db, long companyId, long importId, List<TrackerRow> rows) {
        this.db = db;
        this.companyId = companyId;
        this.importId = importId;
        findPeople(rows);
        findProjects(rows);
        findLaborTypes(rows);
        categories = uniqueByName(CATEGORY, CATEGORY.COMPANY_ID, CATEGORY.ID, CATEGORY.NAME, tasks(rows));
    }

    Matches matches() {
        return new Matches(List.copyOf(people.values()), projects.size(), newNames(projects), newNames(laborTypes));
    }

    private static List<String> newNames(Map<String, Found> all) {
        return all.values().stream()
                .filter(found -> found.here == null)
                .map(Found::name)
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    }

    /**
     * Everything the file needs, with ids for what is new, and nothing written.
     *
     * @param ids gives a new id at each call
     */
    Targets targets(LongSupplier ids) {
        return new Targets(peopleWithIds(ids), complete(projects, ids), complete(laborTypes, ids), categories);
    }

    private Map<String, Named> peopleWithIds(LongSupplier ids) {
        Map<String, Named> complete = new HashMap<>();
        people.forEach((identity, person) -> complete.put(
                identity,
                person.person() == null
                        ? new Named(ids.getAsLong(), person.who().name())
                        : person.person()));
        return complete;
    }

    private static Map<String, Named> complete(Map<String, Found> all, LongSupplier ids) {
        Map<String, Named> complete = new HashMap<>();
        all.forEach((identity, found) ->
                complete.put(identity, found.here == null ? new Named(ids.getAsLong(), found.name) : found.here));
        return complete;
    }

    /** Remembers what everything is, for this import to go on and for later ones to do the same. */
    void remember(Targets targets) {
        people.forEach((identity, person) ->
                remember(ImportNameKind.person, identity, targets.people(), person.person() == null));
        projects.forEach((identity, found) ->
                remember(ImportNameKind.project, identity, targets.projects(), found.here == null));
        laborTypes.forEach((identity, found) ->
                remember(ImportNameKind.labor_type, identity, targets.laborTypes(), found.here == null));
    }

    private void remember(ImportNameKind kind, String identity, Map<String, Named> targets, boolean isNew) {
        long target = requireNonNull(targets.get(identity)).id();
        var n = IMPORT_NAME;
        var known = db.select(n.TARGET_ID)
                .from(n)
                .where(n.COMPANY_ID.eq(companyId), n.KIND.eq(kind), n.IDENTITY.eq(identity))
                .forUpdate()
                .fetchOne(n.TARGET_ID);
        if (known == null) {
            db.insertInto(n)
                    .set(n.COMPANY_ID, companyId)
                    .set(n.KIND, kind)
                    .set(n.IDENTITY, identity)
                    .set(n.TARGET_ID, target)
                    .set(n.IMPORT_ID, importId)
                    .set(n.MADE, isNew)
                    .execute();
        } else if (known != target) {
            db.update(n)
                    .set(n.TARGET_ID, target)
                    .set(n.IMPORT_ID, importId)
                    .set(n.MADE, isNew)
                    .where(n.COMPANY_ID.eq(companyId), n.KIND.eq(kind), n.IDENTITY.eq(identity))
                    .execute();
        }
    }

    private void findPeople(List<TrackerRow> rows) {
        Map<String, Who> whos = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (TrackerRow row : rows) {
            String identity = Identity.of(row.who());
            whos.putIfAbsent(identity, row.who());
            counts.merge(identity, 1, Integer::sum);
        }
        Map<String, Integer> bearers = new HashMap<>();
        whos.values().forEach(who -> bearers.merge(Identity.folded(who.name()), 1, Integer::sum));
        Map<String, Optional<Long>> choices = choices(db, companyId, importId);
        Map<String, Remembered> remembered = remembered(ImportNameKind.person, whos.keySet());
        Map<Long, Named> byId = byId(USER, USER.COMPANY_ID, USER.ID, USER.FULL_NAME, ids(remembered, choices));
        Map<String, Named> byName = uniqueByName(
                USER,
                USER.COMPANY_ID,
                USER.ID,
                USER.FULL_NAME,
                whos.values().stream().map(Who::name).toList());
        whos.forEach((identity, who) -> {
            Remembered earlier = remembered.get(identity);
            Named known = earlier == null ? null : earlier.named(byId, importId, who.name());
            Optional<Long> choice = choices.get(identity);
            Named named = null;
            By by = By.NOTHING;
            if (choice != null) {
                by = By.CHOICE;
                // Whoever was to be new has an id once the import has begun.
                boolean hasBegun = earlier != null && earlier.importId == importId && earlier.made;
                named = choice.map(byId::get).orElse(hasBegun ? known : null);
            } else if (known != null) {
                by = who.email().isEmpty() ? By.EARLIER_NAME : By.EMAIL;
                named = known;
            } else if (bearers.getOrDefault(Identity.folded(who.name()), 0) == 1) {
                named = byName.get(Identity.folded(who.name()));
                by = named == null ? By.NOTHING : By.NAME;
            }
            people.put(identity, new Person(identity, who, named, by, counts.getOrDefault(identity, 0)));
        });
    }

    private void findProjects(List<TrackerRow> rows) {
        Map<String, Work> works = new LinkedHashMap<>();
        Map<String, Set<String>> clients = new HashMap<>();
        for (TrackerRow row : rows) {
            Work work = row.work();
            if (work != null) {
                works.putIfAbsent(Identity.of(work), work);
                clients.computeIfAbsent(Identity.folded(work.project()), key -> new HashSet<>())
                        .add(Identity.folded(work.client()));
            }
        }
        Map<String, Remembered> remembered = remembered(ImportNameKind.project, works.keySet());
        Map<Long, Named> byId =
                byId(PROJECT, PROJECT.COMPANY_ID, PROJECT.ID, PROJECT.FULL_NAME, ids(remembered, Map.of()));
        var names = new HashSet<String>();
        works.values().forEach(work -> {
            names.add(work.project());
            names.add(withClient(work));
        });
        Map<String, Named> byName = uniqueByName(PROJECT, PROJECT.COMPANY_ID, PROJECT.ID, PROJECT.FULL_NAME, names);
        Set<Long> ofOthers = otherProjects(works.keySet(), byName.values());
        works.forEach((identity, work) -> {
            Remembered earlier = remembered.get(identity);
            boolean isShared = clients.getOrDefault(Identity.folded(work.project()), Set.of())
                            .size()
                    > 1;
            Named plain = byName.get(Identity.folded(work.project()));
            boolean isTaken = isShared || (plain != null && ofOthers.contains(plain.id()));
            String name = isTaken ? withClient(work) : work.project();
            Named known = earlier == null ? null : earlier.named(byId, importId, name);
            Named full = byName.get(Identity.folded(withClient(work)));
            projects.put(
                    identity, new Found(name, known != null ? known : full != null ? full : isTaken ? null : plain));
        });
    }

    /** The name that tells a project from one of another client. */
    private static String withClient(Work work) {
        return work.client().isEmpty() ? work.project() : work.project() + " (" + work.client() + ")";
    }

    /** Which of the projects are those of another client: their names are no match. */
    private Set<Long> otherProjects(Set<String> identities, Collection<Named> named) {
        var n = IMPORT_NAME;
        List<Long> ids = named.stream().map(Named::id).distinct().toList();
        var others = new HashSet<Long>();
        for (List<Long> some : parts(ids)) {
            db.select(n.TARGET_ID, n.IDENTITY)
                    .from(n)
                    .where(n.COMPANY_ID.eq(companyId), n.KIND.eq(ImportNameKind.project), n.TARGET_ID.in(some))
                    .forEach(row -> {
                        if (!identities.contains(row.value2())) {
                            others.add(row.value1());
                        }
                    });
        }
        return others;
    }

    private void findLaborTypes(List<TrackerRow> rows) {
        Map<String, String> names = new LinkedHashMap<>();
        for (TrackerRow row : rows) {
            if (!row.task().isEmpty() && !row.isBreak()) {
                names.putIfAbsent(Identity.ofLaborType(row.task()), row.task());
            }
        }
        Map<String, Remembered> remembered = remembered(ImportNameKind.labor_type, names.keySet());
        Map<Long, Named> byId =
                byId(LABOR_TYPE, LABOR_TYPE.COMPANY_ID, LABOR_TYPE.ID, LABOR_TYPE.NAME, ids(remembered, Map.of()));
        Map<String, Named> byName =
                uniqueByName(LABOR_TYPE, LABOR_TYPE.COMPANY_ID, LABOR_TYPE.ID, LABOR_TYPE.NAME, names.values());
        names.forEach((identity, name) -> {
            Remembered earlier = remembered.get(identity);
            Named known = earlier == null ? null : earlier.named(byId, importId, name);
            laborTypes.put(identity, new Found(name, known != null ? known : byName.get(Identity.folded(name))));
        });
    }

    private static Set<String> tasks(List<TrackerRow> rows) {
        var tasks = new HashSet<String>();
        rows.stream().filter(row -> row.project().isEmpty()).forEach(row -> tasks.add(row.task()));
        return tasks;
    }

    static Map<String, Optional<Long>> choices(DSLContext db, long companyId, long importId) {
        var c = IMPORT_CHOICE;
        Map<String, Optional<Long>> choices = new HashMap<>();
        db.select(c.IDENTITY, c.USER_ID)
                .from(c)
                .where(c.COMPANY_ID.eq(companyId), c.IMPORT_ID.eq(importId))
                .forEach(row -> choices.put(row.value1(), Optional.ofNullable(row.value2())));
        return choices;
    }

    private record Remembered(long target, long importId, boolean made) {
        /** What it is now; what this import itself is about to make has no row of its own yet. */
        @Nullable
        Named named(Map<Long, Named> byId, long currentImport, String name) {
            Named named = byId.get(target);
            return named == null && made && importId == currentImport ? new Named(target, name) : named;
        }
    }

    private Map<String, Remembered> remembered(ImportNameKind kind, Set<String> identities) {
        var n = IMPORT_NAME;
        Map<String, Remembered> remembered = new HashMap<>();
        for (List<String> some : parts(identities)) {
            db.select(n.IDENTITY, n.TARGET_ID, n.IMPORT_ID, n.MADE)
                    .from(n)
                    .where(n.COMPANY_ID.eq(companyId), n.KIND.eq(kind), n.IDENTITY.in(some))
                    .forEach(row ->
                            remembered.put(row.value1(), new Remembered(row.value2(), row.value3(), row.value4())));
        }
        return remembered;
    }

    private static Set<Long> ids(Map<String, Remembered> remembered, Map<String, Optional<Long>> choices) {
        var ids = new HashSet<Long>();
        remembered.values().forEach(one -> ids.add(one.target));
        choices.values().forEach(choice -> choice.ifPresent(ids::add));
        return ids;
    }

    private Map<Long, Named> byId(
            Table<?> table,
            TableField<?, Long> company,
            TableField<?, Long> id,
            TableField<?, String> name,
            Set<Long> ids) {
        return named(db, companyId, table, company, id, name, ids);
    }

    /** Those of the ids that are there, with their names as they are now. */
    static Map<Long, Named> named(
            DSLContext db,
            long companyId,
            Table<?> table,
            TableField<?, Long> company,
            TableField<?, Long> id,
            TableField<?, String> name,
            Set<Long> ids) {
        Map<Long, Named> found = new HashMap<>();
        for (List<Long> some : parts(ids)) {
            db.select(id, name)
                    .from(table)
                    .where(company.eq(companyId), id.in(some))
                    .forEach(row -> found.put(row.value1(), new Named(row.value1(), row.value2())));
        }
        return found;
    }

    /** What bears a name alone, by its folded name. The database finds more than is the same: it knows no accents. */
    private Map<String, Named> uniqueByName(
            Table<?> table,
            TableField<?, Long> company,
            TableField<?, Long> id,
            TableField<?, String> name,
            Collection<String> names) {
        Map<String, List<Named>> found = new HashMap<>();
        for (List<String> some : parts(new HashSet<>(names))) {
            for (Record row : db.select(id, name)
                    .from(table)
                    .where(company.eq(companyId), name.in(some))
                    .fetch()) {
                found.computeIfAbsent(Identity.folded(row.get(name)), key -> new ArrayList<>())
                        .add(new Named(row.get(id), row.get(name)));
            }
        }
        Map<String, Named> unique = new HashMap<>();
        found.forEach((folded, all) -> {
            if (all.size() == 1) {
                unique.put(folded, all.getFirst());
            }
        });
        return unique;
    }

    private static <T> List<List<T>> parts(Collection<T> all) {
        List<T> list = List.copyOf(all);
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < list.size(); from += AT_ONCE) {
            parts.add(list.subList(from, Math.min(from + AT_ONCE, list.size())));
        }
        return parts;
    }
}
