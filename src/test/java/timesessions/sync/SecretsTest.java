package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private final Secrets secrets = new Secrets("a secret that nobody can guess, at least not here");

    @Test
    void givesBackWhatItWasGivenAndHidesItUntilThen() {
        String encrypted = secrets.encrypt("upstream-key", "company 1");

        assertThat(encrypted).doesNotContain("upstream-key");
        assertThat(secrets.decrypt(encrypted, "company 1")).contains("upstream-key");
        assertThat(secrets.encrypt("upstream-key", "company 1")).isNotEqualTo(encrypted);
    }

    @Test
    void opensNothingForAnotherOwnerSecretOrText() {
        String encrypted = secrets.encrypt("upstream-key", "company 1");
        char last = encrypted.charAt(10);

        assertThat(secrets.decrypt(encrypted, "company 2")).isEmpty();
        assertThat(new Secrets("another secret that nobody can guess").decrypt(encrypted, "company 1"))
                .isEmpty();
        assertThat(secrets.decrypt(encrypted.replace(last, last == 'A' ? 'B' : 'A'), "company 1"))
                .isEmpty();
        assertThat(secrets.decrypt("", "company 1")).isEmpty();
        assertThat(secrets.decrypt("1.AAAA", "company 1")).isEmpty();
        assertThat(secrets.decrypt("1.not base64", "company 1")).isEmpty();
    }

    @Test
    void keepsASecretOfItsOwnForItsOwnerAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("secret-key");

        String encrypted = Secrets.keptIn(file).encrypt("upstream-key", "company 1");

        assertThat(Secrets.keptIn(file).decrypt(encrypted, "company 1")).contains("upstream-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }
}
