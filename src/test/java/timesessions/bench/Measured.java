package timesessions.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.bench.Counters.Counts;
import timesessions.bench.LoadGenerator.Load;

/**
 * What a request cost at one size.
 *
 * @param one with one connection, and eight of them; null where only reads are counted
 * @param floors what the answer would cost at least; null where it is not held against that
 * @param temporary statements whose plan fills a temporary table with sessions
 */
record Measured(
        Scenario scenario,
        long sessions,
        Counts counts,
        long bytes,
        @Nullable Load one,
        @Nullable Load eight,
        @Nullable Floors floors,
        List<String> temporary) {}
