package timesessions.total;

import java.util.List;

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

    private TotalDefinitions() {}

    /** In an order in which each may be built from those before it. {@code :company} stands for the company's id. */
    static List<Definition> all() {
        return List.of(
                days("company", ofSessions("0")),
                days("user", ofSessions("user_id")),
                days("project", ofSessions("COALESCE(project_id, 0)")),
                days("category", ofSessions("COALESCE(category_id, 0)")),
                days("labor_type", """
                        SELECT l.labor_type_id, s.local_date, COUNT(*), SUM(s.work_duration), SUM(s.break_duration)
                        FROM session_labor l
                        JOIN time_session s ON s.company_id = l.company_id AND s.id = l.session_id
                        WHERE l.company_id = :company
                        GROUP BY l.labor_type_id, s.local_date"""),
                days("labor_share", """
                        SELECT labor, day, SUM(sessions), SUM(work), SUM(breaks)
                        FROM (
                          SELECT labor_type_id AS labor, local_date AS day, COUNT(*) AS sessions, 0 AS work, 0 AS breaks
                          FROM session_labor
                          WHERE company_id = :company
                          GROUP BY labor_type_id, local_date
                          UNION ALL
                          SELECT 0, local_date, 0, SUM(work_duration), SUM(break_duration)
                          FROM time_session
                          WHERE company_id = :company
                          GROUP BY local_date
                          UNION ALL
                          SELECT e.labor_type_id, s.local_date, 0,
                            SUM(IF(e.type = 'work', e.duration, 0)), SUM(IF(e.type = 'break', e.duration, 0))
                          FROM time_session s
                          JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
                          WHERE s.company_id = :company AND e.labor_type_id IS NOT NULL
                          GROUP BY e.labor_type_id, s.local_date
                          UNION ALL
                          SELECT 0, s.local_date, 0,
                            -SUM(IF(e.type = 'work', e.duration, 0)), -SUM(IF(e.type = 'break', e.duration, 0))
                          FROM time_session s
                          JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
                          WHERE s.company_id = :company AND e.labor_type_id IS NOT NULL
                          GROUP BY s.local_date
                        ) parts
                        GROUP BY labor, day"""),
                months("company"),
                months("user"),
                months("project"),
                months("category"),
                months("labor_type"),
                months("labor_share"),
                keyBlocks("project", "COALESCE(project_id, 0)", "id", "time_session"),
                keyBlocks("category", "COALESCE(category_id, 0)", "id", "time_session"),
                keyBlocks("labor_type", "labor_type_id", "session_id", "session_labor"),
                blocks("fine", TotalChanges.FINE_SHIFT),
                blocks("coarse", TotalChanges.COARSE_SHIFT),
                hours("created", "created_at"),
                hours("updated", "updated_at"),
                hours("start", "start_at"),
                stampDays("created"),
                stampDays("updated"),
                stampDays("start"));
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
                SELECT key_id, DATE_SUB(period, INTERVAL DAYOFMONTH(period) - 1 DAY) AS month,
                  SUM(sessions), SUM(work), SUM(`break`)
                FROM total
                WHERE company_id = :company AND dimension = '%s' AND grain = 'day'
                GROUP BY key_id, month""".formatted(dimension));
    }

    private static Definition totals(String dimension, String grain, String expected) {
        return new Definition(
                "total %s %s".formatted(dimension, grain),
                "total",
                "dimension = '%s' AND grain = '%s'".formatted(dimension, grain),
                List.of("dimension", "grain"),
                "'%s', '%s'".formatted(dimension, grain),
                List.of("key_id", "period"),
                SUMS,
                expected);
    }

    private static Definition keyBlocks(String dimension, String key, String id, String table) {
        return new Definition(
                "key_block " + dimension,
                "key_block",
                "dimension = '%s'".formatted(dimension),
                List.of("dimension"),
                "'%s'".formatted(dimension),
                List.of("key_id", "block"),
                List.of("sessions"),
                """
                SELECT %1$s, %2$s >> %3$d, COUNT(*)
                FROM %4$s
                WHERE company_id = :company
                GROUP BY %1$s, %2$s >> %3$d""".formatted(key, id, TotalChanges.KEY_SHIFT, table));
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

    private static Definition hours(String stamp, String column) {
        return stamps(stamp, "hour", """
                SELECT TIMESTAMP(DATE(%1$s), MAKETIME(HOUR(%1$s), 0, 0)) AS hour, COUNT(*)
                FROM time_session
                WHERE company_id = :company
                GROUP BY hour""".formatted(column));
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
