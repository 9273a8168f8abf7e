package timesessions.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Slows down whoever tries passwords. Every attempt takes from the allowance of its address and of its e-mail, whether
 * there is such an account or not, and a right password gives both back. An address refills more slowly than an e-mail, so
 * that one attacker cannot use up what the owner of an account needs; and a browser that the account was used from before
 * has an allowance of its own, which no attacker can touch. Nothing is locked: all of it refills with time.
 */
final class SignInThrottle {
    private record Allowance(int attempts, Duration refill) {}

    private static final Allowance ADDRESS = new Allowance(20, Duration.ofSeconds(60));
    private static final Allowance EMAIL = new Allowance(30, Duration.ofSeconds(20));
    private static final Allowance BROWSER = new Allowance(10, Duration.ofSeconds(20));
    private static final int MOST_KEPT = 100_000;

    private final TimeMeter meter;
    private final Cache<String, Bucket> buckets;

    SignInThrottle(Clock clock) {
        meter = new ClockMeter(clock);
        // An allowance that is not touched for that long is full again, so it can be forgotten.
        buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(Duration.ofMinutes(25))
                .ticker((Ticker) meter::currentTimeNanos)
                .build();
    }

    /** An attempt that may be made; its allowances are given back when the password was right. */
    record Attempt(List<Bucket> taken, Optional<Duration> pause) {
        void succeeded() {
            taken.forEach(bucket -> bucket.addTokens(1));
        }
    }

    /**
     * Takes from the allowances.
     *
     * @param knownBrowser names a browser that the account was used from before; null for any other
     * @return with the time to wait where there is nothing left, and then nothing is taken
     */
    Attempt take(String address, String email, @Nullable String knownBrowser) {
        List<Bucket> needed = knownBrowser == null
                ? List.of(bucket("address " + address, ADDRESS), bucket("email " + email, EMAIL))
                : List.of(bucket("browser " + knownBrowser + " " + email, BROWSER));
        var taken = new ArrayList<Bucket>();
        for (Bucket bucket : needed) {
            var probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                taken.forEach(earlier -> earlier.addTokens(1));
                return new Attempt(
                        List.of(),
                        Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill())
                                .plusSeconds(1)
                                .truncatedTo(ChronoUnit.SECONDS)));
            }
            taken.add(bucket);
        }
        return new Attempt(taken, Optional.empty());
    }

    private Bucket bucket(String key, Allowance allowance) {
        return buckets.get(
                key,
                name -> Bucket.builder()
                        .withCustomTimePrecision(meter)
                        .addLimit(limit -> limit.capacity(allowance.attempts).refillGreedy(1, allowance.refill))
                        .build());
    }

    private record ClockMeter(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
