package timesessions.account;

import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.ACCOUNT;
import static timesessions.jooq.Tables.COMPANY;
import static timesessions.jooq.Tables.INVITATION;
import static timesessions.jooq.Tables.TEAM;
import static timesessions.jooq.Tables.TEAM_MANAGER;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.directory.Named;
import timesessions.jooq.enums.AccountRole;
import timesessions.web.Page;

/** The accounts of a company, as its admins see and change them. */
final class AccountQueries {
    static final int PAGE_SIZE = 50;
    static final Duration LINK_LASTS = Duration.ofDays(7);
    /** What {@link #account} reads an account from. */
    static final List<Field<?>> FIELDS =
            List.of(ACCOUNT.ID, ACCOUNT.COMPANY_ID, ACCOUNT.EMAIL, ACCOUNT.NAME, ACCOUNT.ROLE);

    /** Whether an account can be used. */
    public enum State {
        ACTIVE("Active"),
        INVITED("Invited"),
        LINK_EXPIRED("Link expired"),
        DISABLED("Disabled");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * An account in the list of accounts.
     *
     * @param linkUntil how long the link is good that sets its password; null where there is none
     * @param hasPassword whether its owner has ever been here
     */
    public record Listed(
            Account account,
            State state,
            boolean hasPassword,
            @Nullable Instant signedInAt,
            @Nullable Instant linkUntil) {}

    /** What an admin says about an account. */
    public record Details(Email email, String name, Role role, Set<Long> teams) {
        public Details {
            // Only managers see by teams.
            teams = role == Role.MANAGER ? Set.copyOf(teams) : Set.of();
        }
    }

    private final Database database;
    private final Clock clock;
    private final TrailQueries trail;

    AccountQueries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.trail = new TrailQueries(database, clock);
    }

    /** The accounts of a company by name; those with the text in their name or e-mail. */
    public Page<Listed> list(long companyId, String search, long page) {
        Condition matches = ACCOUNT.COMPANY_ID.eq(companyId);
        if (!search.isEmpty()) {
            matches = matches.and(ACCOUNT.NAME.contains(search).or(ACCOUNT.EMAIL.contains(search)));
        }
        Condition wanted = matches;
        return database.read(db -> {
            long total = db.fetchCount(ACCOUNT, wanted);
            long number = Page.within(page, PAGE_SIZE, total);
            return new Page<>(listed(db, wanted, PAGE_SIZE, (number - 1) * PAGE_SIZE), number, PAGE_SIZE, total);
        });
    }

    public Optional<Listed> find(long companyId, long id) {
        return database.read(db -> listed(db, ACCOUNT.COMPANY_ID.eq(companyId).and(ACCOUNT.ID.eq(id)), 1, 0).stream()
                .findFirst());
    }

    /** Everyone who has an account, for filters that offer them. */
    public List<Named> names(long companyId) {
        return database.read(db -> db.select(ACCOUNT.ID, ACCOUNT.NAME)
                .from(ACCOUNT)
                .where(ACCOUNT.COMPANY_ID.eq(companyId))
                .orderBy(ACCOUNT.NAME, ACCOUNT.ID)
                .fetch(row -> new Named(row.value1(), row.value2())));
    }

    /** The ids of the teams that an account manages. */
    public Set<Long> teams(long accountId) {
        return database.read(db -> db.select(TEAM_MANAGER.TEAM_ID)
                .from(TEAM_MANAGER)
                .where(TEAM_MANAGER.ACCOUNT_ID.eq(accountId))
                .fetchSet(TEAM_MANAGER.TEAM_ID));
    }

    /**
     * Creates an account that its owner opens by a link.
     *
     * @throws Refused if there is an account with that e-mail
     */
    Token invite(Actor actor, long companyId, Details details) {
        return database.write(db -> {
            long id = insert(db, companyId, details, null);
            trail.add(
                    db, actor, TrailAction.ACCOUNT_INVITED, details.email.address(), describe(db, companyId, details));
            return makeLink(db, id);
        });
    }

    /**
     * Creates an account with a password.
     *
     * @throws Refused if there is an account with that e-mail, or no such company or team
     */
    public long create(Actor actor, long companyId, Details details, String passwordHash) {
        return database.write(db -> {
            if (!db.fetchExists(COMPANY, COMPANY.ID.eq(companyId))) {
                throw new Refused("company", "There is no company %d.".formatted(companyId));
            }
            long id = insert(db, companyId, details, passwordHash);
            trail.add(
                    db, actor, TrailAction.ACCOUNT_CREATED, details.email.address(), describe(db, companyId, details));
            return id;
        });
    }

    /**
     * Changes an account. A new role or e-mail gives its browsers new tokens.
     *
     * @throws Refused if the e-mail is taken, or the company would be left without an admin
     */
    void change(Actor actor, long companyId, long id, Details details) {
        database.writing(db -> {
            Set<Long> admins = lockedAdmins(db, companyId);
            Account before = locked(db, companyId, id);
            if (details.role != Role.ADMIN) {
                requireOtherAdmin(admins, id);
            }
            if (!before.email().equals(details.email.address())) {
                requireFree(db, details.email);
            }
            List<String> changes = changes(db, companyId, before, details);
            if (changes.isEmpty()) {
                return;
            }
            db.update(ACCOUNT)
                    .set(ACCOUNT.EMAIL, details.email.address())
                    .set(ACCOUNT.NAME, details.name)
                    .set(ACCOUNT.ROLE, stored(details.role))
                    .where(ACCOUNT.ID.eq(id))
                    .execute();
            setTeams(db, companyId, id, details.teams);
            CompanyVersion.raise(db, companyId);
            if (before.role() != details.role) {
                Logins.renewAll(db, id);
            }
            trail.add(db, actor, TrailAction.ACCOUNT_CHANGED, before.email(), String.join("; ", changes));
        });
    }

    /** A link by which the owner sets a password; one that was made before is worth nothing from then on. */
    Token newLink(Actor actor, long companyId, long id) {
        return database.write(db -> {
            Account account = locked(db, companyId, id);
            trail.add(db, actor, TrailAction.LINK_MADE, account.email(), "");
            return makeLink(db, id);
        });
    }

    /**
     * Keeps the owner out from the next request on.
     *
     * @throws Refused if the company would be left without an admin
     */
    void disable(Actor actor, long companyId, long id) {
        database.writing(db -> {
            Set<Long> admins = lockedAdmins(db, companyId);
            Account account = locked(db, companyId, id);
            requireOtherAdmin(admins, id);
            int changed = db.update(ACCOUNT)
                    .set(ACCOUNT.DISABLED_AT, clock.instant())
                    .where(ACCOUNT.ID.eq(id), ACCOUNT.DISABLED_AT.isNull())
                    .execute();
            if (changed > 0) {
                Logins.endAll(db, id);
                db.deleteFrom(INVITATION).where(INVITATION.ACCOUNT_ID.eq(id)).execute();
                CompanyVersion.raise(db, companyId);
                trail.add(db, actor, TrailAction.ACCOUNT_DISABLED, account.email(), "");
            }
        });
    }

    void enable(Actor actor, long companyId, long id) {
        database.writing(db -> {
            Account account = locked(db, companyId, id);
            int changed = db.update(ACCOUNT)
                    .setNull(ACCOUNT.DISABLED_AT)
                    .where(ACCOUNT.ID.eq(id), ACCOUNT.DISABLED_AT.isNotNull())
                    .execute();
            if (changed > 0) {
                CompanyVersion.raise(db, companyId);
                trail.add(db, actor, TrailAction.ACCOUNT_ENABLED, account.email(), "");
            }
        });
    }

    /** Signs the owner out everywhere. */
    void signOut(Actor actor, long companyId, long id) {
        database.writing(db -> {
            Account account = locked(db, companyId, id);
            int ended = Logins.endAll(db, id);
            trail.add(
                    db,
                    actor,
                    TrailAction.SIGNED_OUT_ELSEWHERE,
                    account.email(),
                    ended == 1 ? "1 browser" : ended + " browsers");
        });
    }

    /** Takes back an account that nobody has used yet, so that its e-mail is free again. */
    void withdraw(Actor actor, long companyId, long id) {
        database.writing(db -> {
            Account account = locked(db, companyId, id);
            int gone = db.deleteFrom(ACCOUNT)
                    .where(ACCOUNT.ID.eq(id), ACCOUNT.PASSWORD_HASH.isNull())
                    .execute();
            if (gone > 0) {
                trail.add(db, actor, TrailAction.INVITATION_WITHDRAWN, account.email(), "");
            }
        });
    }

    static Account account(Record row) {
        return new Account(
                row.get(ACCOUNT.ID),
                row.get(ACCOUNT.COMPANY_ID),
                row.get(ACCOUNT.EMAIL),
                row.get(ACCOUNT.NAME),
                role(row.get(ACCOUNT.ROLE)));
    }

    static AccountRole stored(Role role) {
        return switch (role) {
            case ADMIN -> AccountRole.admin;
            case PAYROLL -> AccountRole.payroll;
            case MANAGER -> AccountRole.manager;
        };
    }

    private static Role role(AccountRole stored) {
        return switch (stored) {
            case admin -> Role.ADMIN;
            case payroll -> Role.PAYROLL;
            case manager -> Role.MANAGER;
        };
    }

    private List<Listed> listed(DSLContext db, Condition matches, int limit, long offset) {
        Instant now = clock.instant();
        return db.select(FIELDS)
                .select(ACCOUNT.PASSWORD_HASH, ACCOUNT.SIGNED_IN_AT, ACCOUNT.DISABLED_AT, INVITATION.EXPIRES_AT)
                .from(ACCOUNT)
                .leftJoin(INVITATION)
                .on(INVITATION.ACCOUNT_ID.eq(ACCOUNT.ID))
                .where(matches)
                .orderBy(ACCOUNT.NAME, ACCOUNT.ID)
                .limit(limit)
                .offset(offset)
                .fetch(row -> {
                    boolean hasPassword = row.<@Nullable String>get(ACCOUNT.PASSWORD_HASH) != null;
                    @Nullable Instant linkUntil = row.get(INVITATION.EXPIRES_AT);
                    boolean linkGood = linkUntil != null && linkUntil.isAfter(now);
                    return new Listed(
                            account(row),
                            state(row.get(ACCOUNT.DISABLED_AT), hasPassword, linkGood),
                            hasPassword,
                            row.get(ACCOUNT.SIGNED_IN_AT),
                            linkGood ? linkUntil : null);
                });
    }

    private static State state(@Nullable Instant disabledAt, boolean hasPassword, boolean linkGood) {
        if (disabledAt != null) {
            return State.DISABLED;
        }
        if (hasPassword) {
            return State.ACTIVE;
        }
        return linkGood ? State.INVITED : State.LINK_EXPIRED;
    }

    private long insert(DSLContext db, long companyId, Details details, @Nullable String passwordHash) {
        requireFree(db, details.email);
        long id = db.nextval(ID_SEQUENCE);
        db.insertInto(ACCOUNT)
                .set(ACCOUNT.ID, id)
                .set(ACCOUNT.COMPANY_ID, companyId)
                .set(ACCOUNT.EMAIL, details.email.address())
                .set(ACCOUNT.NAME, details.name)
                .set(ACCOUNT.ROLE, stored(details.role))
                .set(ACCOUNT.PASSWORD_HASH, passwordHash)
                .set(ACCOUNT.CREATED_AT, clock.instant())
                .execute();
        setTeams(db, companyId, id, details.teams);
        return id;
    }

    private Token makeLink(DSLContext db, long accountId) {
        Token token = Token.random();
        Instant now = clock.instant();
        db.deleteFrom(INVITATION).where(INVITATION.ACCOUNT_ID.eq(accountId)).execute();
        db.insertInto(INVITATION)
                .set(INVITATION.ACCOUNT_ID, accountId)
                .set(INVITATION.TOKEN_HASH, token.hash())
                .set(INVITATION.CREATED_AT, now)
                .set(INVITATION.EXPIRES_AT, now.plus(LINK_LASTS))
                .execute();
        return token;
    }

    /** One sign-in page serves all companies, so an e-mail is taken wherever its account is. */
    private static void requireFree(DSLContext db, Email email) {
        if (db.fetchExists(ACCOUNT, ACCOUNT.EMAIL.eq(email.address()))) {
            throw new Refused("email", "There is an account with this e-mail address already.");
        }
    }

    private static void setTeams(DSLContext db, long companyId, long accountId, Set<Long> teams) {
        Set<Long> known = new TreeSet<>(db.select(TEAM.ID)
                .from(TEAM)
                .where(TEAM.COMPANY_ID.eq(companyId), TEAM.ID.in(teams))
                .fetchSet(TEAM.ID));
        if (known.size() < teams.size()) {
            throw new Refused("teams", "One of these teams is not there any more.");
        }
        db.deleteFrom(TEAM_MANAGER).where(TEAM_MANAGER.ACCOUNT_ID.eq(accountId)).execute();
        known.forEach(team -> db.insertInto(TEAM_MANAGER)
                .set(TEAM_MANAGER.TEAM_ID, team)
                .set(TEAM_MANAGER.ACCOUNT_ID, accountId)
                .execute());
    }

    /** The admins who can sign in, none of whom can be changed by anyone else until this transaction ends. */
    private static Set<Long> lockedAdmins(DSLContext db, long companyId) {
        return db.select(ACCOUNT.ID)
                .from(ACCOUNT)
                .where(
                        ACCOUNT.COMPANY_ID.eq(companyId),
                        ACCOUNT.ROLE.eq(stored(Role.ADMIN)),
                        ACCOUNT.PASSWORD_HASH.isNotNull(),
                        ACCOUNT.DISABLED_AT.isNull())
                .orderBy(ACCOUNT.ID)
                .forUpdate()
                .fetchSet(ACCOUNT.ID);
    }

    private static void requireOtherAdmin(Set<Long> admins, long id) {
        if (admins.contains(id) && admins.size() == 1) {
            throw new Refused("role", "This is the only admin who can sign in. Make someone else an admin first.");
        }
    }

    private static Account locked(DSLContext db, long companyId, long id) {
        return db.select(FIELDS)
                .from(ACCOUNT)
                .where(ACCOUNT.COMPANY_ID.eq(companyId), ACCOUNT.ID.eq(id))
                .forUpdate()
                .fetchOptional(AccountQueries::account)
                .orElseThrow(() -> new Refused("", "This account is not there any more."));
    }

    private static List<String> changes(DSLContext db, long companyId, Account before, Details after) {
        var changes = new ArrayList<String>();
        if (!before.email().equals(after.email.address())) {
            changes.add("e-mail from %s to %s".formatted(before.email(), after.email));
        }
        if (!before.name().equals(after.name)) {
            changes.add("name from %s to %s".formatted(before.name(), after.name));
        }
        if (before.role() != after.role) {
            changes.add("role from %s to %s".formatted(before.role().label(), after.role.label()));
        }
        Set<Long> teamsBefore = db.select(TEAM_MANAGER.TEAM_ID)
                .from(TEAM_MANAGER)
                .where(TEAM_MANAGER.ACCOUNT_ID.eq(before.id()))
                .fetchSet(TEAM_MANAGER.TEAM_ID);
        if (!teamsBefore.equals(after.teams)) {
            changes.add("teams from %s to %s"
                    .formatted(teamNames(db, companyId, teamsBefore), teamNames(db, companyId, after.teams)));
        }
        return changes;
    }

    private static String describe(DSLContext db, long companyId, Details details) {
        String told = "%s, %s".formatted(details.name, details.role.label());
        return details.teams.isEmpty() ? told : told + " of " + teamNames(db, companyId, details.teams);
    }

    private static String teamNames(DSLContext db, long companyId, Set<Long> teams) {
        List<String> names = db.select(TEAM.NAME)
                .from(TEAM)
                .where(TEAM.COMPANY_ID.eq(companyId), TEAM.ID.in(teams))
                .orderBy(TEAM.NAME)
                .fetch(TEAM.NAME);
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
