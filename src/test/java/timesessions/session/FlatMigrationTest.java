package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import timesessions.database.Database;
import timesessions.session.SessionWriter.Source;
import timesessions.testing.TestDatabase;
import timesessions.total.Check;
import timesessions.total.Check.Difference;

/** Whether V051 to V058 count the sessions that were there before as their writer counts those that come after. */
class FlatMigrationTest {
    /** Back to what there was before, with the months that V050 left in databases that are older. */
    private static final List<String> UNDO = List.of(
            "DELETE c FROM category_labor c JOIN labor_mix m ON m.company_id = c.company_id AND m.id = c.labor_id",
            "DELETE t FROM total t LEFT JOIN category_labor c ON c.company_id = t.company_id AND c.id = t.key_id"
                    + " WHERE t.dimension = 'category_labor' AND c.id IS NULL",
            "DELETE FROM total WHERE dimension = 'labor_mix'",
            "DELETE FROM key_block WHERE dimension = 'labor_mix' OR grain <> 'fine'",
            "ALTER TABLE key_block DROP PRIMARY KEY, DROP COLUMN grain,"
                    + " ADD PRIMARY KEY (company_id, dimension, key_id, block)",
            "UPDATE total SET sessions = sessions + 7 WHERE dimension = 'category_labor' AND grain = 'month'",
            "UPDATE attendance SET seats_0 = 1 WHERE grain = 'month'",
            "DELETE FROM attendance WHERE grain = 'all'",
            "ALTER TABLE category_labor RENAME COLUMN labor_id TO labor_type_id",
            "ALTER TABLE total MODIFY dimension ENUM ('company', 'user', 'project', 'category', 'labor_type',"
                    + " 'labor_share', 'team', 'category_labor') NOT NULL",
            "ALTER TABLE key_block MODIFY dimension ENUM ('project', 'category', 'labor_type', 'user') NOT NULL",
            "DROP TABLE labor_mix",
            "DROP TABLE key_user",
            "DROP TABLE key_labor",
            "DROP TABLE key_stamp",
            "DROP TABLE id_span",
            "DELETE FROM flyway_schema_history WHERE version >= '051'");

    @Test
    void countsWhatIsThere() {
        try (Database database = TestDatabase.another("flat_migration")) {
            long company = database.write(db -> company(db));
            var random = new RandomSessions(51);
            new SessionWriter(database)
                    .write(
                            company,
                            Source.JETBUILT,
                            LongStream.rangeClosed(1, 400)
                                    .mapToObj(random::withId)
                                    .toList());
            assertThat(differences(database, company)).isEmpty();

            database.writing(db -> UNDO.forEach(db::execute));
            database.migrate();

            assertThat(differences(database, company)).isEmpty();
        }
    }

    private static long company(DSLContext db) {
        db.execute("INSERT INTO company (name, time_zone, created_at) VALUES ('Northwind AV', 'UTC', '2026-01-01')");
        return db.lastID().longValueExact();
    }

    private static List<Difference> differences(Database database, long company) {
        var found = new ArrayList<Difference>();
        new Check(database).run(company, false, found::add);
        return found;
    }
}
