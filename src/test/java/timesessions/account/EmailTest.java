package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
    @Test
    void isTheSameHoweverItIsTyped() {
        assertThat(Email.parse("  Ada.Lovelace@Example.COM "))
                .isEqualTo(Email.parse("ada.lovelace@example.com"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "ada@",
                "@example.com",
                "ada@example",
                "a@b@example.com",
                "ada lovelace@example.com",
                "ada@example.com\r\nBcc: x@example.com",
                "<script>@example.com",
                "\"ada\"@example.com"
            })
    void refusesWhatIsNone(String typed) {
        assertThat(Email.parse(typed)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(Email.parse("a".repeat(64) + "@" + "b".repeat(200) + ".com")).isEmpty();
        assertThat(Email.parse("a".repeat(100_000) + "@example.com")).isEmpty();
    }
}
