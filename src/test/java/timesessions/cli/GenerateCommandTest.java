package timesessions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.testing.TestDatabase;

class GenerateCommandTest {
    private final Terminal terminal = new Terminal();
    private long company;

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
    }

    @Test
    void fillsACompanyAndSaysSoOnStandardError() {
        assertThat(generate("--sessions", "300", "--people", "4", "--projects", "5", "--years", "1"))
                .isZero();

        assertThat(terminal.err().lines()).containsExactly("All are in, building their totals", "300 sessions made");
        assertThat(terminal.out()).isEmpty();
        assertThat(sessions()).isEqualTo(300);
        int people = TestDatabase.shared().read(db -> db.fetchCount(USER, USER.COMPANY_ID.eq(company)));
        assertThat(people).isEqualTo(4);
        assertThat(terminal.run("check", "--company", String.valueOf(company))).isZero();
    }

    @Test
    void refusesACompanyThatHasSessions() {
        generate("--sessions", "20");

        assertThat(generate("--sessions", "10")).isEqualTo(1);

        assertThat(terminal.err())
                .startsWith("Company %d has sessions already".formatted(company))
                .hasLineCount(1);
        assertThat(sessions()).isEqualTo(20);
    }

    @Test
    void refusesACompanyThatIsNotThere() {
        company = 999_999_999;

        assertThat(generate("--sessions", "10")).isEqualTo(1);

        assertThat(terminal.err().lines()).containsExactly("There is no company 999999999.");
    }

    @Test
    void saysHowManyConnectionsItTakes() {
        terminal.with("DATABASE_POOL_SIZE", "3");

        assertThat(generate("--sessions", "10")).isEqualTo(1);

        assertThat(terminal.err().lines())
                .containsExactly("Filling a company takes 4 connections: set DATABASE_POOL_SIZE to 4 or more.");
    }

    @Test
    void endsWithTwoWhenCalledWrongly() {
        assertThat(generate()).isEqualTo(2);
        assertThat(terminal.err()).contains("--sessions=N");
        assertThat(generate("--sessions", "0")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("sessions must be 1 or more, not 0");
        assertThat(generate("--sessions", "100000", "--people", "2")).isEqualTo(2);
        assertThat(terminal.err()).contains("more people or years");
        assertThat(sessions()).isZero();
    }

    private int generate(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "generate";
        arguments[1] = "--company";
        arguments[2] = String.valueOf(company);
        System.arraycopy(options, 0, arguments, 3, options.length);
        return terminal.run(arguments);
    }

    private int sessions() {
        return TestDatabase.shared().read(db -> db.fetchCount(TIME_SESSION, TIME_SESSION.COMPANY_ID.eq(company)));
    }
}
