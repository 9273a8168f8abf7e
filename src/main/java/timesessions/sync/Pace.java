package timesessions.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast one upstream is asked, by everything in this process together: it limits requests by address. Most of its limit
 * is used while nobody else seems to be; each refusal halves that, and it comes back slowly.
 */
final class Pace {
    /** Of the 50 that the API allows. */
    static final int MOST = 40;

    static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int LEAST = 5;
    private static final int ANSWERS_TO_REGAIN_ONE = 20;

    private final Clock clock;
    private final Deque<Instant> sent = new ArrayDeque<>();
    private int allowed = MOST;
    private int answered;
    private Instant notBefore = Instant.MIN;

    Pace(Clock clock) {
        this.clock = clock;
    }

    /** Takes the right to send a request now, or says how long to wait before the next try; zero if it is taken. */
    synchronized Duration take() {
        Instant now = clock.instant();
        if (now.isBefore(notBefore)) {
            return Duration.between(now, notBefore);
        }
        while (!sent.isEmpty() && !now.isBefore(sent.getFirst().plus(WINDOW))) {
            sent.removeFirst();
        }
        if (sent.size() >= allowed) {
            return Duration.between(now, sent.getFirst().plus(WINDOW));
        }
        sent.addLast(now);
        return Duration.ZERO;
    }

    synchronized void answered() {
        answered++;
        if (answered % ANSWERS_TO_REGAIN_ONE == 0 && allowed < MOST) {
            allowed++;
        }
    }

    /** Notes that the upstream has had enough for now: of everything that comes from here. */
    synchronized void refused(Duration wait) {
        allowed = Math.max(LEAST, allowed / 2);
        Instant until = clock.instant().plus(wait);
        if (until.isAfter(notBefore)) {
            notBefore = until;
        }
    }
}
