package timesessions.account;

import static timesessions.jooq.Tables.ACCOUNT;
import static timesessions.jooq.Tables.KNOWN_BROWSER;

import java.time.Clock;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import timesessions.database.Database;

/**
 * Browsers that accounts were signed in from before. Such a browser has shown that it knew the password, so it is not kept
 * waiting because strangers try others; it still has to send the password.
 */
final class KnownBrowsers {
    private static final Duration REMEMBERED = Duration.ofDays(400);

    private final Database database;
    private final Clock clock;

    KnownBrowsers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether the account with that e-mail was signed in from the browser before. */
    boolean knows(@Nullable Token browser, String email) {
        return browser != null
                && database.read(db -> db.fetchExists(db.selectOne()
                        .from(KNOWN_BROWSER)
                        .join(ACCOUNT)
                        .on(ACCOUNT.ID.eq(KNOWN_BROWSER.ACCOUNT_ID))
                        .where(
                                KNOWN_BROWSER.TOKEN_HASH.eq(browser.hash()),
                                ACCOUNT.EMAIL.eq(email),
                                KNOWN_BROWSER.USED_AT.gt(clock.instant().minus(REMEMBERED)))));
    }

    /** Remembers the browser, as part of a transaction. */
    void remember(DSLContext db, Token browser, long accountId) {
        db.insertInto(KNOWN_BROWSER)
                .set(KNOWN_BROWSER.TOKEN_HASH, browser.hash())
                .set(KNOWN_BROWSER.ACCOUNT_ID, accountId)
                .set(KNOWN_BROWSER.USED_AT, clock.instant())
                .onDuplicateKeyUpdate()
                .set(KNOWN_BROWSER.USED_AT, clock.instant())
                .execute();
        db.deleteFrom(KNOWN_BROWSER)
                .where(
                        KNOWN_BROWSER.ACCOUNT_ID.eq(accountId),
                        KNOWN_BROWSER.USED_AT.le(clock.instant().minus(REMEMBERED)))
                .execute();
    }

    /** Forgets all browsers of the account, since one of them may be what gave the password away. */
    void forget(DSLContext db, long accountId) {
        db.deleteFrom(KNOWN_BROWSER)
                .where(KNOWN_BROWSER.ACCOUNT_ID.eq(accountId))
                .execute();
    }
}
