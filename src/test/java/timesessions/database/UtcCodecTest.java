package timesessions.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.TestDatabase;

final class UtcCodecTest {
    private final TimeZone before = TimeZone.getDefault();

    @BeforeEach
    void runInAnotherZoneThanUtc() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/Denver"));
    }

    @AfterEach
    void runAsBefore() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T09:08:07.123Z",
                "2026-11-24T09:08:07Z",
                "2026-11-24T00:00:00Z",
                "2026-11-24T00:00:00.000001Z",
                // There is no such time in Denver, where clocks are put forward then.
                "2026-03-08T02:30:00Z",
                "1969-12-31T23:59:59.999999Z",
                "1000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z"
            })
    void whatIsStoredIsReadAsItWas(String text) {
        Instant instant = Instant.parse(text);

        assertThat(read("SELECT CAST(? AS DATETIME(6))", instant)).containsExactly(instant);
    }

    @Test
    void theDatabaseHoldsUtc() {
        assertThat(read(
                        "SELECT TIMESTAMP'2026-03-08 02:30:00.5' FROM DUAL WHERE ? < '2026-11-24 09:08:08'",
                        Instant.parse("2026-11-24T09:08:07Z")))
                .containsExactly(Instant.parse("2026-03-08T02:30:00.5Z"));
    }

    @Test
    void textsAndDatesAreOfUtcToo() {
        assertThat(read("SELECT '2026-11-24 09:08:07.25' FROM DUAL WHERE ? IS NOT NULL", Instant.EPOCH))
                .containsExactly(Instant.parse("2026-11-24T09:08:07.25Z"));
        assertThat(read("SELECT DATE'2026-11-24' FROM DUAL WHERE ? IS NOT NULL", Instant.EPOCH))
                .containsExactly(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @Test
    void whatIsMissingStaysSo() {
        assertThat(read("SELECT IF(CAST(? AS DATETIME) IS NULL, TIMESTAMP'2026-11-24 00:00:00', NULL)", Instant.EPOCH))
                .containsExactly((Instant) null);
    }

    @Test
    void statementsThatAreNotPreparedGiveTheSame() throws SQLException {
        try (Connection connection = TestDatabase.shared().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT TIMESTAMP'2026-03-08 02:30:00.25'")) {
            row.next();

            assertThat(row.getObject(1, Instant.class)).isEqualTo(Instant.parse("2026-03-08T02:30:00.25Z"));
            connection.rollback();
        }
    }

    private static List<@Nullable Instant> read(String sql, Instant value) {
        return TestDatabase.shared().read(db -> {
            var found = new ArrayList<@Nullable Instant>();
            RowReader.forEach(db, sql, List.of(value), row -> found.add(row.instantOrNull()));
            return found;
        });
    }
}
