-- Instants are UTC. local_date is the day on which the session started in its own zone.
-- A running session or entry stores the durations of what has ended; what still runs is added when it is read.
CREATE TABLE time_session (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  project_id BIGINT NULL,
  category_id BIGINT NULL,
  start_at DATETIME(3) NOT NULL,
  end_at DATETIME(3) NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  local_date DATE NOT NULL,
  duration INT NOT NULL,
  work_duration INT NOT NULL,
  break_duration INT NOT NULL,
  num_breaks INT NOT NULL,
  running BOOLEAN NOT NULL,
  description MEDIUMTEXT NULL,
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  source ENUM ('jetbuilt', 'made', 'clockify', 'toggl', 'harvest', 'kimai', 'solidtime') NOT NULL,
  source_id VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (company_id, id),
  -- What lists by day and totals need, alone and led by each dimension, without a look at the row.
  KEY by_day (company_id, local_date, start_at, id, user_id, project_id, category_id, work_duration, break_duration),
  KEY by_user (company_id, user_id, local_date, start_at, id, project_id, category_id, work_duration, break_duration),
  KEY by_project (company_id, project_id, local_date, start_at, id, user_id, category_id, work_duration, break_duration),
  KEY by_category (company_id, category_id, local_date, start_at, id, user_id, project_id, work_duration, break_duration),
  KEY by_running (company_id, running, local_date, start_at, id),
  -- What the API needs: each dimension in the order of ids, and the instants that it filters and sorts by.
  KEY by_user_id (company_id, user_id, id),
  KEY by_project_id (company_id, project_id, id),
  KEY by_category_id (company_id, category_id, id),
  KEY by_start (company_id, start_at, id),
  KEY by_created (company_id, created_at, id),
  KEY by_updated (company_id, updated_at, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE time_entry (
  company_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  start_at DATETIME(3) NOT NULL,
  end_at DATETIME(3) NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  duration INT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  type ENUM ('work', 'break') NOT NULL,
  running BOOLEAN NOT NULL,
  labor_type_id BIGINT NULL,
  PRIMARY KEY (company_id, session_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- One row for each labor type among the entries of a session; 0 for entries without one, or no entries.
CREATE TABLE session_labor (
  company_id BIGINT NOT NULL,
  labor_type_id BIGINT NOT NULL,
  local_date DATE NOT NULL,
  start_at DATETIME(3) NOT NULL,
  session_id BIGINT NOT NULL,
  PRIMARY KEY (company_id, labor_type_id, local_date, start_at, session_id),
  KEY by_session_id (company_id, labor_type_id, session_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- One row for each different word of a description, as Words cuts and folds them: compared by bytes.
CREATE TABLE session_word (
  company_id BIGINT NOT NULL,
  word VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  local_date DATE NOT NULL,
  start_at DATETIME(3) NOT NULL,
  session_id BIGINT NOT NULL,
  PRIMARY KEY (company_id, word, local_date, start_at, session_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
