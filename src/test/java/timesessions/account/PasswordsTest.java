package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import timesessions.account.Passwords.From;
import timesessions.web.Problem;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void hashesWithTheParametersOfOwaspAndASaltOfItsOwn() {
        String hash = passwords.hash("correct horse battery");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.hash("correct horse battery")).isNotEqualTo(hash);
        assertThat(passwords.matches("correct horse battery", hash, From.STRANGER))
                .isTrue();
        assertThat(passwords.matches("correct horse batterx", hash, From.STRANGER))
                .isFalse();
    }

    @Test
    void nothingMatchesWhereThereIsNoPassword() {
        assertThat(passwords.matches("", null, From.STRANGER)).isFalse();
    }

    @Test
    void aFloodIsTurnedAwayInsteadOfWaitingForEver() throws Exception {
        String hash = passwords.hash("correct horse battery");
        Callable<Boolean> check = () -> passwords.matches("a guess at it", hash, From.STRANGER);
        int turnedAway = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<>(threads.invokeAll(
                    IntStream.range(0, 300).mapToObj(number -> check).toList()));
            for (var answer : answers) {
                if (answer.state() == Future.State.FAILED) {
                    assertThat(answer.exceptionNow()).isInstanceOf(Problem.class);
                    turnedAway++;
                }
            }
        }

        assertThat(turnedAway).isGreaterThan(200);
        assertThat(passwords.matches("correct horse battery", hash, From.KNOWN_BROWSER))
                .isTrue();
    }

    @Test
    void refusesToCompareWithWhatIsNoHash() {
        for (String broken : List.of("", "plain text", "$2y$10$abcdefghijklmnopqrstuv")) {
            assertThatThrownBy(() -> passwords.matches("plain text", broken, From.STRANGER))
                    .isInstanceOf(RuntimeException.class);
        }
    }
}
