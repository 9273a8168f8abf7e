package timesessions.account;

import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.ACCOUNT;
import static timesessions.jooq.Tables.COMPANY;
import static timesessions.jooq.Tables.COMPANY_VERSION;
import static timesessions.jooq.Tables.LOGIN;
import static timesessions.jooq.Tables.TEAM_MANAGER;
import static timesessions.jooq.Tables.TEAM_MEMBER;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.database.KnownQuery;

/**
 * The browsers that are signed in. They live in the database, so that any process serves any browser and a restart signs
 * nobody out; the token that a browser holds is stored as its hash.
 */
final class Logins {
    static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);
    private static final int MOST_PER_ACCOUNT = 50;
    private static final int PEOPLE_REMEMBERED = 100_000;
    private static final int LONGEST_USER_AGENT = 300;

    /** Where a request comes from. */
    record Origin(String address, String userAgent) {
        Origin {
            userAgent = userAgent.length() <= LONGEST_USER_AGENT
                    ? userAgent
                    : userAgent.substring(0, LONGEST_USER_AGENT - 1) + "…";
        }
    }

    /**
     * A request by a browser that is signed in.
     *
     * @param version of what the readers of the account's company are shown
     * @param renewed what the browser has to send from now on instead; null to go on as before
     */
    record Found(SignedIn signedIn, long version, @Nullable Token renewed) {}

    private record Stored(
            long loginId,
            Account account,
            Company company,
            Preferences preferences,
            long version,
            boolean renew,
            Instant seenAt) {}

    /** Whose teams, and at which version of the company: with the next they are read again. */
    private record ManagerAt(long accountId, long version) {}

    /** @param disjoint the teams, where nobody is in two of them */
    private record Managed(int teams, Set<Long> people, Set<Long> disjoint) {
        static final Managed NOTHING = new Managed(0, Set.of(), Set.of());
    }

    private static final KnownQuery BY_TOKEN = new KnownQuery(DSL.select(LOGIN.ID, LOGIN.RENEW, LOGIN.SEEN_AT)
            .select(AccountQueries.FIELDS)
            .select(CompanyQueries.FIELDS)
            .select(PreferenceQueries.FIELDS)
            .select(CompanyVersion.VERSION)
            .from(LOGIN)
            .join(ACCOUNT)
            .on(ACCOUNT.ID.eq(LOGIN.ACCOUNT_ID))
            .join(COMPANY)
            .on(COMPANY.ID.eq(ACCOUNT.COMPANY_ID))
            .leftJoin(COMPANY_VERSION)
            .on(COMPANY_VERSION.COMPANY_ID.eq(ACCOUNT.COMPANY_ID))
            .where(
                    LOGIN.TOKEN_HASH
                            .eq(new byte[0])
                            .or(LOGIN.EARLIER_TOKEN_HASH
                                    .eq(new byte[0])
                                    .and(LOGIN.EARLIER_TOKEN_UNTIL.gt(Instant.EPOCH))),
                    LOGIN.IDLE_UNTIL.gt(Instant.EPOCH),
                    LOGIN.ENDS_AT.gt(Instant.EPOCH),
                    ACCOUNT.DISABLED_AT.isNull()));

    private final Database database;
    private final Clock clock;
    private final Duration idle;
    private final Cache<ManagerAt, Managed> managers = Caffeine.newBuilder()
            .maximumWeight(PEOPLE_REMEMBERED)
            .weigher((ManagerAt manager, Managed managed) -> 1 + managed.people.size())
            .build();

    /** @param idle how long a browser stays signed in that does not ask for anything */
    Logins(Database database, Clock clock, Duration idle) {
        this.database = database;
        this.clock = clock;
        this.idle = idle;
    }

    /** Whose browser sends the token, if it is still signed in. */
    Optional<Found> find(Token token, Origin origin) {
        Optional<Stored> found = stored(token);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Stored stored = found.get();
        SignedIn signedIn = signedIn(stored);
        if (clock.instant().isAfter(stored.seenAt.plus(SEEN_EVERY))) {
            markSeen(stored.loginId, origin);
        }
        Token renewed = stored.renew ? renew(stored.loginId, token) : null;
        return Optional.of(new Found(signedIn, stored.version, renewed));
    }

    /** Signs a browser in, as part of a transaction. */
    Token start(DSLContext db, long accountId, Origin origin) {
        Instant now = clock.instant();
        Token token = Token.random();
        db.deleteFrom(LOGIN).where(LOGIN.ENDS_AT.lt(now)).limit(100).execute();
        dropOldest(db, accountId);
        db.insertInto(LOGIN)
                .set(LOGIN.ID, db.nextval(ID_SEQUENCE))
                .set(LOGIN.ACCOUNT_ID, accountId)
                .set(LOGIN.TOKEN_HASH, token.hash())
                .set(LOGIN.RENEW, false)
                .set(LOGIN.CREATED_AT, now)
                .set(LOGIN.SEEN_AT, now)
                .set(LOGIN.IDLE_UNTIL, now.plus(idle))
                .set(LOGIN.ENDS_AT, now.plus(LONGEST))
                .set(LOGIN.ADDRESS, origin.address())
                .set(LOGIN.USER_AGENT, origin.userAgent())
                .execute();
        return token;
    }

    /** The browsers that the account is signed in with, the one seen last first. */
    List<Login> list(long accountId) {
        Instant now = clock.instant();
        return database.read(db -> db.select(LOGIN.ID, LOGIN.CREATED_AT, LOGIN.SEEN_AT, LOGIN.ADDRESS, LOGIN.USER_AGENT)
                .from(LOGIN)
                .where(LOGIN.ACCOUNT_ID.eq(accountId), LOGIN.IDLE_UNTIL.gt(now), LOGIN.ENDS_AT.gt(now))
                .orderBy(LOGIN.SEEN_AT.desc(), LOGIN.ID.desc())
                .fetch(Records.mapping(Login::new)));
    }

    /** Signs one browser of the account out, as part of a transaction. */
    boolean end(DSLContext db, long accountId, long loginId) {
        return db.deleteFrom(LOGIN)
                        .where(LOGIN.ACCOUNT_ID.eq(accountId), LOGIN.ID.eq(loginId))
                        .execute()
                > 0;
    }

    /** Signs out every browser of the account but one. */
    int endOthers(DSLContext db, long accountId, long keptLoginId) {
        return db.deleteFrom(LOGIN)
                .where(LOGIN.ACCOUNT_ID.eq(accountId), LOGIN.ID.ne(keptLoginId))
                .execute();
    }

    static int endAll(DSLContext db, long accountId) {
        return db.deleteFrom(LOGIN).where(LOGIN.ACCOUNT_ID.eq(accountId)).execute();
    }

    /** Gives each browser of the account a new token at its next request, since what the old one may do has changed. */
    static void renewAll(DSLContext db, long accountId) {
        db.update(LOGIN)
                .set(LOGIN.RENEW, true)
                .where(LOGIN.ACCOUNT_ID.eq(accountId))
                .execute();
    }

    /** Gives a browser a new token at once; the old one is worth nothing from then on. */
    Token replace(DSLContext db, long loginId) {
        Token token = Token.random();
        db.update(LOGIN)
                .set(LOGIN.TOKEN_HASH, token.hash())
                .setNull(LOGIN.EARLIER_TOKEN_HASH)
                .setNull(LOGIN.EARLIER_TOKEN_UNTIL)
                .set(LOGIN.RENEW, false)
                .where(LOGIN.ID.eq(loginId))
                .execute();
        return token;
    }

    private Optional<Stored> stored(Token token) {
        Instant now = clock.instant();
        byte[] hash = token.hash();
        return database.find(BY_TOKEN, token.text(), hash, hash, now, now, now)
                .map(row -> new Stored(
                        row.get(LOGIN.ID),
                        AccountQueries.account(row),
                        CompanyQueries.of(row),
                        PreferenceQueries.of(row),
                        row.get(CompanyVersion.VERSION),
                        row.get(LOGIN.RENEW),
                        row.get(LOGIN.SEEN_AT)));
    }

    private SignedIn signedIn(Stored stored) {
        boolean seesEveryone = stored.account.role() != Role.MANAGER;
        Managed managed = seesEveryone ? Managed.NOTHING : managed(new ManagerAt(stored.account.id(), stored.version));
        return new SignedIn(
                stored.loginId,
                stored.account,
                stored.company,
                new Visibility(stored.company.id(), seesEveryone ? null : managed.people, managed.disjoint),
                managed.teams,
                stored.preferences);
    }

    /** What has been written since the version was read may be in it: whoever comes after that asks at another version. */
    private Managed managed(ManagerAt manager) {
        Managed known = managers.getIfPresent(manager);
        if (known != null) {
            return known;
        }
        Managed managed = database.readOne(db -> managed(db, manager.accountId));
        managers.put(manager, managed);
        return managed;
    }

    private static Managed managed(DSLContext db, long accountId) {
        var teams = new HashSet<Long>();
        var members = new ArrayList<Long>();
        db.select(TEAM_MANAGER.TEAM_ID, TEAM_MEMBER.USER_ID)
                .from(TEAM_MANAGER)
                .leftJoin(TEAM_MEMBER)
                .on(TEAM_MEMBER.TEAM_ID.eq(TEAM_MANAGER.TEAM_ID))
                .where(TEAM_MANAGER.ACCOUNT_ID.eq(accountId))
                .forEach(row -> {
                    teams.add(row.value1());
                    if (row.value2() != null) {
                        members.add(row.value2());
                    }
                });
        var people = new HashSet<>(members);
        // Who is in two of the teams would be counted twice by team.
        return new Managed(teams.size(), people, members.size() == people.size() ? teams : Set.of());
    }

    /** Only the first of several requests under way renews; the others go on with the token they came with. */
    private @Nullable Token renew(long loginId, Token token) {
        Token renewed = Token.random();
        int changed = database.write(db -> db.update(LOGIN)
                .set(LOGIN.EARLIER_TOKEN_HASH, LOGIN.TOKEN_HASH)
                .set(LOGIN.EARLIER_TOKEN_UNTIL, clock.instant().plus(UNDER_WAY))
                .set(LOGIN.TOKEN_HASH, renewed.hash())
                .set(LOGIN.RENEW, false)
                .where(LOGIN.ID.eq(loginId), LOGIN.TOKEN_HASH.eq(token.hash()), LOGIN.RENEW.isTrue())
                .execute());
        return changed == 1 ? renewed : null;
    }

    private void markSeen(long loginId, Origin origin) {
        Instant now = clock.instant();
        database.writing(db -> db.update(LOGIN)
                .set(LOGIN.SEEN_AT, now)
                .set(LOGIN.IDLE_UNTIL, now.plus(idle))
                .set(LOGIN.ADDRESS, origin.address())
                .set(LOGIN.USER_AGENT, origin.userAgent())
                .where(LOGIN.ID.eq(loginId), LOGIN.SEEN_AT.lt(now))
                .execute());
    }

    private static void dropOldest(DSLContext db, long accountId) {
        List<Long> oldest = db.select(LOGIN.ID)
                .from(LOGIN)
                .where(LOGIN.ACCOUNT_ID.eq(accountId))
                .orderBy(LOGIN.SEEN_AT.desc(), LOGIN.ID.desc())
                .limit(1_000)
                .offset(MOST_PER_ACCOUNT - 1)
                .fetch(LOGIN.ID);
        db.deleteFrom(LOGIN).where(LOGIN.ID.in(oldest)).execute();
    }
}
