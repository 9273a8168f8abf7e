package timesessions.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.session.RandomSessions;
import timesessions.session.TimeSession;
import timesessions.sync.UpstreamAnswer.Faulty;

class SessionArrayTest {
    private final TimeSession good = new RandomSessions(1).withId(7);

    static TimeSession one(String json) {
        try {
            return SessionArray.readOne(json.getBytes(UTF_8)).sessions.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SessionArray read(String json) throws IOException {
        return SessionArray.read(json.getBytes(UTF_8));
    }

    @Test
    void readsEachSessionByItself() throws IOException {
        SessionArray array = read("[ {\"id\": 5, \"user\": null, \"description\": \"日本語\"} , %s,null, [], \"x\", 12 ]"
                .formatted(StandInUpstream.json(good)));

        assertThat(array.sessions).containsExactly(good);
        assertThat(array.faulty)
                .extracting(Faulty::id, Faulty::json)
                .containsExactly(
                        tuple(5L, "{\"id\": 5, \"user\": null, \"description\": \"日本語\"}"),
                        tuple(null, "null"),
                        tuple(null, "[]"),
                        tuple(null, "\"x\""),
                        tuple(null, "12"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "null",
                "[",
                "[{\"id\": 1",
                "[{\"id\": 1}",
                "[]]",
                "[] []",
                "<html>",
                "[{\"id\" 1}]"
            })
    void refusesWhatIsNoWholeArray(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    @Test
    void takesNoIdFromWhereNoneBelongs() throws IOException {
        assertThat(read("[{\"user\": {\"id\": 3}}, {\"id\": 9007199254740992}, {\"id\": \"4\"}]").faulty)
                .extracting(Faulty::id)
                .containsOnlyNulls();
    }
}
