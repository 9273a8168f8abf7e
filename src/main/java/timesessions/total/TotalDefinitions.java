package timesessions.total;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each rollup must hold, as SQL over the sessions: by this they are checked, repaired, and built after a bulk load.
 * {@link TotalChanges} keeps the same up to date session by session.
 */
final class TotalDefinitions {
    /**
     * One part of one rollup table.
     *
     * @param part SQL that picks the rows of this part, after {@code company_id = :company AND}
     * @param fixedColumns the columns that {@code part} compares
     * @param fixed their values, in SQL
     * @param keys the columns that tell its rows apart
     * @param sums the columns that add up
     * @param expected SQL that gives the keys and sums, in this order, that should be there
     */
    record Definition(
            String name,
            String table,
            String part,
            List<String> fixedColumns,
            String fixed,
            List<String> keys,
            List<String> sums,
            String expected) {}

    private static final List<String> SUMS = List.of("sessions", "work", "`break`");

    private static final List<String> SEATS =
            Seats.COLUMNS.stream().map(column -> column.getName()).toList();

    private static final String ANY_SEATS =
            SEATS.stream().map("BIT_OR(%s)"::formatted).collect(Collectors.joining(", "));

    private static final String IS_CATEGORY_LABOR =
            "c.company_id = l.company_id AND c.category_id = l.category_id AND c.labor_id = l.labor_type_id";

    /** The sessions that have several labor types, with these as the mix that they are. */
    static final String OF_SEVERAL_LABOR_TYPES = """
            SELECT session_id, MIN(category_id) AS category_id, MIN(local_date) AS local_date,
              MIN(work_duration) AS work, MIN(break_duration) AS breaks,
              CONVERT(GROUP_CONCAT(labor_type_id ORDER BY labor_type_id) USING ascii) COLLATE ascii_bin AS labor_types
            FROM session_labor
            WHERE company_id = :company
            GROUP BY session_id
            HAVING COUNT(*) > 1""";

    private TotalDefinitions() {}

    /** In an order in which each may be built from those before it. {@code :company} stands for the company's id. */
    static List<Definition> all() {
        return List.of(
                days("company", ofSessions("0")),
                days("user", ofSessions("user_id")),
                days("project", ofSessions("COALESCE(project_id, 0)")),
                days("category", ofSessions("COALESCE(category_id, 0)")),
                days("labor_type", """
                        SELECT labor_type_id, local_date, COUNT(*), SUM(work_duration), SUM(break_duration)
                        FROM session_labor
                        WHERE company_id = :company
                        GROUP BY labor_type_id, local_date"""),
                days("category_labor", """
                        SELECT c.id, l.local_date, COUNT(*), SUM(l.work_duration), SUM(l.break_duration)
                        FROM session_labor l
                        STRAIGHT_JOIN category_labor c ON %s
                        WHERE l.company_id = :company
                        GROUP BY c.id, l.local_date
                        UNION ALL
                        SELECT c.id, s.local_date, COUNT(*), SUM(s.work), SUM(s.breaks)
                        FROM (%s) s
                        STRAIGHT_JOIN labor_mix m ON m.company_id = :company AND m.labor_types = s.labor_types
                        STRAIGHT_JOIN category_labor c
                          ON c.company_id = :company AND c.category_id = s.category_id AND c.labor_id = m.id
                        GROUP BY c.id, s.local_date""".formatted(IS_CATEGORY_LABOR, OF_SEVERAL_LABOR_TYPES)),
                days("labor_mix", """
                        SELECT m.id, t.period, SUM(t.sessions), SUM(t.work), SUM(t.`break`)
                        FROM total t
                        STRAIGHT_JOIN category_labor c ON c.company_id = t.company_id AND c.id = t.key_id
                        STRAIGHT_JOIN labor_mix m ON m.company_id = t.company_id AND m.id = c.labor_id
                        WHERE t.company_id = :company AND t.dimension = 'category_labor' AND t.grain = 'day'
                        GROUP BY m.id, t.period"""),
                days("team", """
                        SELECT m.team_id, t.period, SUM(t.sessions), SUM(t.work), SUM(t.`break`)
                        FROM total t
                        JOIN team_member m ON m.user_id = t.key_id
                        JOIN team ON team.id = m.team_id AND team.company_id = t.company_id
                        WHERE t.company_id = :company AND t.dimension = 'user' AND t.grain = 'day'
                        GROUP BY m.team_id, t.period"""),
                months("company"),
                months("user"),
                months("project"),
                months("category"),
                months("labor_type"),
                months("category_labor"),
                months("labor_mix"),
                months("team"),
                keyLabor("user", "month"),
                keyLabor("project", "month"),
                keyLabor("category", "day"),
                keyLaborOfMonths("category"),
                keyLaborOfAllTime("user"),
                keyLaborOfAllTime("project"),
                keyLaborOfAllTime("category"),
                days("labor_share", """
                        SELECT labor_type_id, period, SUM(sessions), SUM(work), SUM(`break`)
                        FROM key_labor
                        WHERE company_id = :company AND dimension = 'category' AND grain = 'day'
                        GROUP BY labor_type_id, period"""),
                months("labor_share"),
                allTime("user"),
                allTime("labor_mix"),
                keyUsers("project", "COALESCE(project_id, 0)", "time_session FORCE INDEX (by_project_user)"),
                keyUsers("category", "COALESCE(category_id, 0)", "time_session FORCE INDEX (by_category_user)"),
                keyUsers("labor_type", "labor_type_id", "session_labor FORCE INDEX (by_user)"),
                keyUsersOfAllTime("project"),
                keyUsersOfAllTime("category"),
                keyUsersOfAllTime("labor_type"),
                runningClocks(),
                attendance("company", "0", "period", """
                        total t
                        STRAIGHT_JOIN `user` u ON u.company_id = t.company_id AND u.id = t.key_id
                        WHERE t.company_id = :company AND t.dimension = 'user' AND t.grain = 'day' AND t.sessions > 0"""),
                attendance("project", "COALESCE(t.project_id, 0)", "local_date", ofPeople("time_session")),
                attendance("category", "COALESCE(t.category_id, 0)", "local_date", ofPeople("time_session")),
                attendance("labor_type", "t.labor_type_id", "local_date", ofPeople("session_labor")),
                attendance(
                        "category_labor", "c.id", "local_date", """
                        session_labor t
                        STRAIGHT_JOIN category_labor c ON %s
                        STRAIGHT_JOIN `user` u ON u.company_id = t.company_id AND u.id = t.user_id
                        WHERE t.company_id = :company""".formatted(IS_CATEGORY_LABOR.replace("l.", "t."))),
                attendanceOfMonths("company"),
                attendanceOfMonths("project"),
                attendanceOfMonths("category"),
                attendanceOfMonths("labor_type"),
                attendanceOfMonths("category_labor"),
                attendanceOfAllTime("project"),
                attendanceOfAllTime("category"),
                attendanceOfAllTime("labor_type"),
                keyBlocks("project", "COALESCE(project_id, 0)", "id", "time_session"),
                keyBlocks("category", "COALESCE(category_id, 0)", "id", "time_session"),
                keyBlocks("labor_type", "labor_type_id", "session_id", "session_labor"),
                keyBlocks("user", "user_id", "id", "time_session"),
                keyBlocks("labor_mix", "fine", """
                        SELECT m.id, s.session_id >> %d AS block, COUNT(*)
                        FROM (%s) s
                        STRAIGHT_JOIN labor_mix m ON m.company_id = :company AND m.labor_types = s.labor_types
                        GROUP BY m.id, block""".formatted(TotalChanges.KEY_SHIFT, OF_SEVERAL_LABOR_TYPES)),
                widerKeyBlocks("project", "middle", "fine"),
                widerKeyBlocks("category", "middle", "fine"),
                widerKeyBlocks("labor_type", "middle", "fine"),
                widerKeyBlocks("user", "middle", "fine"),
                widerKeyBlocks("labor_mix", "middle", "fine"),
                widerKeyBlocks("project", "coarse", "middle"),
                widerKeyBlocks("category", "coarse", "middle"),
                widerKeyBlocks("labor_type", "coarse", "middle"),
                widerKeyBlocks("user", "coarse", "middle"),
                widerKeyBlocks("labor_mix", "coarse", "middle"),
                blocks("fine", TotalChanges.FINE_SHIFT),
                blocks("coarse", TotalChanges.COARSE_SHIFT),
                keyStamps("category", "COALESCE(category_id, 0)", "updated", "updated_at", "time_session"),
                keyStamps("category", "COALESCE(category_id, 0)", "start", "start_at", "time_session"),
                keyStamps("labor_type", "labor_type_id", "updated", "updated_at", """
                        (
                          SELECT l.company_id, l.labor_type_id, s.updated_at
                          FROM session_labor l FORCE INDEX (by_session_id)
                          STRAIGHT_JOIN time_session s ON s.company_id = l.company_id AND s.id = l.session_id
                        ) changed"""),
                keyStamps("labor_type", "labor_type_id", "start", "start_at", "session_labor"),
                keyStampsOfDays("category", "updated"),
                keyStampsOfDays("category", "start"),
                keyStampsOfDays("labor_type", "updated"),
                keyStampsOfDays("labor_type", "start"),
                hours("created", "created_at"),
                hours("updated", "updated_at"),
                hours("start", "start_at"),
                stampDays("created"),
                stampDays("updated"),
                stampDays("start"));
    }

    /** Between which instants the sessions of each block of ids lie. What is stored may be wider. */
    static List<Definition> spans() {
        return List.of(spans("coarse", TotalChanges.KEY_SHIFT), spans("fine", TotalChanges.SPAN_SHIFT));
    }

    private static Definition spans(String grain, int shift) {
        return new Definition(
                "id_span " + grain,
                "id_span",
                "grain = '%s'".formatted(grain),
                List.of("grain"),
                "'%s'".formatted(grain),
                List.of("block"),
                List.of("created_first", "created_last", "updated_first", "updated_last", "start_first", "start_last"),
                """
                SELECT id >> %d AS block, MIN(created_at) AS created_first, MAX(created_at) AS created_last,
                  MIN(updated_at) AS updated_first, MAX(updated_at) AS updated_last, MIN(start_at) AS start_first,
                  MAX(start_at) AS start_last
                FROM time_session
                WHERE company_id = :company
                GROUP BY block""".formatted(shift));
    }

    private static String ofSessions(String key) {
        return """
                SELECT %s, local_date, COUNT(*), SUM(work_duration), SUM(break_duration)
                FROM time_session
                WHERE company_id = :company
                GROUP BY %s, local_date""".formatted(key, key.equals("0") ? "company_id" : key);
    }

    private static Definition days(String dimension, String expected) {
        return totals(dimension, "day", expected);
    }

    private static Definition months(String dimension) {
        return totals(dimension, "month", """
                SELECT key_id, %s AS month, SUM(sessions), SUM(work), SUM(`break`)
                FROM total
                WHERE company_id = :company AND dimension = '%s' AND grain = 'day'
                GROUP BY key_id, month""".formatted(firstOfMonth("period"), dimension));
    }

    private static Definition allTime(String dimension) {
        return totals(dimension, "all", """
                SELECT key_id, DATE '1970-01-01', SUM(sessions), SUM(work), SUM(`break`)
                FROM total
                WHERE company_id = :company AND dimension = '%s' AND grain = 'month'
                GROUP BY key_id""".formatted(dimension));
    }

    private static Definition keyUsers(String dimension, String key, String from) {
        return keyUsersOf(dimension, "month", """
                SELECT %s AS with_key, user_id, %s AS month, COUNT(*), SUM(work_duration), SUM(break_duration)
                FROM %s
                WHERE company_id = :company
                GROUP BY with_key, user_id, month""".formatted(key, firstOfMonth("local_date"), from));
    }

    private static Definition keyUsersOfAllTime(String dimension) {
        return keyUsersOf(dimension, "all", """
                SELECT key_id, user_id, DATE '1970-01-01', SUM(sessions), SUM(work), SUM(`break`)
                FROM key_user
                WHERE company_id = :company AND dimension = '%s' AND grain = 'month'
                GROUP BY key_id, user_id""".formatted(dimension));
    }

    /**
     * The sessions that have the labor type; the seconds of all sessions under 0, from where those of the entries of labor types
     * are taken.
     */
    private static Definition keyLabor(String dimension, String grain) {
        return keyLabor(dimension, grain, """
                SELECT counted_in, with_key, labor, SUM(sessions), SUM(work), SUM(breaks)
                FROM (
                  SELECT %1$s AS counted_in, t.%2$s_id AS with_key, t.labor_type_id AS labor, COUNT(*) AS sessions,
                    0 AS work, 0 AS breaks
                  FROM session_labor t
                  WHERE t.company_id = :company
                  GROUP BY counted_in, with_key, labor
                  UNION ALL
                  SELECT period, key_id, 0, 0, work, `break`
                  FROM total
                  WHERE company_id = :company AND dimension = '%2$s' AND grain = '%3$s'
                  UNION ALL
                  SELECT entries.counted_in, entries.with_key, IF(side.is_theirs, entries.labor, 0), 0,
                    IF(side.is_theirs, entries.work, -entries.work), IF(side.is_theirs, entries.breaks, -entries.breaks)
                  FROM (
                    SELECT %1$s AS counted_in, COALESCE(t.%2$s_id, 0) AS with_key,
                      e.labor_type_id AS labor, SUM(IF(e.type = 'work', e.duration, 0)) AS work,
                      SUM(IF(e.type = 'break', e.duration, 0)) AS breaks
                    FROM time_session t
                    STRAIGHT_JOIN time_entry e ON e.company_id = t.company_id AND e.session_id = t.id
                    WHERE t.company_id = :company AND e.labor_type_id IS NOT NULL
                    GROUP BY counted_in, with_key, labor
                  ) entries
                  CROSS JOIN (SELECT TRUE AS is_theirs UNION ALL SELECT FALSE) side
                ) parts
                GROUP BY counted_in, with_key, labor""".formatted(
                        grain.equals("day") ? "t.local_date" : firstOfMonth("t.local_date"), dimension, grain));
    }

    private static Definition keyLaborOfMonths(String dimension) {
        return keyLabor(dimension, "month", """
                SELECT %s AS month, key_id, labor_type_id, SUM(sessions), SUM(work), SUM(`break`)
                FROM key_labor
                WHERE company_id = :company AND dimension = '%s' AND grain = 'day'
                GROUP BY month, key_id, labor_type_id""".formatted(firstOfMonth("period"), dimension));
    }

    private static Definition keyLaborOfAllTime(String dimension) {
        return keyLabor(dimension, "all", """
                SELECT DATE '1970-01-01', key_id, labor_type_id, SUM(sessions), SUM(work), SUM(`break`)
                FROM key_labor
                WHERE company_id = :company AND dimension = '%s' AND grain = 'month'
                GROUP BY key_id, labor_type_id""".formatted(dimension));
    }

    private static Definition keyLabor(String dimension, String grain, String expected) {
        return ofGrain("key_labor", dimension, grain, List.of("period", "key_id", "labor_type_id"), SUMS, expected);
    }

    private static String firstOfMonth(String day) {
        return "DATE_SUB(%1$s, INTERVAL DAYOFMONTH(%1$s) - 1 DAY)".formatted(day);
    }

    private static Definition keyUsersOf(String dimension, String grain, String expected) {
        return ofGrain("key_user", dimension, grain, List.of("key_id", "user_id", "period"), SUMS, expected);
    }

    private static Definition totals(String dimension, String grain, String expected) {
        return ofGrain("total", dimension, grain, List.of("key_id", "period"), SUMS, expected);
    }

    /** What a table holds for one of its dimensions by one grain. */
    private static Definition ofGrain(
            String table, String dimension, String grain, List<String> keys, List<String> sums, String expected) {
        return new Definition(
                "%s %s %s".formatted(table, dimension, grain),
                table,
                "dimension = '%s' AND grain = '%s'".formatted(dimension, grain),
                List.of("dimension", "grain"),
                "'%s', '%s'".formatted(dimension, grain),
                keys,
                sums,
                expected);
    }

    /** Not a rollup, but checked and built as one: whose clock it is stands in for what adds up. */
    private static Definition runningClocks() {
        return new Definition(
                "running_clock",
                "running_clock",
                "TRUE",
                List.of(),
                "",
                List.of(
                        "local_date",
                        "session_id",
                        "entry_id",
                        "project_id",
                        "category_id",
                        "labor_type_id",
                        "type",
                        "since"),
                List.of("user_id"),
                """
                SELECT s.local_date, s.id AS session_id, COALESCE(e.id, 0) AS entry_id, COALESCE(s.project_id, 0),
                  COALESCE(s.category_id, 0), COALESCE(e.labor_type_id, 0), COALESCE(e.type, 'work'),
                  COALESCE(e.start_at, s.start_at), s.user_id
                FROM time_session s FORCE INDEX (by_running)
                LEFT JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
                WHERE s.company_id = :company AND s.running AND (e.id IS NULL OR e.running)""");
    }

    private static String ofPeople(String table) {
        return """
                %s t
                STRAIGHT_JOIN `user` u ON u.company_id = t.company_id AND u.id = t.user_id
                WHERE t.company_id = :company""".formatted(table);
    }

    private static Definition attendance(String dimension, String key, String day, String from) {
        return attendance(dimension, "day", """
                SELECT %1$s AS attended, t.%2$s AS day, u.seat DIV %3$d AS block, %4$s
                FROM %5$s
                GROUP BY attended, day, block""".formatted(
                key,
                day,
                Seats.OF_BLOCK,
                IntStream.range(0, Seats.COLUMNS.size())
                        .mapToObj(column -> "BIT_OR(IF(u.seat MOD %d DIV %d = %d, 1 << (u.seat MOD %d), 0)) AS seats_%d"
                                .formatted(Seats.OF_BLOCK, Seats.OF_COLUMN, column, Seats.OF_COLUMN, column))
                        .collect(Collectors.joining(", ")),
                from));
    }

    private static Definition attendanceOfMonths(String dimension) {
        return attendance(dimension, "month", """
                SELECT key_id, %s AS month, block, %s
                FROM attendance
                WHERE company_id = :company AND dimension = '%s' AND grain = 'day'
                GROUP BY key_id, month, block""".formatted(firstOfMonth("period"), ANY_SEATS, dimension));
    }

    private static Definition attendanceOfAllTime(String dimension) {
        return attendance(dimension, "all", """
                SELECT key_id, DATE '1970-01-01', block, %s
                FROM attendance
                WHERE company_id = :company AND dimension = '%s' AND grain = 'month'
                GROUP BY key_id, block""".formatted(ANY_SEATS, dimension));
    }

    private static Definition attendance(String dimension, String grain, String expected) {
        return ofGrain("attendance", dimension, grain, List.of("key_id", "period", "block"), SEATS, expected);
    }

    private static Definition keyBlocks(String dimension, String key, String id, String table) {
        return keyBlocks(dimension, "fine", """
                SELECT %1$s, %2$s >> %3$d, COUNT(*)
                FROM %4$s
                WHERE company_id = :company
                GROUP BY %1$s, %2$s >> %3$d""".formatted(key, id, TotalChanges.KEY_SHIFT, table));
    }

    private static Definition widerKeyBlocks(String dimension, String grain, String finer) {
        return keyBlocks(dimension, grain, """
                SELECT key_id, block >> %d AS wider, SUM(sessions)
                FROM key_block
                WHERE company_id = :company AND dimension = '%s' AND grain = '%s'
                GROUP BY key_id, wider""".formatted(TotalChanges.WIDER_SHIFT, dimension, finer));
    }

    private static Definition keyBlocks(String dimension, String grain, String expected) {
        return ofGrain("key_block", dimension, grain, List.of("key_id", "block"), List.of("sessions"), expected);
    }

    private static Definition blocks(String grain, int shift) {
        return new Definition(
                "id_block " + grain,
                "id_block",
                "grain = '%s'".formatted(grain),
                List.of("grain"),
                "'%s'".formatted(grain),
                List.of("block"),
                List.of("sessions"),
                """
                SELECT id >> %d, COUNT(*)
                FROM time_session
                WHERE company_id = :company
                GROUP BY id >> %d""".formatted(shift, shift));
    }

    private static Definition keyStamps(String dimension, String key, String stamp, String column, String from) {
        return keyStamps(dimension, stamp, "hour", """
                SELECT %s AS with_key, %s AS hour, COUNT(*)
                FROM %s
                WHERE company_id = :company
                GROUP BY with_key, hour""".formatted(key, hour(column), from));
    }

    private static Definition keyStampsOfDays(String dimension, String stamp) {
        return keyStamps(dimension, stamp, "day", """
                SELECT key_id, TIMESTAMP(DATE(period)) AS day, SUM(sessions)
                FROM key_stamp
                WHERE company_id = :company AND dimension = '%s' AND stamp = '%s' AND grain = 'hour'
                GROUP BY key_id, day""".formatted(dimension, stamp));
    }

    private static Definition keyStamps(String dimension, String stamp, String grain, String expected) {
        return new Definition(
                "key_stamp %s %s %s".formatted(dimension, stamp, grain),
                "key_stamp",
                "dimension = '%s' AND stamp = '%s' AND grain = '%s'".formatted(dimension, stamp, grain),
                List.of("dimension", "stamp", "grain"),
                "'%s', '%s', '%s'".formatted(dimension, stamp, grain),
                List.of("key_id", "period"),
                List.of("sessions"),
                expected);
    }

    private static Definition hours(String stamp, String column) {
        return stamps(stamp, "hour", """
                SELECT %s AS hour, COUNT(*)
                FROM time_session
                WHERE company_id = :company
                GROUP BY hour""".formatted(hour(column)));
    }

    private static String hour(String instant) {
        return "TIMESTAMP(DATE(%1$s), MAKETIME(HOUR(%1$s), 0, 0))".formatted(instant);
    }

    private static Definition stampDays(String stamp) {
        return stamps(stamp, "day", """
                SELECT TIMESTAMP(DATE(period)) AS day, SUM(sessions)
                FROM stamp_total
                WHERE company_id = :company AND stamp = '%s' AND grain = 'hour'
                GROUP BY day""".formatted(stamp));
    }

    private static Definition stamps(String stamp, String grain, String expected) {
        return new Definition(
                "stamp_total %s %s".formatted(stamp, grain),
                "stamp_total",
                "stamp = '%s' AND grain = '%s'".formatted(stamp, grain),
                List.of("stamp", "grain"),
                "'%s', '%s'".formatted(stamp, grain),
                List.of("period"),
                List.of("sessions"),
                expected);
    }
}
