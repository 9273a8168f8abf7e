package timesessions.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jooq.DSLContext;
import timesessions.App;
import timesessions.Config;
import timesessions.account.AccountCreation;
import timesessions.account.Actor;
import timesessions.account.ApiTokenQueries;
import timesessions.account.Role;
import timesessions.account.TeamQueries;
import timesessions.database.Database;
import timesessions.database.EmbeddedMariaDb;
import timesessions.generate.Recipe;
import timesessions.time.RailsTimeZone;

/**
 * The made data of one size: one big company with nine sessions of ten, 2,000 people and 5,000 projects, and twenty small
 * companies beside it, in a data folder that is kept for the next run.
 *
 * @param now the moment up to which the data reaches; days and instants that are asked for go by it
 */
record BenchData(
        long sessions, Path folder, Instant now, long bigCompany, long smallCompany, String bigKey, String smallKey) {
    static final int PEOPLE = 2_000;
    static final int PROJECTS = 5_000;
    static final int YEARS = 3;
    private static final int SMALL_COMPANIES = 20;
    private static final String FACTS = "bench.properties";
    private static final String MIGRATIONS = "migrations";

    static final String ADMIN = "admin@bench.example";
    static final String SMALL_ADMIN = "small-admin@bench.example";
    /** Good for this data alone, which is made. */
    static final String PASSWORD = "seventeen ladders and a drill";

    /** The managers of the teams of so many people. */
    static String managerOf(int people) {
        return "manager-" + people + "@bench.example";
    }

    /**
     * Opens the data of that size, and makes it first if it is not there, was not made to the end, or has a schema that this
     * product cannot go on from: a migration that it was made with is another one now, or has gone. Migrations that have
     * come since, the server applies.
     */
    static BenchData prepare(Path root, Path cache, long sessions, Consumer<String> progress) {
        Path folder = cache.resolve("sessions-" + sessions);
        Path facts = folder.resolve(FACTS);
        List<String> migrations = migrations(root);
        if (Files.exists(folder)) {
            if (!Files.exists(facts)) {
                progress.accept("%s was not made to the end and is made anew".formatted(folder));
                delete(folder);
            } else if (!startsWith(migrations, appliedTo(facts))) {
                progress.accept("%s was made with other migrations and is made anew".formatted(folder));
                delete(folder);
            }
        }
        if (!Files.exists(facts)) {
            make(folder, facts, migrations, sessions, progress);
        }
        return read(folder, facts, sessions);
    }

    /** Keeps in mind that a server of this product has migrated the data. */
    void migrated(Path root) {
        Path facts = folder.resolve(FACTS);
        Properties values = properties(facts);
        values.setProperty(MIGRATIONS, String.join(" ", migrations(root)));
        store(values, facts);
    }

    /** In the order in which they are applied, each with a sum of what is in it. */
    private static List<String> migrations(Path root) {
        try (Stream<Path> files = Files.list(root.resolve("db/migration"))) {
            return files.sorted()
                    .map(file -> {
                        try {
                            var sum = new CRC32();
                            sum.update(Files.readAllBytes(file));
                            return "%s:%08x".formatted(file.getFileName(), sum.getValue());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> appliedTo(Path facts) {
        return List.of(properties(facts).getProperty(MIGRATIONS, "unknown").split(" ", -1));
    }

    private static boolean startsWith(List<String> all, List<String> first) {
        return all.size() >= first.size() && all.subList(0, first.size()).equals(first);
    }

    private static Properties properties(Path facts) {
        var values = new Properties();
        try (var in = Files.newInputStream(facts)) {
            values.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static void store(Properties values, Path facts) {
        try (var out = Files.newOutputStream(facts)) {
            values.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BenchData read(Path folder, Path facts, long sessions) {
        Properties values = properties(facts);
        return new BenchData(
                sessions,
                folder,
                Instant.parse(values.getProperty("now")),
                Long.parseLong(values.getProperty("big_company")),
                Long.parseLong(values.getProperty("small_company")),
                values.getProperty("big_key"),
                values.getProperty("small_key"));
    }

    private static void make(
            Path folder, Path facts, List<String> migrations, long sessions, Consumer<String> progress) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        var values = new Properties();
        values.setProperty("now", now.toString());
        values.setProperty(MIGRATIONS, String.join(" ", migrations));
        Config config = Config.from(Map.of("DATA_DIR", folder.toString()));
        try (App app = App.open(config, EmbeddedMariaDb.Use.COMMAND)) {
            // Lost with the machine it would be made again.
            app.database().writing(db -> db.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0"));
            long big = sessions * 9 / 10;
            long bigCompany = company(app, "Big", now, recipe(big, PEOPLE, PROJECTS), progress);
            long each = (sessions - big) / SMALL_COMPANIES;
            long smallCompany = 0;
            for (int i = 1; i <= SMALL_COMPANIES; i++) {
                smallCompany = company(app, "Small " + i, now, recipe(each, 100, 200), progress);
            }
            values.setProperty("big_company", Long.toString(bigCompany));
            values.setProperty("small_company", Long.toString(smallCompany));
            values.setProperty("big_key", key(app, bigCompany));
            values.setProperty("small_key", key(app, smallCompany));
            team(app.database(), bigCompany, 50);
            team(app.database(), bigCompany, 500);
            AccountCreation accounts = app.accountCreation();
            accounts.create(bigCompany, ADMIN, "Ada Admin", Role.ADMIN, Optional.empty(), PASSWORD);
            accounts.create(smallCompany, SMALL_ADMIN, "Sam Admin", Role.ADMIN, Optional.empty(), PASSWORD);
            for (int people : List.of(50, 500)) {
                accounts.create(
                        bigCompany,
                        managerOf(people),
                        "Mia Manager",
                        Role.MANAGER,
                        Optional.of("Team of " + people),
                        PASSWORD);
            }
        }
        store(values, facts);
    }

    private static Recipe recipe(long sessions, int people, int projects) {
        return Recipe.of(sessions, YEARS).withPeople(people).withProjects(projects);
    }

    private static long company(App app, String name, Instant now, Recipe recipe, Consumer<String> progress) {
        long company =
                app.companyWriter().create(name, RailsTimeZone.find("UTC").orElseThrow());
        app.generator()
                .fill(
                        company,
                        recipe.withSeed(company),
                        now,
                        done -> progress.accept("%s: %,d of %,d sessions".formatted(name, done, recipe.sessions())));
        return company;
    }

    private static String key(App app, long company) {
        return new ApiTokenQueries(app.database(), Clock.systemUTC())
                .create(company, "benchmark", null)
                .orElseThrow();
    }

    private static void team(Database database, long company, int people) {
        var teams = new TeamQueries(database, Clock.systemUTC());
        Actor actor = Actor.commandLine(company);
        // Every n-th, so that they are like the others.
        List<Long> members = database.read(db -> db.fetch(
                        "SELECT id FROM `user` WHERE company_id = ? ORDER BY id MOD ?, id LIMIT ?",
                        company,
                        PEOPLE / people,
                        people)
                .getValues(0, Long.class));
        teams.add(
                actor,
                company,
                teams.create(actor, company, "Team of " + people).id(),
                members);
    }

    LocalDate today() {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** What of a kind a company has in all, the one with the most sessions first. */
    static List<Keyed> keys(DSLContext db, long company, String dimension) {
        return db.fetch(
                        "SELECT key_id, SUM(sessions) FROM total WHERE company_id = ? AND dimension = ?"
                                + " AND grain = 'month' AND key_id > 0 GROUP BY key_id ORDER BY 2 DESC, 1",
                        company,
                        dimension)
                .map(row -> new Keyed(row.get(0, Long.class), row.get(1, Long.class)));
    }

    /** The id of a person, project, category or labor type, and how many sessions have it. */
    record Keyed(long id, long sessions) {}
}
