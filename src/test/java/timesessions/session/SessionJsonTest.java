package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timesessions.directory.Named;
import timesessions.time.RailsTimeZone;

class SessionJsonTest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final RailsTimeZone UTC = RailsTimeZone.of("UTC");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fixed rack 42                | Fixed rack 42",
                "5\" conduit \\ elbow          | 5\\\" conduit \\\\ elbow",
                "US & Canada, <b>quoted</b> | US & Canada, <b>quoted</b>",
                "Jürgen, 日本語, 👷🏽‍♀️            | Jürgen, 日本語, 👷🏽‍♀️",
            })
    void textsAreEscapedNoMoreThanTheyMustBe(String text, String written) {
        assertThat(jsonOf(describedAs(text))).contains("\"description\":\"%s\",".formatted(written));
    }

    @Test
    void whatIsNotToBeSeenIsEscaped() {
        assertThat(jsonOf(describedAs("tab\t line\n return\r page\f back\b bell\u0007 unit\u001f delete\u007f")))
                .contains("\"tab\\t line\\n return\\r page\\f back\\b bell\\u0007 unit\\u001F delete\u007f\"");
    }

    @Test
    void anyTextIsReadBackAsItIs() throws IOException {
        var random = new SplittableRandom(11);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(40), 0, 0x400)
                    .map(character -> random.nextInt(20) == 0 ? 0x1F300 + character : character)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(read(describedAs(text)).get("description").textValue()).isEqualTo(text);
        }
    }

    @Test
    void aDescriptionMayBeLongerThanAllElse() throws IOException {
        String plain = "cable ".repeat(5_000);
        String wide = "日本語".repeat(5_000);

        assertThat(read(describedAs(plain)).get("description").textValue()).isEqualTo(plain);
        assertThat(read(describedAs(wide)).get("description").textValue()).isEqualTo(wide);
    }

    @Test
    void whereverADescriptionEndsThereIsRoomForWhatFollows() throws IOException {
        for (int length = 2_000; length < 4_000; length++) {
            String description = "x".repeat(length);

            assertThat(read(describedAs(description)).get("description").textValue())
                    .isEqualTo(description);
        }
    }

    @Test
    void anArrayHasTheObjectsOneAfterTheOther() {
        var random = new RandomSessions(3);
        for (int size : List.of(0, 1, 2, 100)) {
            List<TimeSession> sessions =
                    IntStream.rangeClosed(1, size).mapToObj(random::withId).toList();

            assertThat(new String(SessionJson.array(sessions, UTC), StandardCharsets.UTF_8))
                    .isEqualTo("[%s]"
                            .formatted(String.join(
                                    ",",
                                    sessions.stream()
                                            .map(SessionJsonTest::jsonOf)
                                            .toList())));
        }
    }

    private static JsonNode read(TimeSession session) throws IOException {
        return JSON.readTree(SessionJson.object(session, UTC));
    }

    private static String jsonOf(TimeSession session) {
        return SessionJson.text(session, UTC);
    }

    private static TimeSession describedAs(String description) {
        return new TimeSession(
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                "UTC",
                0,
                0,
                0,
                0,
                description,
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                new Named(1, "Ada Lovelace"),
                null,
                null,
                List.of());
    }
}
