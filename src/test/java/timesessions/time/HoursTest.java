package timesessions.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HoursTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0          | 0:00         | 0.00
            17         | 0:00         | 0.00
            18         | 0:00         | 0.01
            29         | 0:00         | 0.01
            30         | 0:01         | 0.01
            27900      | 7:45         | 7.75
            35999      | 10:00        | 10.00
            3599970    | 1,000:00     | 999.99
            3600000    | 1,000:00     | 1,000.00
            4444444440 | 1,234,567:54 | 1,234,567.90
            -17        | 0:00         | 0.00
            -30        | −0:01        | −0.01
            -27900     | −7:45        | −7.75
            -3600000   | −1,000:00    | −1,000.00
            """)
    void writesHoursRoundedHalfUpWithCommas(long seconds, String clock, String decimal) {
        assertEquals(clock, Hours.CLOCK.of(seconds));
        assertEquals(decimal, Hours.DECIMAL.of(seconds));
        assertEquals(decimal + " h", Hours.CLOCK.otherwise(seconds));
        assertEquals(clock + " h", Hours.DECIMAL.otherwise(seconds));
    }
}
