package timesessions.account;

import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.API_TOKEN;
import static timesessions.jooq.Tables.COMPANY;
import static timesessions.jooq.Tables.COMPANY_VERSION;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.database.KnownQuery;
import timesessions.time.RailsTimeZone;

/**
 * The keys by which programs read the hours of a company. A key is shown when it is made and never again: stored are a
 * part that finds it and a hash of the part that proves it. (A plain hash is enough for what nobody could guess.)
 */
public final class ApiTokenQueries {
    private static final String PREFIX = "ts_";
    private static final int LOOKUP_LENGTH = 12;
    private static final int SECRET_LENGTH = 40;
    private static final int SHOWN_LENGTH = 6;
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "([0-9A-Za-z]{" + LOOKUP_LENGTH + "})([0-9A-Za-z]{" + SECRET_LENGTH + "})");
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(?:token|bearer)[ \\t]+(.*)");
    private static final Pattern BETWEEN_PARAMETERS = Pattern.compile("[,;\\t]");
    private static final Pattern NAMED_KEY = Pattern.compile("token *= *(.*)");
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final byte[] NO_HASH = new byte[32];

    private static final KnownQuery BY_LOOKUP = new KnownQuery(DSL.select(
                    API_TOKEN.ID,
                    API_TOKEN.SECRET_HASH,
                    API_TOKEN.EXPIRES_AT,
                    API_TOKEN.REVOKED_AT,
                    API_TOKEN.LAST_USED_AT,
                    COMPANY.ID,
                    COMPANY.TIME_ZONE,
                    CompanyVersion.VERSION)
            .from(API_TOKEN)
            .join(COMPANY)
            .on(COMPANY.ID.eq(API_TOKEN.COMPANY_ID))
            .leftJoin(COMPANY_VERSION)
            .on(COMPANY_VERSION.COMPANY_ID.eq(API_TOKEN.COMPANY_ID))
            .where(API_TOKEN.LOOKUP.eq("")));

    private final Database database;
    private final Clock clock;
    private final TrailQueries trail;
    private final SecureRandom random = new SecureRandom();

    /**
     * Who reads through the API.
     *
     * @param timeZone of the company, in which created and updated times are given
     * @param version of what the company's readers are shown
     */
    public record Reader(Visibility visibility, RailsTimeZone timeZone, long version) {}

    public ApiTokenQueries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.trail = new TrailQueries(database, clock);
    }

    /** A key as it can be told after it was made. */
    public record Listed(
            long id,
            String start,
            String label,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {

        public boolean isGoodAt(Instant now) {
            return revokedAt == null && isBefore(now, expiresAt);
        }
    }

    /** The keys of a company, those first that were made last. */
    List<Listed> list(long companyId) {
        return database.read(db -> db.select(
                        API_TOKEN.ID,
                        API_TOKEN.LOOKUP,
                        API_TOKEN.LABEL,
                        API_TOKEN.CREATED_AT,
                        API_TOKEN.EXPIRES_AT,
                        API_TOKEN.REVOKED_AT,
                        API_TOKEN.LAST_USED_AT)
                .from(API_TOKEN)
                .where(API_TOKEN.COMPANY_ID.eq(companyId))
                .orderBy(API_TOKEN.CREATED_AT.desc(), API_TOKEN.ID.desc())
                .fetch(row -> new Listed(
                        row.value1(),
                        PREFIX + row.value2().substring(0, SHOWN_LENGTH),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7())));
    }

    /** Makes a key useless from the next request on. */
    void revoke(Actor actor, long companyId, long id) {
        database.writing(db -> {
            int revoked = db.update(API_TOKEN)
                    .set(API_TOKEN.REVOKED_AT, clock.instant())
                    .where(API_TOKEN.COMPANY_ID.eq(companyId), API_TOKEN.ID.eq(id), API_TOKEN.REVOKED_AT.isNull())
                    .execute();
            if (revoked > 0) {
                String label = db.select(API_TOKEN.LABEL)
                        .from(API_TOKEN)
                        .where(API_TOKEN.ID.eq(id))
                        .fetchSingle(API_TOKEN.LABEL);
                trail.add(db, actor, TrailAction.TOKEN_REVOKED, label, "");
            }
        });
    }

    /**
     * Makes a key for whoever runs the command line.
     *
     * @see #create(Actor, long, String, Instant)
     */
    public Optional<String> create(long companyId, String label, @Nullable Instant expiresAt) {
        return create(Actor.commandLine(companyId), companyId, label, expiresAt);
    }

    /**
     * Makes a key.
     *
     * @param label what it is for, as people tell keys apart
     * @param expiresAt when it stops working; null for never
     * @return the key, which cannot be had again; empty if there is no such company
     */
    Optional<String> create(Actor actor, long companyId, String label, @Nullable Instant expiresAt) {
        String lookup = randomText(LOOKUP_LENGTH);
        String secret = randomText(SECRET_LENGTH);
        boolean made = database.write(db -> {
            if (!db.fetchExists(COMPANY, COMPANY.ID.eq(companyId))) {
                return false;
            }
            db.insertInto(API_TOKEN)
                    .set(API_TOKEN.ID, db.nextval(ID_SEQUENCE))
                    .set(API_TOKEN.COMPANY_ID, companyId)
                    .set(API_TOKEN.LABEL, label)
                    .set(API_TOKEN.LOOKUP, lookup)
                    .set(API_TOKEN.SECRET_HASH, hash(secret))
                    .set(API_TOKEN.CREATED_AT, clock.instant())
                    .set(API_TOKEN.EXPIRES_AT, expiresAt)
                    .execute();
            trail.add(db, actor, TrailAction.TOKEN_CREATED, label, PREFIX + lookup.substring(0, SHOWN_LENGTH) + "…");
            return true;
        });
        return made ? Optional.of(PREFIX + lookup + secret) : Optional.empty();
    }

    /**
     * The key in an Authorization header, in any way that Rails reads: after either scheme, bare or named, quoted or not,
     * alone or among other parameters.
     */
    public static Optional<String> keyIn(String authorization) {
        Matcher header = AUTHORIZATION.matcher(authorization.strip());
        if (!header.matches()) {
            return Optional.empty();
        }
        String[] parameters = BETWEEN_PARAMETERS.split(header.group(1), -1);
        String key = parameters[0].strip();
        for (String parameter : parameters) {
            Matcher named = NAMED_KEY.matcher(parameter.strip());
            if (named.matches()) {
                key = named.group(1);
                break;
            }
        }
        return Optional.of(QUOTED.matcher(key).replaceFirst("$1"));
    }

    /** The reader whose key it is; empty for a key that is unknown, expired or revoked, without a difference. */
    public Optional<Reader> reader(String key) {
        var parts = FORM.matcher(key);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<Record> found = database.find(BY_LOOKUP, parts.group(1), parts.group(1));
        byte[] expected = found.map(row -> row.get(API_TOKEN.SECRET_HASH)).orElse(NO_HASH);
        boolean proven = MessageDigest.isEqual(hash(parts.group(2)), expected);
        Instant now = clock.instant();
        return found.filter(row -> proven)
                .filter(row -> row.get(API_TOKEN.REVOKED_AT) == null)
                .filter(row -> isBefore(now, row.get(API_TOKEN.EXPIRES_AT)))
                .map(row -> {
                    Instant lastUse = row.get(API_TOKEN.LAST_USED_AT);
                    if (lastUse == null || now.isAfter(lastUse.plus(USE_NOTED_EVERY))) {
                        noteUse(row.get(API_TOKEN.ID), now);
                    }
                    return new Reader(
                            new Visibility(row.get(COMPANY.ID)),
                            RailsTimeZone.of(row.get(COMPANY.TIME_ZONE)),
                            row.get(CompanyVersion.VERSION));
                });
    }

    /** Of many requests at once one notes it, and the others find it noted. */
    private void noteUse(long id, Instant now) {
        database.writing(db -> db.update(API_TOKEN)
                .set(API_TOKEN.LAST_USED_AT, now)
                .where(
                        API_TOKEN.ID.eq(id),
                        API_TOKEN.LAST_USED_AT.isNull().or(API_TOKEN.LAST_USED_AT.lt(now.minus(USE_NOTED_EVERY))))
                .execute());
    }

    private static boolean isBefore(Instant now, @Nullable Instant end) {
        return end == null || now.isBefore(end);
    }

    private String randomText(int length) {
        return random.ints(length, 0, ALPHABET.length())
                .collect(StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
                .toString();
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
