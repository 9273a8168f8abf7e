package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import timesessions.testing.TestClock;

class PaceTest {
    private final TestClock clock = new TestClock("2026-03-02T18:00:00Z");
    private final Pace pace = new Pace(clock);

    private int takenNow() {
        int taken = 0;
        while (pace.take().isZero()) {
            taken++;
        }
        return taken;
    }

    @Test
    void leavesRoomForOthersInEveryWindow() {
        assertThat(takenNow()).isEqualTo(Pace.MOST);
        clock.advance(Duration.ofSeconds(9));
        assertThat(takenNow()).isZero();
        assertThat(pace.take()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(takenNow()).isEqualTo(Pace.MOST);
    }

    @Test
    void waitsAsLongAsItIsToldAndIsSlowerFromThenOn() {
        pace.refused(Duration.ofSeconds(30));

        assertThat(pace.take()).isEqualTo(Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(30));
        assertThat(takenNow()).isEqualTo(Pace.MOST / 2);
    }

    @Test
    void comesBackToItsPaceSlowly() {
        pace.refused(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            pace.answered();
        }
        clock.advance(Duration.ofSeconds(1));

        assertThat(takenNow()).isBetween(Pace.MOST / 2 + 1, Pace.MOST - 1);
    }

    @Test
    void neverStopsAltogether() {
        for (int i = 0; i < 20; i++) {
            pace.refused(Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(1));

        assertThat(takenNow()).isPositive();
    }
}
