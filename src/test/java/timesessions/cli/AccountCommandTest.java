package timesessions.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.ACCOUNT;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timesessions.testing.TestDatabase;

class AccountCommandTest {
    private static final InputStream CONSOLE = System.in;

    private final Terminal terminal = new Terminal();
    private final String company = Long.toString(TestDatabase.company("Pacific Time (US & Canada)"));
    private final String email = "ada-" + Long.toString(System.nanoTime(), 36) + "@example.com";

    @AfterEach
    void giveBackStandardInput() {
        System.setIn(CONSOLE);
    }

    @Test
    void makesAnAccountAndPrintsItsId() {
        assertThat(create("correct horse battery\n", "admin")).isZero();

        assertThat(terminal.out()).matches("[0-9]+\n");
        assertThat(terminal.err()).isEmpty();
        var account = TestDatabase.shared().read(db -> db.fetchSingle(ACCOUNT, ACCOUNT.EMAIL.eq(email)));
        assertThat(account.get(ACCOUNT.PASSWORD_HASH)).startsWith("$argon2id$");
    }

    @Test
    void refusesASecondAccountWithTheSameEmail() {
        create("correct horse battery\n", "admin");

        assertThat(create("correct horse battery\n", "payroll")).isEqualTo(1);
        assertThat(terminal.err()).contains("already");
    }

    @Test
    void saysWhyAPasswordWillNotDo() {
        assertThat(create("short\n", "admin")).isEqualTo(1);
        assertThat(terminal.err()).contains("The password will not do.", "at least 10");

        assertThat(create("", "admin")).isEqualTo(1);
        assertThat(terminal.err()).contains("standard input");
    }

    @Test
    void refusesATeamThatIsNotThereAndOneForAnAdmin() {
        assertThat(create("correct horse battery\n", "manager", "--team", "West"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("There is no team West");
        assertThat(create("correct horse battery\n", "admin", "--team", "West")).isEqualTo(1);
        assertThat(terminal.err()).contains("Only managers have teams");
    }

    @Test
    void refusesARoleThatIsNone() {
        assertThat(create("correct horse battery\n", "boss")).isEqualTo(2);
        assertThat(terminal.err()).contains("'boss' is none of admin, payroll, manager");
    }

    @Test
    void refusesACompanyThatIsNotThere() {
        System.setIn(new ByteArrayInputStream("correct horse battery\n".getBytes(UTF_8)));

        assertThat(terminal.run(
                        "account",
                        "create",
                        "--company",
                        "99999999",
                        "--email",
                        email,
                        "--name",
                        "Ada",
                        "--role",
                        "admin"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("There is no company 99999999");
    }

    private int create(String input, String role, String... more) {
        System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
        String[] fixed = {
            "account", "create", "--company", company, "--email", email, "--name", "Ada Lovelace", "--role", role
        };
        String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return terminal.run(all);
    }
}
