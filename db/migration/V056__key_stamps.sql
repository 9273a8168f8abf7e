-- When the sessions of each category and labor type were last changed and when they started, by the day and hour (UTC): what
-- has changed of these is counted, and a page deep in the order of changes or starts is found, without reading all that lies
-- about it. Key 0 is for none.
CREATE TABLE key_stamp (
  company_id BIGINT NOT NULL,
  dimension ENUM ('category', 'labor_type') NOT NULL,
  key_id BIGINT NOT NULL,
  stamp ENUM ('updated', 'start') NOT NULL,
  grain ENUM ('day', 'hour') NOT NULL,
  period DATETIME(3) NOT NULL,
  sessions BIGINT NOT NULL,
  PRIMARY KEY (company_id, dimension, key_id, stamp, grain, period)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

SET SESSION tmp_memory_table_size = 536870912, max_heap_table_size = 536870912;
INSERT INTO key_stamp (company_id, dimension, key_id, stamp, grain, period, sessions)
  SELECT company_id, 'category', COALESCE(category_id, 0) AS with_key, 'updated', 'hour',
    TIMESTAMP(DATE(updated_at), MAKETIME(HOUR(updated_at), 0, 0)) AS counted_in, COUNT(*)
  FROM time_session GROUP BY company_id, with_key, counted_in;
INSERT INTO key_stamp (company_id, dimension, key_id, stamp, grain, period, sessions)
  SELECT company_id, 'category', COALESCE(category_id, 0) AS with_key, 'start', 'hour',
    TIMESTAMP(DATE(start_at), MAKETIME(HOUR(start_at), 0, 0)) AS counted_in, COUNT(*)
  FROM time_session GROUP BY company_id, with_key, counted_in;
INSERT INTO key_stamp (company_id, dimension, key_id, stamp, grain, period, sessions)
  SELECT l.company_id, 'labor_type', l.labor_type_id, 'updated', 'hour',
    TIMESTAMP(DATE(s.updated_at), MAKETIME(HOUR(s.updated_at), 0, 0)) AS counted_in, COUNT(*)
  FROM session_labor l FORCE INDEX (by_session_id)
  STRAIGHT_JOIN time_session s ON s.company_id = l.company_id AND s.id = l.session_id
  GROUP BY l.company_id, l.labor_type_id, counted_in;
INSERT INTO key_stamp (company_id, dimension, key_id, stamp, grain, period, sessions)
  SELECT company_id, 'labor_type', labor_type_id, 'start', 'hour',
    TIMESTAMP(DATE(start_at), MAKETIME(HOUR(start_at), 0, 0)) AS counted_in, COUNT(*)
  FROM session_labor GROUP BY company_id, labor_type_id, counted_in;
INSERT INTO key_stamp (company_id, dimension, key_id, stamp, grain, period, sessions)
  SELECT company_id, dimension, key_id, stamp, 'day', TIMESTAMP(DATE(period)) AS counted_in, SUM(sessions)
  FROM key_stamp WHERE grain = 'hour' GROUP BY company_id, dimension, key_id, stamp, counted_in;

-- The server has seen none of these rows when it last looked, and goes by that for long.
ANALYZE TABLE key_stamp;
SET SESSION tmp_memory_table_size = DEFAULT, max_heap_table_size = DEFAULT;
