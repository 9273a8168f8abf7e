-- What the entries of each labor type come to with each person, project and category, so that the hours of labor types are
-- told by these without reading all sessions with their entries. Labor type 0 has what no entry with a labor type accounts
-- for, key 0 what has no project or category. Days are kept of categories alone: they are few.
CREATE TABLE key_labor (
  company_id BIGINT NOT NULL,
  dimension ENUM ('user', 'project', 'category') NOT NULL,
  grain ENUM ('day', 'month', 'all') NOT NULL,
  period DATE NOT NULL,
  key_id BIGINT NOT NULL,
  labor_type_id BIGINT NOT NULL,
  sessions BIGINT NOT NULL,
  work BIGINT NOT NULL,
  `break` BIGINT NOT NULL,
  PRIMARY KEY (company_id, dimension, grain, period, key_id, labor_type_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Groups that fit into memory take a quarter of the time of those on the disk.
SET SESSION tmp_memory_table_size = 536870912, max_heap_table_size = 536870912;
INSERT INTO key_labor (company_id, dimension, grain, period, key_id, labor_type_id, sessions, work, `break`)
  SELECT company_id, 'category', 'day', counted_in, with_key, labor, SUM(sessions), SUM(work), SUM(breaks)
  FROM (
    SELECT l.company_id, l.local_date AS counted_in,
      l.category_id AS with_key, l.labor_type_id AS labor, COUNT(*) AS sessions, 0 AS work, 0 AS breaks
    FROM session_labor l
    GROUP BY l.company_id, counted_in, with_key, labor
    UNION ALL
    SELECT company_id, period, key_id, 0, 0, work, `break` FROM total WHERE dimension = 'category' AND grain = 'day'
    UNION ALL
    SELECT entries.company_id, entries.counted_in, entries.with_key, IF(side.is_theirs, entries.labor, 0), 0,
      IF(side.is_theirs, entries.work, -entries.work), IF(side.is_theirs, entries.breaks, -entries.breaks)
    FROM (
      SELECT s.company_id, s.local_date AS counted_in,
        COALESCE(s.category_id, 0) AS with_key, e.labor_type_id AS labor, SUM(IF(e.type = 'work', e.duration, 0)) AS work,
        SUM(IF(e.type = 'break', e.duration, 0)) AS breaks
      FROM time_session s
      STRAIGHT_JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
      WHERE e.labor_type_id IS NOT NULL
      GROUP BY s.company_id, counted_in, with_key, labor
    ) entries
    CROSS JOIN (SELECT TRUE AS is_theirs UNION ALL SELECT FALSE) side
  ) parts
  GROUP BY company_id, counted_in, with_key, labor;

INSERT INTO key_labor (company_id, dimension, grain, period, key_id, labor_type_id, sessions, work, `break`)
  SELECT company_id, 'user', 'month', counted_in, with_key, labor, SUM(sessions), SUM(work), SUM(breaks)
  FROM (
    SELECT l.company_id, DATE_SUB(l.local_date, INTERVAL DAYOFMONTH(l.local_date) - 1 DAY) AS counted_in,
      l.user_id AS with_key, l.labor_type_id AS labor, COUNT(*) AS sessions, 0 AS work, 0 AS breaks
    FROM session_labor l
    GROUP BY l.company_id, counted_in, with_key, labor
    UNION ALL
    SELECT company_id, period, key_id, 0, 0, work, `break` FROM total WHERE dimension = 'user' AND grain = 'month'
    UNION ALL
    SELECT entries.company_id, entries.counted_in, entries.with_key, IF(side.is_theirs, entries.labor, 0), 0,
      IF(side.is_theirs, entries.work, -entries.work), IF(side.is_theirs, entries.breaks, -entries.breaks)
    FROM (
      SELECT s.company_id, DATE_SUB(s.local_date, INTERVAL DAYOFMONTH(s.local_date) - 1 DAY) AS counted_in,
        s.user_id AS with_key, e.labor_type_id AS labor, SUM(IF(e.type = 'work', e.duration, 0)) AS work,
        SUM(IF(e.type = 'break', e.duration, 0)) AS breaks
      FROM time_session s
      STRAIGHT_JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
      WHERE e.labor_type_id IS NOT NULL
      GROUP BY s.company_id, counted_in, with_key, labor
    ) entries
    CROSS JOIN (SELECT TRUE AS is_theirs UNION ALL SELECT FALSE) side
  ) parts
  GROUP BY company_id, counted_in, with_key, labor;

INSERT INTO key_labor (company_id, dimension, grain, period, key_id, labor_type_id, sessions, work, `break`)
  SELECT company_id, 'project', 'month', counted_in, with_key, labor, SUM(sessions), SUM(work), SUM(breaks)
  FROM (
    SELECT l.company_id, DATE_SUB(l.local_date, INTERVAL DAYOFMONTH(l.local_date) - 1 DAY) AS counted_in,
      l.project_id AS with_key, l.labor_type_id AS labor, COUNT(*) AS sessions, 0 AS work, 0 AS breaks
    FROM session_labor l
    GROUP BY l.company_id, counted_in, with_key, labor
    UNION ALL
    SELECT company_id, period, key_id, 0, 0, work, `break` FROM total WHERE dimension = 'project' AND grain = 'month'
    UNION ALL
    SELECT entries.company_id, entries.counted_in, entries.with_key, IF(side.is_theirs, entries.labor, 0), 0,
      IF(side.is_theirs, entries.work, -entries.work), IF(side.is_theirs, entries.breaks, -entries.breaks)
    FROM (
      SELECT s.company_id, DATE_SUB(s.local_date, INTERVAL DAYOFMONTH(s.local_date) - 1 DAY) AS counted_in,
        COALESCE(s.project_id, 0) AS with_key, e.labor_type_id AS labor, SUM(IF(e.type = 'work', e.duration, 0)) AS work,
        SUM(IF(e.type = 'break', e.duration, 0)) AS breaks
      FROM time_session s
      STRAIGHT_JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
      WHERE e.labor_type_id IS NOT NULL
      GROUP BY s.company_id, counted_in, with_key, labor
    ) entries
    CROSS JOIN (SELECT TRUE AS is_theirs UNION ALL SELECT FALSE) side
  ) parts
  GROUP BY company_id, counted_in, with_key, labor;

INSERT INTO key_labor (company_id, dimension, grain, period, key_id, labor_type_id, sessions, work, `break`)
  SELECT company_id, dimension, 'month', DATE_SUB(period, INTERVAL DAYOFMONTH(period) - 1 DAY) AS first_day,
    key_id, labor_type_id, SUM(sessions), SUM(work), SUM(`break`)
  FROM key_labor WHERE grain = 'day' GROUP BY company_id, dimension, first_day, key_id, labor_type_id;
INSERT INTO key_labor (company_id, dimension, grain, period, key_id, labor_type_id, sessions, work, `break`)
  SELECT company_id, dimension, 'all', '1970-01-01', key_id, labor_type_id, SUM(sessions), SUM(work), SUM(`break`)
  FROM key_labor WHERE grain = 'month' GROUP BY company_id, dimension, key_id, labor_type_id;

-- The server has seen none of these rows when it last looked, and goes by that for long.
ANALYZE TABLE key_labor;
SET SESSION tmp_memory_table_size = DEFAULT, max_heap_table_size = DEFAULT;
