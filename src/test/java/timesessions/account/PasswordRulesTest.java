package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final Email EMAIL = new Email("ada.lovelace@example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "battery staple",
                "no digits here",
                "Übergrößenträger",
                "pässwörter ☃",
                "kx8#Qpz!vT",
                "lovelace was here first"
            })
    void takesWhateverIsLongAndNotGuessedFirst(String password) {
        assertThat(PasswordRules.problem(password, EMAIL, "Ada Lovelace")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456789", "kx8#Qpz!v", "☃☃☃☃☃☃☃☃☃"})
    void refusesLessThanTenCharacters(String password) {
        assertThat(PasswordRules.problem(password, EMAIL, "Ada Lovelace"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("at least 10"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password123",
                "PassWord1234",
                " password123 ",
                "qwertyuiop",
                "poiuytrewq",
                "1234567890",
                "0987654321",
                "aaaaaaaaaaaa",
                "abababababab",
                "xyzwxyzwxyzw",
                "passwordpassword",
                "abcdefghijkl"
            })
    void refusesWhatIsTriedFirst(String password) {
        assertThat(PasswordRules.problem(password, EMAIL, "Ada Lovelace"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("first passwords"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ada.lovelace@example.com", "Ada.Lovelace", "ada lovelace", "AdaLovelace1815", "lovelace.ada@x"})
    void refusesTheNameAndTheEmail(String password) {
        boolean named = !password.startsWith("lovelace");

        assertThat(PasswordRules.problem(password, EMAIL, "Ada Lovelace").isPresent())
                .isEqualTo(named);
    }

    @Test
    void aPersonWhoseNameHasNoLettersCanStillChooseOne() {
        assertThat(PasswordRules.problem("7391-4620-5518", new Email("1@example.com"), "007"))
                .isEmpty();
    }

    @Test
    void refusesWhatOnlyCostsTimeToHash() {
        assertThat(PasswordRules.problem("long words ".repeat(20), EMAIL, "Ada"))
                .isPresent();
    }
}
