package timesessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final Terminal terminal = new Terminal();

    @Test
    void printsHelpThatWasAskedForOnStandardOutput() {
        assertThat(terminal.run("--help")).isZero();

        assertThat(terminal.out()).startsWith("Usage: timesessions").contains("serve", "company", "check");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void everyCommandHasHelp() {
        assertThat(terminal.run("company", "create", "--help")).isZero();

        assertThat(terminal.out()).startsWith("Usage: timesessions company create");
    }

    @Test
    void endsWithTwoWithoutACommand() {
        assertThat(terminal.run()).isEqualTo(2);

        assertThat(terminal.err()).contains("Missing required subcommand", "Try 'timesessions --help'.");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void endsWithTwoForAnOptionThatIsUnknown() {
        assertThat(terminal.run("check", "--compny", "1")).isEqualTo(2);

        assertThat(terminal.err()).contains("--compny", "Try 'timesessions check --help'.");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void saysWhichSettingCannotBeUsed() {
        terminal.with("DATABASE_POOL_SIZE", "many");

        assertThat(terminal.run("check")).isEqualTo(1);

        assertThat(terminal.err())
                .startsWith("DATABASE_POOL_SIZE must be a whole number")
                .hasLineCount(1);
    }

    @Test
    void saysWhyTheDatabaseCannotBeReached() {
        terminal.with("DATABASE_URL", "jdbc:mariadb://127.0.0.1:1/timesessions");

        assertThat(terminal.run("check")).isEqualTo(1);

        assertThat(terminal.err())
                .startsWith("The database cannot be reached: ")
                .contains("refused")
                .hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void saysThatTheDataFolderIsNone(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        terminal.with("DATABASE_URL", "");
        terminal.with("DATA_DIR", file.toString());

        assertThat(terminal.run("check")).isEqualTo(1);

        assertThat(terminal.err())
                .isEqualTo("The data folder %1$s cannot be used: %1$s is not a folder\n".formatted(file));
    }

    @Test
    void refusesToFillADatabaseOfSomebodyElseWithADemo() {
        assertThat(terminal.run("serve", "--demo")).isEqualTo(1);

        assertThat(terminal.err()).contains("--demo").hasLineCount(1);
    }

    @Test
    void endsWithTwoForAPortThatIsNone() {
        assertThat(terminal.run("serve", "--port", "70000")).isEqualTo(2);

        assertThat(terminal.err()).startsWith("A port is a number from 0 to 65535, not 70000");
    }
}
