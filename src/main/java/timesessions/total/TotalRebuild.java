package timesessions.total;

import static timesessions.database.CompanyLock.holdOffWriters;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.total.TotalDefinitions.Definition;

/** Builds the rollups of a company from its sessions: after a bulk load, or where they were found to differ. */
public final class TotalRebuild {
    /** Up to so many bytes of groups do not go to the disk, which took four times as long for those of a million sessions. */
    private static final int MEMORY_OF_GROUPS = 512 << 20;

    private final Database database;

    /** How many of the rollups have rows. */
    public enum Extent {
        NONE,
        SOME,
        ALL
    }

    public TotalRebuild(Database database) {
        this.database = database;
    }

    /** How far the rollups of a company that has sessions were built before whoever built them was stopped. */
    public Extent extent(long companyId) {
        return database.read(db -> {
            List<Definition> all = TotalDefinitions.all();
            if (!hasRows(db, companyId, all.getFirst())) {
                return Extent.NONE;
            }
            return hasRows(db, companyId, all.getLast()) ? Extent.ALL : Extent.SOME;
        });
    }

    /** Builds all of them, each in a transaction that holds off the company's writers. */
    public void rebuild(long companyId) {
        prepare(companyId);
        TotalDefinitions.spans().forEach(definition -> rebuild(companyId, definition));
        TotalDefinitions.all().forEach(definition -> rebuild(companyId, definition));
        countForTheOptimizer();
    }

    /** The server goes by what it knew before so many rows came, and would look through them all, until it counts itself. */
    private void countForTheOptimizer() {
        String tables = Stream.concat(
                        Stream.of("time_session", "time_entry", "session_labor", "session_word"),
                        TotalDefinitions.all().stream().map(Definition::table))
                .distinct()
                .collect(Collectors.joining(", "));
        database.writing(db -> db.fetch("ANALYZE TABLE " + tables));
    }

    /** Makes what the rollups go by: seats of people, and ids of mixes and of categories together with labor types. */
    void prepare(long companyId) {
        database.writing(db -> {
            holdOffWriters(db, companyId);
            Seats.giveAll(db, companyId);
            execute(db, companyId, """
                    INSERT INTO labor_mix (company_id, id, labor_types)
                    SELECT :company, NEXTVAL(id_sequence), met.labor_types
                    FROM (SELECT DISTINCT labor_types FROM (%s) of_sessions) met
                    LEFT JOIN labor_mix m ON m.company_id = :company AND m.labor_types = met.labor_types
                    WHERE m.id IS NULL""".formatted(TotalDefinitions.OF_SEVERAL_LABOR_TYPES));
            execute(db, companyId, """
                    INSERT INTO category_labor (company_id, id, category_id, labor_id)
                    SELECT :company, NEXTVAL(id_sequence), met.category_id, met.labor_id
                    FROM (
                      SELECT DISTINCT category_id, labor_type_id AS labor_id
                      FROM session_labor
                      WHERE company_id = :company
                      UNION
                      SELECT s.category_id, m.id
                      FROM (%s) s
                      STRAIGHT_JOIN labor_mix m ON m.company_id = :company AND m.labor_types = s.labor_types
                    ) met
                    LEFT JOIN category_labor c
                      ON c.company_id = :company AND c.category_id = met.category_id AND c.labor_id = met.labor_id
                    WHERE c.id IS NULL""".formatted(TotalDefinitions.OF_SEVERAL_LABOR_TYPES));
        });
    }

    void rebuild(long companyId, Definition definition) {
        database.writing(db -> {
            holdOffWriters(db, companyId);
            TotalRebuild.<@Nullable Void>groupingInMemory(db, () -> {
                replace(db, companyId, definition);
                return null;
            });
            CompanyVersion.raise(db, companyId);
        });
    }

    /** Lets the statements of an action group up to {@value #MEMORY_OF_GROUPS} bytes in memory. */
    static <T extends @Nullable Object> T groupingInMemory(DSLContext db, Supplier<T> action) {
        db.execute("SET SESSION tmp_memory_table_size = %1$d, max_heap_table_size = %1$d".formatted(MEMORY_OF_GROUPS));
        try {
            return action.get();
        } finally {
            db.execute("SET SESSION tmp_memory_table_size = DEFAULT, max_heap_table_size = DEFAULT");
        }
    }

    private static void replace(DSLContext db, long companyId, Definition definition) {
        execute(
                db,
                companyId,
                "DELETE FROM %s WHERE company_id = :company AND %s".formatted(definition.table(), definition.part()));
        execute(
                db,
                companyId,
                "INSERT INTO %s (company_id, %s) SELECT :company, %sexpected.* FROM (%s) expected"
                        .formatted(
                                definition.table(),
                                Stream.of(definition.fixedColumns(), definition.keys(), definition.sums())
                                        .flatMap(columns -> columns.stream())
                                        .collect(Collectors.joining(", ")),
                                definition.fixed().isEmpty() ? "" : definition.fixed() + ", ",
                                definition.expected()));
    }

    private static boolean hasRows(DSLContext db, long companyId, Definition definition) {
        return !db.fetch(withCompany(
                        "SELECT 1 FROM %s WHERE company_id = :company AND %s LIMIT 1"
                                .formatted(definition.table(), definition.part()),
                        companyId))
                .isEmpty();
    }

    static void execute(DSLContext db, long companyId, String sql) {
        db.execute(withCompany(sql, companyId));
    }

    /** A number, so it may stand in the statement itself, as often as it is needed. */
    static String withCompany(String sql, long companyId) {
        return sql.replace(":company", Long.toString(companyId));
    }
}
