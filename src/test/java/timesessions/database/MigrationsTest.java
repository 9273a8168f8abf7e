package timesessions.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import timesessions.testing.TestDatabase;

/** What a start says of a database that does not fit. */
class MigrationsTest {
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
}
