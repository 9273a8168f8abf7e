-- So that no search by several labor types, or by people and a labor type, reads all their sessions to add them up.

-- The labor types of a session that has several: their ids in ascending order with commas between. Where sessions of
-- several labor types are asked for together, those of each are added up, and the mixes say which counted more than once.
CREATE TABLE labor_mix (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  labor_types VARCHAR(3000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (company_id, id),
  UNIQUE KEY by_labor_types (company_id, labor_types)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
CREATE TEMPORARY TABLE of_several_labor_types AS
  SELECT company_id, MIN(category_id) AS category_id, session_id >> 15 AS block, MIN(local_date) AS local_date,
    MIN(work_duration) AS work, MIN(break_duration) AS breaks,
    CONVERT(GROUP_CONCAT(labor_type_id ORDER BY labor_type_id) USING ascii) COLLATE ascii_bin AS labor_types
  FROM session_labor GROUP BY company_id, session_id HAVING COUNT(*) > 1;
INSERT INTO labor_mix (company_id, id, labor_types)
  SELECT company_id, NEXTVAL(id_sequence), labor_types
  FROM (SELECT DISTINCT company_id, labor_types FROM of_several_labor_types) met;

-- A labor type or a mix, with which a category is counted.
ALTER TABLE category_labor RENAME COLUMN labor_type_id TO labor_id;
INSERT INTO category_labor (company_id, id, category_id, labor_id)
  SELECT met.company_id, NEXTVAL(id_sequence), met.category_id, m.id
  FROM (SELECT DISTINCT company_id, category_id, labor_types FROM of_several_labor_types) met
  STRAIGHT_JOIN labor_mix m ON m.company_id = met.company_id AND m.labor_types = met.labor_types;

ALTER TABLE total
  MODIFY dimension
    ENUM ('company', 'user', 'project', 'category', 'labor_type', 'labor_share', 'team', 'category_labor', 'labor_mix')
    NOT NULL;
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT s.company_id, 'category_labor', c.id, 'day', s.local_date, COUNT(*), SUM(s.work), SUM(s.breaks)
  FROM of_several_labor_types s
  STRAIGHT_JOIN labor_mix m ON m.company_id = s.company_id AND m.labor_types = s.labor_types
  STRAIGHT_JOIN category_labor c
    ON c.company_id = m.company_id AND c.category_id = s.category_id AND c.labor_id = m.id
  GROUP BY s.company_id, c.id, s.local_date;
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT t.company_id, 'labor_mix', m.id, t.grain, t.period, SUM(t.sessions), SUM(t.work), SUM(t.`break`)
  FROM total t
  STRAIGHT_JOIN category_labor c ON c.company_id = t.company_id AND c.id = t.key_id
  STRAIGHT_JOIN labor_mix m ON m.company_id = c.company_id AND m.id = c.labor_id
  WHERE t.dimension = 'category_labor' AND t.grain = 'day'
  GROUP BY t.company_id, m.id, t.period;
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT company_id, dimension, key_id, 'month', DATE_SUB(period, INTERVAL DAYOFMONTH(period) - 1 DAY) AS first_day,
    SUM(sessions), SUM(work), SUM(`break`)
  FROM total WHERE dimension = 'labor_mix' AND grain = 'day' GROUP BY company_id, key_id, first_day;
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT company_id, dimension, key_id, 'all', '1970-01-01', SUM(sessions), SUM(work), SUM(`break`)
  FROM total WHERE dimension = 'labor_mix' AND grain = 'month' GROUP BY company_id, key_id;

-- Months of categories with a labor type, and of who attended, have so far been those of all months in the first one
-- where a database came here from before V050: it grouped by the name of the grain.
DELETE FROM total WHERE dimension = 'category_labor' AND grain = 'month';
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT company_id, dimension, key_id, 'month', DATE_SUB(period, INTERVAL DAYOFMONTH(period) - 1 DAY) AS first_day,
    SUM(sessions), SUM(work), SUM(`break`)
  FROM total WHERE dimension = 'category_labor' AND grain = 'day' GROUP BY company_id, key_id, first_day;
DELETE FROM attendance WHERE grain = 'month';
INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT company_id, dimension, key_id, 'month', DATE_SUB(period, INTERVAL DAYOFMONTH(period) - 1 DAY) AS first_day, block,
    BIT_OR(seats_0), BIT_OR(seats_1), BIT_OR(seats_2), BIT_OR(seats_3), BIT_OR(seats_4), BIT_OR(seats_5), BIT_OR(seats_6), BIT_OR(seats_7)
  FROM attendance
  WHERE grain = 'day'
  GROUP BY company_id, dimension, key_id, first_day, block;

-- Pages deep among sessions of several labor types.
ALTER TABLE key_block MODIFY dimension ENUM ('project', 'category', 'labor_type', 'user', 'labor_mix') NOT NULL;
INSERT INTO key_block (company_id, dimension, key_id, block, sessions)
  SELECT s.company_id, 'labor_mix', m.id, s.block, COUNT(*)
  FROM of_several_labor_types s
  STRAIGHT_JOIN labor_mix m ON m.company_id = s.company_id AND m.labor_types = s.labor_types
  GROUP BY s.company_id, m.id, s.block;
DROP TEMPORARY TABLE of_several_labor_types;

-- What people come to with each labor type.
CREATE TABLE user_labor (
  company_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  labor_type_id BIGINT NOT NULL,
  grain ENUM ('month', 'all') NOT NULL,
  period DATE NOT NULL,
  sessions BIGINT NOT NULL,
  work BIGINT NOT NULL,
  `break` BIGINT NOT NULL,
  PRIMARY KEY (company_id, user_id, labor_type_id, grain, period)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
INSERT INTO user_labor (company_id, user_id, labor_type_id, grain, period, sessions, work, `break`)
  SELECT company_id, user_id, labor_type_id, 'month', DATE_SUB(local_date, INTERVAL DAYOFMONTH(local_date) - 1 DAY) AS first_day,
    COUNT(*), SUM(work_duration), SUM(break_duration)
  FROM session_labor GROUP BY company_id, user_id, labor_type_id, first_day;
INSERT INTO user_labor (company_id, user_id, labor_type_id, grain, period, sessions, work, `break`)
  SELECT company_id, user_id, labor_type_id, 'all', '1970-01-01', SUM(sessions), SUM(work), SUM(`break`)
  FROM user_labor GROUP BY company_id, user_id, labor_type_id;

-- The server has seen none of these rows when it last looked, and goes by that for long.
ANALYZE TABLE total, attendance, key_block, category_labor, labor_mix, user_labor;
