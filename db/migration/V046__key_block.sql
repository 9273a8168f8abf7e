-- Sessions of one project, category or labor type by blocks of ids (id >> 15), so that page N of them is a short sum.
-- key_id is 0 for sessions that have none.
CREATE TABLE key_block (
  company_id BIGINT NOT NULL,
  dimension ENUM ('project', 'category', 'labor_type') NOT NULL,
  key_id BIGINT NOT NULL,
  block BIGINT NOT NULL,
  sessions BIGINT NOT NULL,
  PRIMARY KEY (company_id, dimension, key_id, block)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

INSERT INTO key_block (company_id, dimension, key_id, block, sessions)
  SELECT company_id, 'project', COALESCE(project_id, 0), id >> 15, COUNT(*)
  FROM time_session GROUP BY company_id, project_id, id >> 15;
INSERT INTO key_block (company_id, dimension, key_id, block, sessions)
  SELECT company_id, 'category', COALESCE(category_id, 0), id >> 15, COUNT(*)
  FROM time_session GROUP BY company_id, category_id, id >> 15;
INSERT INTO key_block (company_id, dimension, key_id, block, sessions)
  SELECT company_id, 'labor_type', labor_type_id, session_id >> 15, COUNT(*)
  FROM session_labor GROUP BY company_id, labor_type_id, session_id >> 15;
