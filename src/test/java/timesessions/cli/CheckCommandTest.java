package timesessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.directory.Named;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Source;
import timesessions.session.TimeSession;
import timesessions.testing.TestDatabase;

class CheckCommandTest {
    private static final String HEADER = "company\twhere\trow\tfound\texpected\n";
    private static final Instant NINE = Instant.parse("2026-03-02T17:00:00Z");

    private final Terminal terminal = new Terminal();
    private long company;

    @BeforeEach
    void newCompanyWithASession() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        var session = new TimeSession(
                1,
                NINE,
                NINE.plusSeconds(3600),
                "Pacific Time (US & Canada)",
                3600,
                3600,
                0,
                0,
                "Racks",
                NINE,
                NINE,
                false,
                new Named(1, "Ada"),
                null,
                null,
                List.of());
        new SessionWriter(TestDatabase.shared()).write(company, Source.JETBUILT, List.of(session));
    }

    @Test
    void findsNothingWhereAllAddsUp() {
        assertThat(check()).isZero();

        assertThat(terminal.out()).isEqualTo(HEADER);
        assertThat(terminal.err()).isEqualTo("1 company checked: nothing differs\n");
    }

    @Test
    void printsTheRowsThatDifferSeparatedByTabs() {
        spoil();

        assertThat(check()).isEqualTo(1);

        assertThat(terminal.out().lines().skip(1))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.split("\t", -1)).hasSize(5).startsWith(String.valueOf(company)));
    }

    @Test
    void mendsWhatDiffers() {
        spoil();

        assertThat(check("--repair")).isZero();
        assertThat(terminal.out().lines().count()).isGreaterThan(1);
        assertThat(terminal.err()).startsWith("Company %d differed and is mended\n".formatted(company));

        assertThat(check()).isZero();
    }

    @Test
    void endsWithOneWhereSomethingCannotBeMended() {
        TestDatabase.shared().writing(db -> db.execute("DELETE FROM user WHERE company_id = ?", company));

        assertThat(check("--repair")).isEqualTo(1);

        assertThat(terminal.out()).contains("\ttime_session user_id\tsession 1\tpoints at 1\t");
        assertThat(terminal.err()).startsWith("Company %d still differs".formatted(company));
    }

    @Test
    void refusesACompanyThatDoesNotExist() {
        assertThat(terminal.run("check", "--company", "999999999")).isEqualTo(1);

        assertThat(terminal.err()).isEqualTo("There is no company 999999999\n");
        assertThat(terminal.out()).isEmpty();
    }

    private int check(String... options) {
        var args = new ArrayList<>(List.of("check", "--company", String.valueOf(company)));
        args.addAll(List.of(options));
        return terminal.run(args.toArray(String[]::new));
    }

    private void spoil() {
        TestDatabase.shared()
                .writing(db -> db.execute("UPDATE total SET work = work + 1 WHERE company_id = ?", company));
    }
}
