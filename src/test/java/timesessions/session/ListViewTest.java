package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListViewTest {
    @ParameterizedTest
    @ValueSource(
            longs = {0, 7, 999, 1_000, 1_001, 12_045, 999_999, 1_000_000, 1_234_567_890, -1, -999, -1_000, -45_006})
    void numbersHaveACommaAtEachThousand(long number) {
        assertThat(ListView.count(number)).isEqualTo(String.format(Locale.ENGLISH, "%,d", number));
    }
}
