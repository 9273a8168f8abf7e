package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.API_TOKEN;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.database.Database;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;

class ApiTokenQueriesTest {
    private static final String KEY = "ts_abcDEF012345abcdefghijklmnopqrstuvwxyzABCD0123456789";

    private final Database database = TestDatabase.shared();
    private final TestClock clock = new TestClock("2026-04-10T12:00:00Z");
    private final ApiTokenQueries tokens = new ApiTokenQueries(database, clock);
    private long company;

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Token token=%s",
                "Token token=\"%s\"",
                "token   token=\"%s\"",
                "Token token=%s, nonce=\"def\"",
                "Token nonce=\"def\", token=\"%s\"",
                "Token token=\"%s\"; nonce=x",
                "Token token=\"%s\"\tnonce=x",
                "Token %s",
                "Bearer %s",
                "BEARER %s",
                " Bearer token=%s "
            })
    void findsTheKeyInEachFormOfTheHeader(String header) {
        assertThat(ApiTokenQueries.keyIn(header.formatted(KEY))).contains(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Token", "Bearer", "Basic dXNlcjpwYXNz", "ts_key", "Tokentoken=x", "Digest token=x"})
    void findsNoKeyWhereThereIsNone(String header) {
        assertThat(ApiTokenQueries.keyIn(header)).isEmpty();
    }

    @Test
    void knowsTheCompanyOfAKey() {
        var reader = tokens.reader(create(company)).orElseThrow();

        assertThat(reader.visibility().companyId()).isEqualTo(company);
        assertThat(reader.timeZone().name()).isEqualTo("Pacific Time (US & Canada)");
    }

    @Test
    void makesNoKeyForACompanyThatThereIsNot() {
        assertThat(tokens.create(Long.MAX_VALUE, "nobody", null)).isEmpty();
    }

    @Test
    void keysAreLongAndNeverTheSame() {
        assertThat(create(company)).matches("ts_[0-9A-Za-z]{52}").isNotEqualTo(create(company));
    }

    @Test
    void knowsNoKeyThatDiffersInAnyPart() {
        String key = create(company);

        assertThat(tokens.reader(changed(key, key.length() - 1))).isEmpty();
        assertThat(tokens.reader(changed(key, 3))).isEmpty();
        assertThat(tokens.reader(key + "x")).isEmpty();
        assertThat(tokens.reader(key.toLowerCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(tokens.reader("")).isEmpty();
    }

    @Test
    void theSecretIsNotStored() {
        String key = create(company);
        String secret = key.substring(15);

        String stored = database.read(db ->
                db.selectFrom(API_TOKEN).where(API_TOKEN.COMPANY_ID.eq(company)).fetchSingle().intoList().stream()
                        .map(value -> value instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.ISO_8859_1) + Arrays.toString(bytes)
                                : String.valueOf(value))
                        .toList()
                        .toString());

        assertThat(stored).contains(key.substring(3, 15)).doesNotContain(secret);
    }

    @Test
    void aKeyWorksUntilTheMomentAtWhichItExpires() {
        String key =
                tokens.create(company, "test", clock.instant().plusSeconds(60)).orElseThrow();

        clock.advance(Duration.ofMillis(59_999));
        assertThat(tokens.reader(key)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.reader(key)).isEmpty();
    }

    @Test
    void aRevokedKeyIsLikeOneThatNeverWas() {
        String key = create(company);
        database.writing(db -> db.update(API_TOKEN)
                .set(API_TOKEN.REVOKED_AT, clock.instant())
                .where(API_TOKEN.COMPANY_ID.eq(company))
                .execute());

        assertThat(tokens.reader(key)).isEmpty();
    }

    @Test
    void notesTheLastUseOnceAMinute() {
        String key = create(company);
        assertThat(lastUse()).isNull();

        Instant first = clock.instant();
        tokens.reader(key);
        clock.advance(Duration.ofSeconds(59));
        tokens.reader(key);
        assertThat(lastUse()).isEqualTo(first);

        clock.advance(Duration.ofSeconds(2));
        tokens.reader(key);
        assertThat(lastUse()).isEqualTo(clock.instant());
    }

    @Test
    void aWrongSecretIsNoUse() {
        String key = create(company);

        tokens.reader(changed(key, key.length() - 1));

        assertThat(lastUse()).isNull();
    }

    private String create(long companyId) {
        return tokens.create(companyId, "test", null).orElseThrow();
    }

    private static String changed(String key, int at) {
        char other = key.charAt(at) == 'x' ? 'y' : 'x';
        return key.substring(0, at) + other + key.substring(at + 1);
    }

    private @Nullable Instant lastUse() {
        return database.read(db -> db.select(API_TOKEN.LAST_USED_AT)
                .from(API_TOKEN)
                .where(API_TOKEN.COMPANY_ID.eq(company))
                .fetchSingle()
                .value1());
    }
}
