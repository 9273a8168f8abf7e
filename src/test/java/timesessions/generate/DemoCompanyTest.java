package timesessions.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static timesessions.jooq.Tables.COMPANY;
import static timesessions.jooq.Tables.PROJECT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timesessions.account.AccountCreation;
import timesessions.account.ApiTokenQueries;
import timesessions.account.CompanyWriter;
import timesessions.database.Database;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.time.RailsTimeZone;

class DemoCompanyTest {
    private final TestClock clock = new TestClock("2026-03-02T09:00:00Z");
    private final List<Long> filled = new ArrayList<>();

    @TempDir
    private Path folder;

    private Database database;
    private CompanyWriter companies;
    private ApiTokenQueries tokens;

    /** A schema of its own, since the others hold companies. */
    @BeforeEach
    void newSchema() {
        TestDatabase.shared().writing(db -> db.execute("DROP DATABASE IF EXISTS demo"));
        database = Database.open(TestDatabase.url().replace("/timesessions", "/demo"), "root", null, 2);
        database.migrate();
        companies = new CompanyWriter(database, clock);
        tokens = new ApiTokenQueries(database, clock);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void makesACompanyWithAKeyAndAPasswordThatOnlyTheOwnerMayRead() throws IOException {
        DemoCompany.Entry entry = demo(this::fill).prepare().orElseThrow();

        assertThat(tokens.reader(entry.key()).orElseThrow().visibility().companyId())
                .isEqualTo(filled.getFirst());
        assertThat(folder.resolve("demo-key")).hasContent(entry.key());
        assertThat(folder.resolve("demo-password")).hasContent(entry.password());
        for (String file : List.of("demo-key", "demo-password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void keepsTheCompanyAndTheKeyOfTheFirstStart() {
        DemoCompany.Entry entry = demo(this::fill).prepare().orElseThrow();

        assertThat(demo(this::fill).prepare()).contains(entry);
        assertThat(filled).hasSize(1);
    }

    @Test
    void makesAnewWhatAnInterruptedStartHasLeft() {
        var interrupted = demo(company -> {
            fill(company);
            throw new IllegalStateException("interrupted");
        });
        assertThatThrownBy(interrupted::prepare).hasMessage("interrupted");

        assertThat(demo(this::fill).prepare()).isPresent();

        assertThat(filled).hasSize(2);
        assertThat(ids()).containsExactly(filled.getLast());
        int projects = database.read(db -> db.fetchCount(PROJECT));
        assertThat(projects).isEqualTo(1);
    }

    @Test
    void leavesTheCompaniesOfOthersAlone() {
        long other = companies.create("Fabrikam", RailsTimeZone.of("UTC"));

        assertThat(demo(this::fill).prepare()).isEmpty();

        assertThat(ids()).containsExactly(other);
        assertThat(folder).isEmptyDirectory();
    }

    private DemoCompany demo(LongConsumer fill) {
        return new DemoCompany(folder, companies, tokens, new AccountCreation(database, clock), fill);
    }

    private void fill(long company) {
        filled.add(company);
        database.writing(db -> db.insertInto(PROJECT)
                .set(PROJECT.COMPANY_ID, company)
                .set(PROJECT.ID, 1L)
                .set(PROJECT.FULL_NAME, "Atrium")
                .set(PROJECT.NAMED_AT, Instant.EPOCH)
                .execute());
    }

    private List<Long> ids() {
        return database.read(db -> db.select(COMPANY.ID).from(COMPANY).fetch(COMPANY.ID));
    }
}
