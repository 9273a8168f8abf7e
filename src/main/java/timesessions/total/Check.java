package timesessions.total;

import static org.jooq.impl.DSL.min;
import static timesessions.database.CompanyLock.holdOffWriters;
import static timesessions.jooq.Tables.SESSION_LABOR;
import static timesessions.jooq.Tables.SESSION_WORD;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.total.TotalRebuild.execute;
import static timesessions.total.TotalRebuild.groupingInMemory;
import static timesessions.total.TotalRebuild.withCompany;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.database.Rows;
import timesessions.session.Words;
import timesessions.total.TotalDefinitions.Definition;

/** Holds the rollups and what sessions are found by against the sessions themselves, and mends them. */
public final class Check {
    private static final int SHOWN_EACH = 1_000;
    private static final int WORDS_AT_ONCE = 5_000;
    private static final int SESSIONS_AT_ONCE = 20_000;
    /** Ten million of these add up to less than a long holds. */
    private static final long LOW_BITS = 0xFFFFFFFFL;

    /**
     * One thing that is not as the sessions say.
     *
     * @param where the table and the part of it
     * @param row which row, by the values of its key
     */
    public record Difference(String where, String row, String found, String expected) {}

    /** SQL for the rows that point at something that is not there: a text that names the row. */
    private record Reference(String where, String sql) {}

    private static final List<Reference> REFERENCES = List.of(
            dangling("user", "user_id"),
            dangling("project", "project_id"),
            dangling("category", "category_id"),
            new Reference("time_entry labor_type_id", """
                    SELECT CONCAT('session ', e.session_id, ', entry ', e.id), e.labor_type_id
                    FROM time_entry e
                    LEFT JOIN labor_type l ON l.company_id = e.company_id AND l.id = e.labor_type_id
                    WHERE e.company_id = :company AND e.labor_type_id IS NOT NULL AND l.id IS NULL"""),
            new Reference("time_entry session_id", """
                    SELECT CONCAT('entry ', e.id), e.session_id
                    FROM time_entry e
                    LEFT JOIN time_session s ON s.company_id = e.company_id AND s.id = e.session_id
                    WHERE e.company_id = :company AND s.id IS NULL"""));

    private static final String STORED_WORDS = """
            SELECT word, COUNT(*), SUM(session_id & 0xFFFFFFFF), SUM(TO_DAYS(local_date) - TO_DAYS('1970-01-01')),
              SUM((TIMESTAMPDIFF(MICROSECOND, '1970-01-01', start_at) DIV 1000) & 0xFFFFFFFF)
            FROM session_word
            WHERE company_id = :company
            GROUP BY word""";

    private static final String LABOR_COLUMNS = "labor_type_id, local_date, start_at, session_id, user_id, project_id,"
            + " category_id, work_duration, break_duration";

    private final Database database;
    private final TotalRebuild rebuild;
    private final int sessionsAtOnce;

    public Check(Database database) {
        this(database, SESSIONS_AT_ONCE);
    }

    Check(Database database, int sessionsAtOnce) {
        this.database = database;
        this.rebuild = new TotalRebuild(database);
        this.sessionsAtOnce = sessionsAtOnce;
    }

    /**
     * Looks at everything that is kept beside the sessions of a company. It reads all of them; a difference in a busy
     * company is looked at twice, since writers may come between the reads.
     *
     * @param repair whether what differs is made anew from the sessions; a reference to something that is not there can
     *     only be told
     * @param found is told each difference, up to {@value #SHOWN_EACH} of each kind
     * @return how many parts differ
     */
    public int run(long companyId, boolean repair, Consumer<Difference> found) {
        int parts = 0;
        for (Reference reference : REFERENCES) {
            parts += tell(dangling(companyId, reference), found);
        }
        parts += labor(companyId, repair, found);
        parts += words(companyId, repair, found);
        for (Definition spans : TotalDefinitions.spans()) {
            parts += spans(companyId, spans, repair, found);
        }
        if (repair) {
            rebuild.prepare(companyId);
        }
        for (Definition definition : TotalDefinitions.all()) {
            List<Difference> differences = twice(() -> differences(companyId, definition));
            parts += tell(differences, found);
            if (repair && !differences.isEmpty()) {
                rebuild.rebuild(companyId, definition);
            }
        }
        return parts;
    }

    /** The ids of all companies. */
    public List<Long> companies() {
        return database.read(
                db -> db.fetch("SELECT id FROM company ORDER BY id").getValues(0, Long.class));
    }

    private static Reference dangling(String table, String column) {
        return new Reference("time_session " + column, """
                SELECT CONCAT('session ', s.id), s.%2$s
                FROM time_session s
                LEFT JOIN `%1$s` t ON t.company_id = s.company_id AND t.id = s.%2$s
                WHERE s.company_id = :company AND s.%2$s IS NOT NULL AND t.id IS NULL""".formatted(table, column));
    }

    private List<Difference> dangling(long companyId, Reference reference) {
        return twice(() -> database.read(db -> fetch(db, companyId, reference.sql).stream()
                .map(row -> new Difference(
                        reference.where,
                        row.get(0, String.class),
                        "points at " + row.get(1),
                        "something that is there"))
                .toList()));
    }

    private int labor(long companyId, boolean repair, Consumer<Difference> found) {
        var differences = new ArrayList<Difference>();
        var ids = new Ids(0, 0);
        do {
            ids = after(companyId, ids);
            Ids these = ids;
            differences.addAll(twice(() -> laborDifferences(companyId, these)));
        } while (ids.last < Long.MAX_VALUE);
        if (repair && !differences.isEmpty()) {
            database.writing(db -> {
                holdOffWriters(db, companyId);
                execute(db, companyId, "DELETE FROM session_labor WHERE company_id = :company");
                execute(
                        db,
                        companyId,
                        "INSERT INTO session_labor (company_id, %s) SELECT :company, expected.* FROM (%s) expected"
                                .formatted(LABOR_COLUMNS, laborExpected("TRUE")));
                CompanyVersion.raise(db, companyId);
            });
        }
        return tell(differences, found);
    }

    /** Ids after one, up to another. */
    private record Ids(long after, long last) {
        String hold(String column) {
            return "%1$s > %2$d AND %1$s <= %3$d".formatted(column, after, last);
        }
    }

    /** The ids of the next sessions, as many as are held against each other at once; the last stretch is open. */
    private Ids after(long companyId, Ids before) {
        Long last = database.read(db -> db.select(TIME_SESSION.ID)
                .from(TIME_SESSION)
                .where(TIME_SESSION.COMPANY_ID.eq(companyId), TIME_SESSION.ID.gt(before.last))
                .orderBy(TIME_SESSION.ID)
                .limit(1)
                .offset(sessionsAtOnce - 1)
                .fetchOne(TIME_SESSION.ID));
        return new Ids(before.last, last == null ? Long.MAX_VALUE : last);
    }

    /** A stretch of ids at a time, since all sessions at once would be grouped on the disk. */
    private List<Difference> laborDifferences(long companyId, Ids ids) {
        return database.read(db -> {
            String laborTypes = Stream.iterate(
                            nextLaborType(db, companyId, -1),
                            Objects::nonNull,
                            laborType -> nextLaborType(db, companyId, laborType))
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            String stored = laborTypes.isEmpty() ? "FALSE" : "labor_type_id IN (%s)".formatted(laborTypes);
            return fetch(db, companyId, """
                    SELECT session_id, labor_type_id, local_date, start_at, SUM(n) AS n
                    FROM (
                      SELECT %1$s, 1 AS n
                      FROM session_labor FORCE INDEX (by_session_id)
                      WHERE company_id = :company AND %2$s AND %3$s
                      UNION ALL
                      SELECT expected.*, -1 FROM (%4$s) expected
                    ) both_sides
                    GROUP BY %1$s
                    HAVING SUM(n) <> 0""".formatted(
                                    LABOR_COLUMNS, stored, ids.hold("session_id"), laborExpected(ids.hold("s.id"))))
                    .stream()
                    .map(row -> new Difference(
                            "session_labor",
                            "session %s, labor type %s, %s %s"
                                    .formatted(row.get(0), row.get(1), row.get(2), row.get(3)),
                            row.get("n", Long.class) > 0 ? "a row" : "no row",
                            row.get("n", Long.class) > 0 ? "no row" : "a row"))
                    .toList();
        });
    }

    /** Asked for one by one, each of which is read from one end of an index: for all at once the server reads all rows. */
    private static @Nullable Long nextLaborType(DSLContext db, long companyId, long before) {
        var l = SESSION_LABOR;
        return db.select(min(l.LABOR_TYPE_ID))
                .from(l)
                .where(l.COMPANY_ID.eq(companyId), l.LABOR_TYPE_ID.gt(before))
                .fetchSingle()
                .value1();
    }

    private static String laborExpected(String sessions) {
        return """
                SELECT COALESCE(e.labor_type_id, 0) AS labor_type_id, s.local_date, s.start_at, s.id AS session_id,
                  s.user_id, COALESCE(s.project_id, 0) AS project_id, COALESCE(s.category_id, 0) AS category_id,
                  s.work_duration, s.break_duration
                FROM time_session s
                LEFT JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
                WHERE s.company_id = :company AND %s
                GROUP BY s.id, COALESCE(e.labor_type_id, 0)""".formatted(sessions);
    }

    /** Looks only for sessions that are left out: wider than they need be, spans find the same. */
    private int spans(long companyId, Definition spans, boolean repair, Consumer<Difference> found) {
        List<Difference> differences = twice(() ->
                database.read(db -> fetch(db, companyId, """
                        SELECT expected.block
                        FROM (%s) expected
                        LEFT JOIN id_span stored
                          ON stored.company_id = :company AND stored.%s AND stored.block = expected.block
                        WHERE stored.block IS NULL
                          OR stored.created_first > expected.created_first OR stored.created_last < expected.created_last
                          OR stored.updated_first > expected.updated_first OR stored.updated_last < expected.updated_last
                          OR stored.start_first > expected.start_first OR stored.start_last < expected.start_last""".formatted(spans.expected(), spans.part())).stream()
                        .map(row -> new Difference(
                                spans.name(), "block " + row.get(0), "leaves sessions out", "holds all of them"))
                        .toList()));
        if (repair && !differences.isEmpty()) {
            rebuild.rebuild(companyId, spans);
        }
        return tell(differences, found);
    }

    /** How often a word occurs, and sums that differ if it stands at the wrong sessions, days or times. */
    private record WordSums(long rows, long sessionIds, long days, long starts) {
        static final WordSums NONE = new WordSums(0, 0, 0, 0);

        WordSums plus(WordSums other) {
            return new WordSums(
                    rows + other.rows, sessionIds + other.sessionIds, days + other.days, starts + other.starts);
        }
    }

    private int words(long companyId, boolean repair, Consumer<Difference> found) {
        List<Difference> differences = twice(() -> database.read(db -> {
            Map<String, WordSums> expected = expectedWords(db, companyId);
            var differing = new ArrayList<Difference>();
            try (var rows = db.resultQuery(withCompany(STORED_WORDS, companyId))
                    .fetchSize(WORDS_AT_ONCE)
                    .fetchLazy()) {
                for (Record row : rows) {
                    var stored = new WordSums(
                            row.get(1, Long.class),
                            row.get(2, Long.class),
                            row.get(3, Long.class),
                            row.get(4, Long.class));
                    String word = row.get(0, String.class);
                    WordSums sums = expected.remove(word);
                    if (!stored.equals(sums)) {
                        differing.add(difference(word, stored, sums == null ? WordSums.NONE : sums));
                    }
                }
            }
            expected.forEach((word, sums) -> differing.add(difference(word, WordSums.NONE, sums)));
            return differing;
        }));
        if (repair && !differences.isEmpty()) {
            database.writing(db -> {
                holdOffWriters(db, companyId);
                execute(db, companyId, "DELETE FROM session_word WHERE company_id = :company");
                insertWords(db, companyId);
                CompanyVersion.raise(db, companyId);
            });
        }
        return tell(differences, found);
    }

    private static Difference difference(String word, WordSums stored, WordSums expected) {
        return new Difference("session_word", word, stored.toString(), expected.toString());
    }

    private static Map<String, WordSums> expectedWords(DSLContext db, long companyId) {
        var expected = new TreeMap<String, WordSums>();
        for (var rows = described(db, companyId, 0); !rows.isEmpty(); rows = described(db, companyId, lastId(rows))) {
            for (var row : rows) {
                var sums = new WordSums(
                        1,
                        row.get(TIME_SESSION.ID) & LOW_BITS,
                        row.get(TIME_SESSION.LOCAL_DATE).toEpochDay(),
                        row.get(TIME_SESSION.START_AT).toEpochMilli() & LOW_BITS);
                for (String word : Words.of(row.get(TIME_SESSION.DESCRIPTION))) {
                    expected.merge(word, sums, WordSums::plus);
                }
            }
        }
        return expected;
    }

    private static void insertWords(DSLContext db, long companyId) {
        for (var found = described(db, companyId, 0);
                !found.isEmpty();
                found = described(db, companyId, lastId(found))) {
            var rows = new Rows();
            for (var row : found) {
                for (String word : Words.of(row.get(TIME_SESSION.DESCRIPTION))) {
                    rows.add(
                            companyId,
                            word,
                            row.get(TIME_SESSION.LOCAL_DATE),
                            row.get(TIME_SESSION.START_AT),
                            row.get(TIME_SESSION.ID));
                }
            }
            rows.execute(
                    db,
                    db.insertInto(
                                    SESSION_WORD,
                                    SESSION_WORD.COMPANY_ID,
                                    SESSION_WORD.WORD,
                                    SESSION_WORD.LOCAL_DATE,
                                    SESSION_WORD.START_AT,
                                    SESSION_WORD.SESSION_ID)
                            .values(0L, "", LocalDate.EPOCH, Instant.EPOCH, 0L));
        }
    }

    private static Result<Record4<Long, LocalDate, Instant, String>> described(
            DSLContext db, long companyId, long afterId) {
        var s = TIME_SESSION;
        return db.select(s.ID, s.LOCAL_DATE, s.START_AT, s.DESCRIPTION)
                .from(s)
                .where(s.COMPANY_ID.eq(companyId), s.ID.gt(afterId), s.DESCRIPTION.isNotNull())
                .orderBy(s.ID)
                .limit(WORDS_AT_ONCE)
                .fetch();
    }

    private static long lastId(Result<Record4<Long, LocalDate, Instant, String>> rows) {
        return rows.getLast().get(TIME_SESSION.ID);
    }

    private List<Difference> differences(long companyId, Definition definition) {
        int keys = definition.keys().size();
        int sums = definition.sums().size();
        String keyColumns = String.join(", ", definition.keys());
        String sumColumns = String.join(", ", definition.sums());
        String sql = """
                SELECT %s, %s, %s
                FROM (
                  SELECT %s, %s, 'found' AS side FROM %s WHERE company_id = :company AND %s
                  UNION ALL
                  SELECT expected.*, 'expected' FROM (%s) expected
                ) sides
                GROUP BY %s
                HAVING %s""".formatted(
                        keyColumns,
                        eachSum(definition, "SUM(IF(side = 'found', %1$s, 0))", ", "),
                        eachSum(definition, "SUM(IF(side = 'expected', %1$s, 0))", ", "),
                        keyColumns,
                        sumColumns,
                        definition.table(),
                        definition.part(),
                        definition.expected(),
                        keyColumns,
                        eachSum(definition, "SUM(IF(side = 'found', %1$s, -%1$s)) <> 0", " OR "));
        return database.read(db -> groupingInMemory(db, () -> fetch(db, companyId, sql)).stream()
                .map(row -> new Difference(
                        definition.name(),
                        described(definition.keys(), row, 0),
                        described(definition.sums(), row, keys),
                        described(definition.sums(), row, keys + sums)))
                .toList());
    }

    private static String eachSum(Definition definition, String form, String separator) {
        return definition.sums().stream().map(form::formatted).collect(Collectors.joining(separator));
    }

    private static String described(List<String> columns, Record row, int from) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).replace("`", "") + " " + row.get(from + i))
                .collect(Collectors.joining(", "));
    }

    /** Writers may come between two reads of a busy company, so only what differs twice is told. */
    private static List<Difference> twice(Supplier<List<Difference>> look) {
        List<Difference> first = look.get();
        if (first.isEmpty()) {
            return first;
        }
        Set<Difference> again = new LinkedHashSet<>(look.get());
        again.retainAll(new HashSet<>(first));
        return List.copyOf(again);
    }

    private static int tell(List<Difference> differences, Consumer<Difference> found) {
        differences.stream().limit(SHOWN_EACH).forEach(found);
        return differences.isEmpty() ? 0 : 1;
    }

    private static Result<Record> fetch(DSLContext db, long companyId, String sql) {
        return db.fetch(withCompany(sql, companyId));
    }
}
