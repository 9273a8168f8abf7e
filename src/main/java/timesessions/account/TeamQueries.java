package timesessions.account;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.ACCOUNT;
import static timesessions.jooq.Tables.TEAM;
import static timesessions.jooq.Tables.TEAM_MANAGER;
import static timesessions.jooq.Tables.TEAM_MEMBER;
import static timesessions.jooq.Tables.USER;

import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.impl.DSL;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.database.Rows;
import timesessions.directory.Named;
import timesessions.web.Page;

/** The teams of a company: who is in them, and who manages them. */
public final class TeamQueries {
    static final int PAGE_SIZE = 100;

    /** A team in the list of teams. */
    public record Listed(Team team, int people, List<String> managers) {}

    /** A manager whom a team may have. */
    public record Manager(Account account, boolean ofTeam) {}

    private final Database database;
    private final Clock clock;
    private final TrailQueries trail;

    public TeamQueries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.trail = new TrailQueries(database, clock);
    }

    public List<Listed> list(long companyId) {
        return database.read(db -> {
            Map<Long, Integer> people = db.select(TEAM_MEMBER.TEAM_ID, DSL.count())
                    .from(TEAM_MEMBER)
                    .join(TEAM)
                    .on(TEAM.ID.eq(TEAM_MEMBER.TEAM_ID))
                    .where(TEAM.COMPANY_ID.eq(companyId))
                    .groupBy(TEAM_MEMBER.TEAM_ID)
                    .fetchMap(TEAM_MEMBER.TEAM_ID, DSL.count());
            Map<Long, List<String>> managers = db
                    .select(TEAM_MANAGER.TEAM_ID, ACCOUNT.NAME)
                    .from(TEAM_MANAGER)
                    .join(ACCOUNT)
                    .on(ACCOUNT.ID.eq(TEAM_MANAGER.ACCOUNT_ID))
                    .where(ACCOUNT.COMPANY_ID.eq(companyId), ACCOUNT.DISABLED_AT.isNull())
                    .orderBy(ACCOUNT.NAME, ACCOUNT.ID)
                    .fetch()
                    .stream()
                    .collect(groupingBy(row -> row.value1(), mapping(row -> row.value2(), toList())));
            return teams(db, companyId).stream()
                    .map(team -> new Listed(
                            team, people.getOrDefault(team.id(), 0), managers.getOrDefault(team.id(), List.of())))
                    .toList();
        });
    }

    /** All teams by name, for forms that offer them. */
    public List<Team> all(long companyId) {
        return database.read(db -> teams(db, companyId));
    }

    public Optional<Team> find(long companyId, long id) {
        return database.read(db -> db.select(TEAM.ID, TEAM.NAME)
                .from(TEAM)
                .where(TEAM.COMPANY_ID.eq(companyId), TEAM.ID.eq(id))
                .fetchOptional(Records.mapping(Team::new)));
    }

    public Optional<Team> find(long companyId, String name) {
        return database.read(db -> db.select(TEAM.ID, TEAM.NAME)
                .from(TEAM)
                .where(TEAM.COMPANY_ID.eq(companyId), TEAM.NAME.eq(name))
                .fetchOptional(Records.mapping(Team::new)));
    }

    /**
     * Creates a team without anyone in it.
     *
     * @throws Refused if there is a team of that name
     */
    public Team create(Actor actor, long companyId, String name) {
        return database.write(db -> {
            requireFree(db, companyId, name, 0);
            Team team = new Team(db.nextval(ID_SEQUENCE), name);
            db.insertInto(TEAM)
                    .set(TEAM.ID, team.id())
                    .set(TEAM.COMPANY_ID, companyId)
                    .set(TEAM.NAME, name)
                    .set(TEAM.CREATED_AT, clock.instant())
                    .execute();
            trail.add(db, actor, TrailAction.TEAM_CREATED, name, "");
            return team;
        });
    }

    /**
     * Gives the team another name.
     *
     * @throws Refused if there is another team of that name
     */
    void rename(Actor actor, long companyId, long id, String name) {
        database.writing(db -> {
            Team before = locked(db, companyId, id);
            if (before.name().equals(name)) {
                return;
            }
            requireFree(db, companyId, name, id);
            db.update(TEAM).set(TEAM.NAME, name).where(TEAM.ID.eq(id)).execute();
            CompanyVersion.raise(db, companyId);
            trail.add(db, actor, TrailAction.TEAM_RENAMED, name, "from " + before.name());
        });
    }

    /** Deletes the team; its people and their hours stay, and its managers no longer see them by it. */
    void delete(Actor actor, long companyId, long id) {
        database.writing(db -> {
            Team team = locked(db, companyId, id);
            int people = db.fetchCount(TEAM_MEMBER, TEAM_MEMBER.TEAM_ID.eq(id));
            TeamTotals.forget(db, companyId, id);
            db.deleteFrom(TEAM).where(TEAM.ID.eq(id)).execute();
            CompanyVersion.raise(db, companyId);
            trail.add(db, actor, TrailAction.TEAM_DELETED, team.name(), "with " + people(people));
        });
    }

    /** The people of a team by name; those with the text in their names. */
    Page<Named> members(long companyId, long teamId, String search, long page) {
        return people(companyId, search, page, isMember(teamId));
    }

    /** The people of the company who are not in the team. */
    Page<Named> others(long companyId, long teamId, String search, long page) {
        return people(companyId, search, page, DSL.not(isMember(teamId)));
    }

    int size(long teamId) {
        return database.read(db -> db.fetchCount(TEAM_MEMBER, TEAM_MEMBER.TEAM_ID.eq(teamId)));
    }

    /**
     * Puts people into the team.
     *
     * @return how many of them were not in it
     */
    public int add(Actor actor, long companyId, long teamId, Collection<Long> people) {
        return add(actor, companyId, teamId, USER.ID.in(people));
    }

    /** Puts everyone into the team with the text in their names. */
    int addMatching(Actor actor, long companyId, long teamId, String search) {
        return add(actor, companyId, teamId, named(search));
    }

    /**
     * Takes people out of the team.
     *
     * @return how many of them were in it
     */
    int remove(Actor actor, long companyId, long teamId, Collection<Long> people) {
        return database.write(db -> {
            Team team = locked(db, companyId, teamId);
            List<Named> gone = db.select(USER.ID, USER.FULL_NAME)
                    .from(USER)
                    .where(USER.COMPANY_ID.eq(companyId), USER.ID.in(people), isMember(teamId))
                    .orderBy(USER.FULL_NAME, USER.ID)
                    .fetch(Records.mapping(Named::new));
            db.deleteFrom(TEAM_MEMBER)
                    .where(
                            TEAM_MEMBER.TEAM_ID.eq(teamId),
                            TEAM_MEMBER.USER_ID.in(gone.stream().map(Named::id).toList()))
                    .execute();
            TeamTotals.takeOut(
                    db, companyId, teamId, gone.stream().map(Named::id).toList());
            if (!gone.isEmpty()) {
                CompanyVersion.raise(db, companyId);
                trail.add(db, actor, TrailAction.PEOPLE_REMOVED, team.name(), describe(gone));
            }
            return gone.size();
        });
    }

    /** The managers of the company, those first who manage the team. */
    List<Manager> managers(long companyId, long teamId) {
        return database.read(db -> {
            Set<Long> ofTeam = managerIds(db, teamId);
            return db
                    .select(AccountQueries.FIELDS)
                    .from(ACCOUNT)
                    .where(
                            ACCOUNT.COMPANY_ID.eq(companyId),
                            ACCOUNT.ROLE.eq(AccountQueries.stored(Role.MANAGER)),
                            ACCOUNT.DISABLED_AT.isNull())
                    .orderBy(ACCOUNT.NAME, ACCOUNT.ID)
                    .fetch(row -> new Manager(AccountQueries.account(row), ofTeam.contains(row.get(ACCOUNT.ID))))
                    .stream()
                    .sorted(Comparator.comparing(manager -> !manager.ofTeam))
                    .toList();
        });
    }

    /** Sets who manages the team. Accounts that are no managers of the company are left out. */
    void setManagers(Actor actor, long companyId, long teamId, Collection<Long> accounts) {
        database.writing(db -> {
            Team team = locked(db, companyId, teamId);
            List<Account> chosen = db.select(AccountQueries.FIELDS)
                    .from(ACCOUNT)
                    .where(
                            ACCOUNT.COMPANY_ID.eq(companyId),
                            ACCOUNT.ROLE.eq(AccountQueries.stored(Role.MANAGER)),
                            ACCOUNT.ID.in(accounts))
                    .orderBy(ACCOUNT.NAME, ACCOUNT.ID)
                    .fetch(AccountQueries::account);
            var ids = new TreeSet<>(chosen.stream().map(Account::id).toList());
            if (ids.equals(managerIds(db, teamId))) {
                return;
            }
            db.deleteFrom(TEAM_MANAGER).where(TEAM_MANAGER.TEAM_ID.eq(teamId)).execute();
            ids.forEach(id -> db.insertInto(TEAM_MANAGER)
                    .set(TEAM_MANAGER.TEAM_ID, teamId)
                    .set(TEAM_MANAGER.ACCOUNT_ID, id)
                    .execute());
            CompanyVersion.raise(db, companyId);
            String emails =
                    String.join(", ", chosen.stream().map(Account::email).toList());
            trail.add(
                    db,
                    actor,
                    TrailAction.MANAGERS_CHANGED,
                    team.name(),
                    emails.isEmpty() ? "to none" : "to " + emails);
        });
    }

    private int add(Actor actor, long companyId, long teamId, Condition who) {
        return database.write(db -> {
            Team team = locked(db, companyId, teamId);
            List<Named> added = db.select(USER.ID, USER.FULL_NAME)
                    .from(USER)
                    .where(USER.COMPANY_ID.eq(companyId), who, DSL.not(isMember(teamId)))
                    .orderBy(USER.FULL_NAME, USER.ID)
                    .fetch(Records.mapping(Named::new));
            var rows = new Rows();
            added.forEach(person -> rows.add(teamId, person.id()));
            rows.execute(
                    db,
                    db.insertInto(TEAM_MEMBER, TEAM_MEMBER.TEAM_ID, TEAM_MEMBER.USER_ID)
                            .values(0L, 0L));
            TeamTotals.add(db, companyId, teamId, added.stream().map(Named::id).toList());
            if (!added.isEmpty()) {
                CompanyVersion.raise(db, companyId);
                trail.add(db, actor, TrailAction.PEOPLE_ADDED, team.name(), describe(added));
            }
            return added.size();
        });
    }

    private Page<Named> people(long companyId, String search, long page, Condition which) {
        Condition matches = USER.COMPANY_ID.eq(companyId).and(named(search)).and(which);
        return database.read(db -> {
            long total = db.fetchCount(USER, matches);
            long number = Page.within(page, PAGE_SIZE, total);
            List<Named> people = db.select(USER.ID, USER.FULL_NAME)
                    .from(USER)
                    .where(matches)
                    .orderBy(USER.FULL_NAME, USER.ID)
                    .limit(PAGE_SIZE)
                    .offset((number - 1) * PAGE_SIZE)
                    .fetch(Records.mapping(Named::new));
            return new Page<>(people, number, PAGE_SIZE, total);
        });
    }

    private static Condition isMember(long teamId) {
        return DSL.exists(DSL.selectOne()
                .from(TEAM_MEMBER)
                .where(TEAM_MEMBER.TEAM_ID.eq(teamId), TEAM_MEMBER.USER_ID.eq(USER.ID)));
    }

    private static Condition named(String search) {
        return search.isEmpty() ? DSL.noCondition() : USER.FULL_NAME.contains(search);
    }

    private static List<Team> teams(DSLContext db, long companyId) {
        return db.select(TEAM.ID, TEAM.NAME)
                .from(TEAM)
                .where(TEAM.COMPANY_ID.eq(companyId))
                .orderBy(TEAM.NAME, TEAM.ID)
                .fetch(Records.mapping(Team::new));
    }

    private static Set<Long> managerIds(DSLContext db, long teamId) {
        return new TreeSet<>(db.select(TEAM_MANAGER.ACCOUNT_ID)
                .from(TEAM_MANAGER)
                .where(TEAM_MANAGER.TEAM_ID.eq(teamId))
                .fetchSet(TEAM_MANAGER.ACCOUNT_ID));
    }

    private static Team locked(DSLContext db, long companyId, long id) {
        return db.select(TEAM.ID, TEAM.NAME)
                .from(TEAM)
                .where(TEAM.COMPANY_ID.eq(companyId), TEAM.ID.eq(id))
                .forUpdate()
                .fetchOptional(Records.mapping(Team::new))
                .orElseThrow(() -> new Refused("", "This team is not there any more."));
    }

    private static void requireFree(DSLContext db, long companyId, String name, long exceptId) {
        if (db.fetchExists(
                TEAM, TEAM.COMPANY_ID.eq(companyId).and(TEAM.NAME.eq(name)).and(TEAM.ID.ne(exceptId)))) {
            throw new Refused("name", "There is a team of this name already.");
        }
    }

    private static String describe(List<Named> people) {
        return people(people.size()) + ": "
                + String.join(
                        ", ",
                        people.stream()
                                .map(person -> "%s (%d)".formatted(person.name(), person.id()))
                                .toList());
    }

    private static String people(int count) {
        return count == 1 ? "1 person" : count + " people";
    }
}
