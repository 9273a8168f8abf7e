package timesessions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.COMPANY;

import org.junit.jupiter.api.Test;
import timesessions.testing.TestDatabase;

class CompanyCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void printsTheIdOfTheNewCompanyAndNothingElse() {
        assertThat(terminal.run("company", "create", "  Fabrikam & Söhne ", "--time-zone", "Europe/Berlin"))
                .isZero();

        assertThat(terminal.out()).matches("[0-9]+\n");
        assertThat(terminal.err()).isEmpty();
        var company = TestDatabase.shared()
                .read(db -> db.fetchSingle(
                        COMPANY, COMPANY.ID.eq(Long.valueOf(terminal.out().strip()))));
        assertThat(company.get(COMPANY.NAME)).isEqualTo("Fabrikam & Söhne");
        assertThat(company.get(COMPANY.TIME_ZONE)).isEqualTo("Europe/Berlin");
    }

    @Test
    void takesTheNamesThatTheApiCarriesForTimeZones() {
        assertThat(terminal.run("company", "create", "Northwind AV", "--time-zone", "Pacific Time (US & Canada)"))
                .isZero();
    }

    @Test
    void refusesATimeZoneThatDoesNotExist() {
        assertThat(terminal.run("company", "create", "Northwind AV", "--time-zone", "Mars/Olympus_Mons"))
                .isEqualTo(2);

        assertThat(terminal.err()).contains("--time-zone", "'Mars/Olympus_Mons' is neither");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void refusesANameThatSaysNothing() {
        assertThat(terminal.run("company", "create", " ", "--time-zone", "UTC")).isEqualTo(2);

        assertThat(terminal.err()).contains("A company's name has 1 to 200 characters");
    }

    @Test
    void wantsToBeToldWhatToDoWithCompanies() {
        assertThat(terminal.run("company")).isEqualTo(2);
    }
}
