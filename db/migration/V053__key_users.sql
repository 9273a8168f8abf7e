-- What people come to with each project, category and labor type, so that people together with one of these are added up
-- without reading all their sessions. It takes the place of user_labor. Here 0 is for none.
CREATE TABLE key_user (
  company_id BIGINT NOT NULL,
  dimension ENUM ('project', 'category', 'labor_type') NOT NULL,
  key_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  grain ENUM ('month', 'all') NOT NULL,
  period DATE NOT NULL,
  sessions BIGINT NOT NULL,
  work BIGINT NOT NULL,
  `break` BIGINT NOT NULL,
  PRIMARY KEY (company_id, dimension, key_id, grain, period, user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
INSERT INTO key_user (company_id, dimension, key_id, user_id, grain, period, sessions, work, `break`)
  SELECT company_id, 'labor_type', labor_type_id, user_id, grain, period, sessions, work, `break` FROM user_labor;
DROP TABLE user_labor;

INSERT INTO key_user (company_id, dimension, key_id, user_id, grain, period, sessions, work, `break`)
  SELECT company_id, 'project', COALESCE(project_id, 0), user_id, 'month',
    DATE_SUB(local_date, INTERVAL DAYOFMONTH(local_date) - 1 DAY) AS first_day, COUNT(*), SUM(work_duration),
    SUM(break_duration)
  FROM time_session FORCE INDEX (by_project_user)
  GROUP BY company_id, project_id, user_id, first_day;
INSERT INTO key_user (company_id, dimension, key_id, user_id, grain, period, sessions, work, `break`)
  SELECT company_id, 'category', COALESCE(category_id, 0), user_id, 'month',
    DATE_SUB(local_date, INTERVAL DAYOFMONTH(local_date) - 1 DAY) AS first_day, COUNT(*), SUM(work_duration),
    SUM(break_duration)
  FROM time_session FORCE INDEX (by_category_user)
  GROUP BY company_id, category_id, user_id, first_day;
INSERT INTO key_user (company_id, dimension, key_id, user_id, grain, period, sessions, work, `break`)
  SELECT company_id, dimension, key_id, user_id, 'all', '1970-01-01', SUM(sessions), SUM(work), SUM(`break`)
  FROM key_user WHERE dimension IN ('project', 'category') GROUP BY company_id, dimension, key_id, user_id;

-- The server has seen none of these rows when it last looked, and goes by that for long.
ANALYZE TABLE key_user;
