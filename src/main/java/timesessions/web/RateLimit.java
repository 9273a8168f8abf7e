package timesessions.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * Lets each address make so many requests in a window of ten seconds, on this node. An IPv6 customer has a whole /64, so
 * that counts as one address.
 */
public final class RateLimit {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int ADDRESSES_REMEMBERED = 100_000;

    private final int requests;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(ADDRESSES_REMEMBERED).build();

    /**
     * Sets the limit.
     *
     * @param requests in ten seconds; 0 for no limit
     */
    public RateLimit(int requests, Clock clock) {
        this.requests = requests;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return clock.millis() * 1_000_000;
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    /**
     * Counts a request.
     *
     * @throws Problem 429, with Retry-After, where the address has made too many
     */
    public void count(String address) {
        if (requests == 0) {
            return;
        }
        var probe = buckets.get(group(address), any -> newBucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Math.max(1, Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000));
            throw new Problem(
                    429,
                    "More than %d requests in 10 seconds came from this address.".formatted(requests),
                    null,
                    Map.of("Retry-After", Long.toString(seconds)));
        }
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(requests)
                        .refillIntervally(requests, WINDOW)
                        .build())
                .withCustomTimePrecision(time)
                .build();
    }

    private static String group(String text) {
        InetAddress address = ClientAddress.address(text);
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8))
                : text;
    }
}
