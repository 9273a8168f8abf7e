package timesessions.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;

/**
 * How a sync stands, in the words of its page.
 *
 * @param tone {@code good}, {@code busy}, {@code idle} or {@code bad}
 * @param detail what there is to add; empty for nothing
 * @param progress null where nothing is under way that has an end
 * @param isBusy whether it looks different in a moment
 */
public record SyncStatus(
        String tone,
        String headline,
        String detail,
        @Nullable Progress progress,
        boolean isBusy) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    /** How far a walk has come. */
    public record Progress(long read, long total, String text) {}

    static SyncStatus of(SyncState state, List<Run> runs, Company company, Duration ofServer, Instant now) {
        Optional<Run> running = runs.stream()
                .filter(run -> run.state() == Run.State.RUNNING)
                .findFirst()
                .filter(run -> state.isHeldAt(now));
        Progress progress = progress(state, running, company, now);
        String last = state.succeededAt() == null
                ? "It has not been up to date yet."
                : "Up to date as of %s.".formatted(company.when(state.succeededAt()));
        if (running.isPresent()) {
            return new SyncStatus("busy", underWay(state.marks().walk()), last, progress, true);
        }
        if (state.paused()) {
            return new SyncStatus("idle", "Paused", last, null, false);
        }
        boolean isDue = !state.dueAt().isAfter(now);
        if (state.failure() != null) {
            String next = isDue
                    ? "It is tried again in a moment."
                    : "It is tried again at %s.".formatted(clock(state.dueAt(), company));
            return new SyncStatus(
                    "bad", "The last try has failed", state.failure() + " " + next + " " + last, progress, isDue);
        }
        if (isDue) {
            return new SyncStatus("busy", "Waiting for its turn", last, progress, true);
        }
        return new SyncStatus(
                "good", "Up to date", "%s Next at %s.".formatted(last, clock(state.dueAt(), company)), progress, false);
    }

    private static String underWay(Marks.Walk walk) {
        if (walk.isUnderWay() && !walk.isReadingPages()) {
            return "Looking for what was deleted";
        }
        if (walk.isFirst()) {
            return "Reading everything for the first time";
        }
        return walk.isUnderWay() && walk.hurried() ? "Reading everything again" : "Reading what has changed";
    }

    private static @Nullable Progress progress(SyncState state, Optional<Run> running, Company company, Instant now) {
        Marks.Walk walk = state.marks().walk();
        Long total = walk.total();
        if (!walk.isUnderWay() || total == null || total == 0) {
            return null;
        }
        long read = Math.min(walk.read(), total);
        String counted = String.format(Locale.ENGLISH, "%,d of %,d sessions", read, total);
        if (!walk.hurried() && !walk.isFirst()) {
            Instant began = walk.startedAt();
            return new Progress(
                    read,
                    total,
                    "Comparing everything, for what was deleted or missed: %s, until about %s."
                            .formatted(
                                    counted, clock((began == null ? now : began).plus(SyncTurn.WALK_SPREAD), company)));
        }
        return new Progress(read, total, counted + left(total - read, running, now) + ".");
    }

    /** By how fast the turn under way has been so far. */
    private static String left(long sessions, Optional<Run> running, Instant now) {
        long millis = running.map(run -> Duration.between(run.startedAt(), now).toMillis())
                .orElse(0L);
        long done = running.map(Run::sessions).orElse(0L);
        if (done == 0 || millis < 2_000) {
            return "";
        }
        Duration left = Duration.ofMillis(millis).multipliedBy(sessions).dividedBy(done);
        if (left.compareTo(Duration.ofMinutes(1)) < 0) {
            return ", less than a minute left";
        }
        long minutes = left.plusSeconds(30).toMinutes();
        return minutes < 120
                ? ", about %d %s left".formatted(minutes, minutes == 1 ? "minute" : "minutes")
                : ", about %d hours left".formatted(left.plusMinutes(30).toHours());
    }

    private static String clock(Instant instant, Company company) {
        return CLOCK.format(instant.atZone(company.timeZone().zone()));
    }
}
