package timesessions.account;

import java.time.Instant;

/** A browser that is signed in. */
public record Login(long id, Instant createdAt, Instant seenAt, String address, String userAgent) {

    /** What a person knows it by: Firefox on Windows. */
    public String browser() {
        return UserAgent.describe(userAgent);
    }
}
