package timesessions.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a sync has come: stored with each page, in the page's transaction.
 *
 * @param changedSince the newest change up to which everything is known to have been read; null before the first answer
 * @param changesNext the query of the next page of changes; null between passes
 * @param gap what the upstream's own count differed by from ours after the last whole walk; null before that
 */
record Marks(
        @Nullable Instant changedSince,
        @Nullable String changesNext,
        Walk walk,
        @Nullable Long gap) {

    /**
     * The walk over all sessions.
     *
     * @param number of the walk under way, or of the last one
     * @param next the query of the next page; empty when the pages are read and deletions are left to confirm; null where
     *     no walk is under way
     * @param endedAt when the last whole walk ended
     * @param read sessions so far
     * @param total sessions in all, as the upstream said last
     * @param hurried whether it goes on without pauses
     * @param repeats how many times it was begun again because it had missed something
     */
    record Walk(
            long number,
            @Nullable String next,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            long read,
            @Nullable Long total,
            boolean hurried,
            int repeats) {

        boolean isUnderWay() {
            return next != null;
        }

        boolean isReadingPages() {
            return next != null && !next.isEmpty();
        }

        boolean isFirst() {
            return endedAt == null;
        }

        Walk started(String first, Instant now, boolean hurried, int repeats) {
            return new Walk(number + 1, first, now, endedAt, 0, null, hurried, repeats);
        }

        Walk hurrying() {
            return new Walk(number, next, startedAt, endedAt, read, total, true, repeats);
        }

        Walk at(@Nullable String next, long read, @Nullable Long total) {
            return new Walk(number, next, startedAt, endedAt, read, total, hurried, repeats);
        }

        Walk ended(Instant now) {
            return new Walk(number, null, startedAt, now, read, total, false, repeats);
        }

        Walk settled() {
            return new Walk(number, next, startedAt, endedAt, read, total, hurried, 0);
        }
    }

    Marks withWalk(Walk walk) {
        return new Marks(changedSince, changesNext, walk, gap);
    }

    Marks withChanges(@Nullable Instant changedSince, @Nullable String changesNext) {
        return new Marks(changedSince, changesNext, walk, gap);
    }

    Marks withGap(@Nullable Long gap) {
        return new Marks(changedSince, changesNext, walk, gap);
    }
}
