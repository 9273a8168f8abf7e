-- Files of time trackers that are brought in, and every line of them that has become part of a session.

-- An import from its upload to its end, or its undoing. While it runs, a node holds it for as long as the lease lasts;
-- done_rows is how far it has come in the order in which rows are taken, so that another node can go on.
CREATE TABLE import (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  file_name VARCHAR(255) NOT NULL,
  bytes BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  created_by VARCHAR(254) NOT NULL,
  state ENUM ('new', 'running', 'done', 'failed', 'undoing', 'undone') NOT NULL,
  source ENUM ('clockify', 'toggl', 'harvest', 'kimai', 'solidtime') NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  date_order ENUM ('dmy', 'mdy', 'ymd') NULL,
  day_start TIME NOT NULL,
  join_rows BOOLEAN NOT NULL,
  join_gap_minutes INT NOT NULL,
  gap_is_break BOOLEAN NOT NULL,
  has_file BOOLEAN NOT NULL,
  header MEDIUMTEXT NOT NULL,
  field_separator CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  rows_total INT NOT NULL,
  rows_refused INT NOT NULL,
  rows_done INT NOT NULL,
  rows_added INT NOT NULL,
  rows_changed INT NOT NULL,
  rows_unchanged INT NOT NULL,
  sessions_added INT NOT NULL,
  sessions_changed INT NOT NULL,
  started_at DATETIME(3) NULL,
  ended_at DATETIME(3) NULL,
  problem VARCHAR(500) NOT NULL,
  holder CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  lease_until DATETIME(3) NULL,
  PRIMARY KEY (company_id, id),
  KEY by_state (state, lease_until)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- The file, compressed, in parts that fit into a packet. It goes when the import is done, or after some days.
CREATE TABLE import_file (
  company_id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  part INT NOT NULL,
  content MEDIUMBLOB NOT NULL,
  PRIMARY KEY (company_id, import_id, part)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Who somebody in the file is, where that has been chosen: user_id is null for somebody new.
CREATE TABLE import_choice (
  company_id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  identity CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id BIGINT NULL,
  PRIMARY KEY (company_id, import_id, identity)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- The lines that could not be read, to be mended and brought again. fields is a JSON array.
CREATE TABLE import_refused (
  company_id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  line INT NOT NULL,
  column_name VARCHAR(500) NOT NULL,
  value MEDIUMTEXT NOT NULL,
  reason VARCHAR(500) NOT NULL,
  fields MEDIUMTEXT NOT NULL,
  PRIMARY KEY (company_id, import_id, line)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Which of our people, projects and labor types a tracker means by an e-mail or a name (SHA-256 of it): the same at each
-- import. made tells those that came into being by the import.
CREATE TABLE import_name (
  company_id BIGINT NOT NULL,
  kind ENUM ('person', 'project', 'labor_type') NOT NULL,
  identity CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target_id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  made BOOLEAN NOT NULL,
  PRIMARY KEY (company_id, kind, identity),
  KEY by_import (company_id, import_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Each line that is part of a session, as each import that brought it anew or changed had it; is_current is the last of
-- them. id is also the id of its entry, and gap_id, pause_id and rest_id those of the break before it, the break within
-- it, and the work after that; 0 where there is none.
CREATE TABLE import_line (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  is_current BOOLEAN NOT NULL,
  source ENUM ('clockify', 'toggl', 'harvest', 'kimai', 'solidtime') NOT NULL,
  user_id BIGINT NOT NULL,
  project_id BIGINT NULL,
  category_id BIGINT NULL,
  labor_type_id BIGINT NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  local_date DATE NOT NULL,
  start_at DATETIME(3) NOT NULL,
  seconds INT NOT NULL,
  pause INT NOT NULL,
  is_break BOOLEAN NOT NULL,
  description MEDIUMTEXT NOT NULL,
  at DATETIME(3) NOT NULL,
  gap_id BIGINT NOT NULL,
  pause_id BIGINT NOT NULL,
  rest_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  PRIMARY KEY (company_id, id, import_id),
  KEY by_person (company_id, source, user_id, start_at),
  KEY by_session (company_id, session_id),
  KEY by_import (company_id, import_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Locked while the lines of a company change, so that two imports never look for the same line at once.
CREATE TABLE import_turn (
  company_id BIGINT NOT NULL,
  PRIMARY KEY (company_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
