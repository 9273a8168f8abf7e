package timesessions.testing;

import java.nio.file.Path;
import java.time.Instant;
import timesessions.database.Database;
import timesessions.database.EmbeddedMariaDb;

/**
 * One MariaDB for all the tests of a process, migrated once. Tests keep apart by a company of their own, as customers do, and
 * the processes that Maven runs tests in at the same time by a MariaDB each.
 */
public final class TestDatabase {
    private static final Path FOLDER = Path.of(System.getProperty("test.database", "target/test-database"));

    private static final class Holder {
        private static final EmbeddedMariaDb EMBEDDED =
                EmbeddedMariaDb.open(FOLDER, EmbeddedMariaDb.Use.SERVE, () -> {});
        private static final Database DATABASE = migrated();

        private static Database migrated() {
            Database database = Database.open(EMBEDDED.url(), "root", null, 20);
            database.migrate();
            // A test database need not survive the machine.
            database.writing(db -> db.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                database.close();
                EMBEDDED.close();
            }));
            return database;
        }
    }

    private TestDatabase() {}

    public static Database shared() {
        return Holder.DATABASE;
    }

    /** Where the shared database is, for programs that run beside the tests. */
    public static String url() {
        shared();
        return Holder.EMBEDDED.url();
    }

    /** One of that name beside it, migrated, with nothing in it. */
    public static Database another(String name) {
        shared().writing(db -> db.execute("DROP DATABASE IF EXISTS " + name));
        Database database = Database.open(url().replace("/timesessions?", "/" + name + "?"), "root", null, 2);
        database.migrate();
        return database;
    }

    /** A new company without anything in it. */
    public static long company(String timeZone) {
        return shared().write(db -> {
            db.execute(
                    "INSERT INTO company (name, time_zone, created_at) VALUES ('Northwind AV', ?, ?)",
                    timeZone,
                    java.time.LocalDateTime.ofInstant(Instant.EPOCH, java.time.ZoneOffset.UTC));
            return db.lastID().longValueExact();
        });
    }

    /** A team of an empty company, of people who may come later. */
    public static long team(long company, long... people) {
        return shared().write(db -> {
            long team = db.fetchSingle("SELECT NEXT VALUE FOR id_sequence").get(0, Long.class);
            db.execute(
                    "INSERT INTO team (id, company_id, name, created_at) VALUES (?, ?, ?, '2026-01-01')",
                    team,
                    company,
                    "Team " + team);
            for (long person : people) {
                db.execute("INSERT INTO team_member (team_id, user_id) VALUES (?, ?)", team, person);
            }
            return team;
        });
    }
}
