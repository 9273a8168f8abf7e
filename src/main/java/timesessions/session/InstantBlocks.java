package timesessions.session;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of ids in which sessions of certain ranks lie in the order of an instant, where it is known of each block only
 * between which instants its sessions lie.
 *
 * @param blocks of all sessions that may have these ranks
 * @param before how many sessions of other blocks come before all of these
 * @param sessions how many these blocks have
 */
record InstantBlocks(SortedSet<Long> blocks, long before, long sessions) {
    /** @param sessions how many of those asked for it has */
    record Block(long id, long sessions, Instant first, Instant last) {}

    /** Those of these ranks, from 0 in ascending order. Null past the end, or for no ranks. */
    static @Nullable InstantBlocks of(List<Block> blocks, long firstRank, long lastRank) {
        long total = blocks.stream().mapToLong(Block::sessions).sum();
        if (firstRank > lastRank || lastRank >= total) {
            return null;
        }
        Instant latest = reached(blocks, comparing(Block::last), lastRank + 1, Block::last);
        Instant earliest =
                reached(blocks, comparing(Block::first, Comparator.reverseOrder()), total - firstRank, Block::first);
        var found = new TreeSet<Long>();
        long before = 0;
        long sessions = 0;
        for (Block block : blocks) {
            if (block.last.isBefore(earliest)) {
                before += block.sessions;
            } else if (!block.first.isAfter(latest)) {
                found.add(block.id);
                sessions += block.sessions;
            }
        }
        return new InstantBlocks(found, before, sessions);
    }

    /** At which of their instants the blocks, taken in that order, have so many sessions. */
    private static Instant reached(
            List<Block> blocks, Comparator<Block> order, long wanted, Function<Block, Instant> instant) {
        long passed = 0;
        for (Block block : blocks.stream().sorted(order).toList()) {
            passed += block.sessions;
            if (passed >= wanted) {
                return instant.apply(block);
            }
        }
        throw new IllegalArgumentException("There are %d sessions, not %d".formatted(passed, wanted));
    }
}
