package timesessions.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8WriterTest {
    private final Utf8Writer page = new Utf8Writer();

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "8:15 – 16:45", "Zielińska", "naïve", "図書館", "🛠 tools", "\u007f\u0080\u07ff\u0800"
            })
    void textsBecomeTheirBytesHoweverLongTheyAre(String text) {
        page.write(text);
        page.write(text.repeat(1_000));
        page.write(text);

        assertThat(written()).isEqualTo(text.repeat(1_002));
    }

    @Test
    void partsOfTextsAndSingleLettersAreWritten() throws IOException {
        page.write("<b>–</b>", 3, 1);
        page.write("a long dash – ".toCharArray(), 7, 6);
        page.write('é');
        page.append("plain", 1, 3);

        assertThat(written()).isEqualTo("–dash –éla");
    }

    @Test
    void whatIsLongerThanItsRoomIsKept() {
        String piece = "0123456789".repeat(1_000);
        for (int i = 0; i < 50; i++) {
            page.write(piece);
            page.write("–");
        }

        assertThat(written()).isEqualTo((piece + "–").repeat(50));
        assertThat(page.size()).isEqualTo(50 * (10_000 + 3));
    }

    @Test
    void onlySpaceIsBlank() {
        page.write("text");
        int before = page.size();
        page.write(" \n\t ");

        assertThat(page.isBlankFrom(before)).isTrue();
        assertThat(page.isBlankFrom(0)).isFalse();

        page.write("–");

        assertThat(page.isBlankFrom(before)).isFalse();
    }

    private String written() {
        return new String(page.toByteArray(), UTF_8);
    }
}
