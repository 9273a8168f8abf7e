package timesessions.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.TestDatabase;

/** Whether Flyway is left out where it would find nothing to do, and only there. */
class MigrationsTest {
    @Test
    void knowsWhatFlywayHasApplied() throws SQLException {
        try (Database database = TestDatabase.another("migrations")) {
            assertThat(areApplied(database)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM flyway_schema_history WHERE version = '053'",
                "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '020'",
                "UPDATE flyway_schema_history SET success = FALSE WHERE version = '053'",
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " VALUES (9999, '999', 'of a later program', 'SQL', 'V999__later.sql', 1, 'root', 1, TRUE)",
                "DROP TABLE flyway_schema_history"
            })
    void leavesToFlywayWhatDiffers(String difference) throws SQLException {
        try (Database database = TestDatabase.another("migrations")) {
            database.writing(db -> db.execute(difference));

            assertThat(areApplied(database)).isFalse();
        }
    }

    @Test
    void saysThatAMigrationHasChanged() {
        try (Database database = TestDatabase.another("migrations")) {
            database.writing(
                    db -> db.execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '020'"));

            assertThatThrownBy(database::migrate)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("checksum mismatch for migration version 020");
        }
    }

    private static boolean areApplied(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return Migrations.areApplied(connection);
        }
    }
}
