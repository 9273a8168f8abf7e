-- Where the sessions of a company are kept equal to, at most one upstream each; and how far that has come. Whoever syncs
-- holds the row's lease: each taking of it raises the fence, and what is written under an older fence is refused.
-- api_key is encrypted, and null where the process that syncs is told it. An interval that is null is the server's.
-- walk_next is the query of the next page of the walk over all sessions; '' when only deletions are left to confirm.
-- known counts sync_seen, gap is what the upstream's own count differed by after the last whole walk.
CREATE TABLE sync (
  company_id BIGINT NOT NULL,
  url VARCHAR(500) NOT NULL,
  api_key VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NULL,
  every_seconds INT NULL,
  paused BOOLEAN NOT NULL,
  fence BIGINT NOT NULL,
  holder VARCHAR(100) NULL,
  held_until DATETIME(3) NULL,
  due_at DATETIME(3) NOT NULL,
  succeeded_at DATETIME(3) NULL,
  failures INT NOT NULL,
  failure VARCHAR(1000) NULL,
  changed_since DATETIME(3) NULL,
  changes_next VARCHAR(4000) NULL,
  walk BIGINT NOT NULL,
  walk_next VARCHAR(4000) NULL,
  walk_started_at DATETIME(3) NULL,
  walk_ended_at DATETIME(3) NULL,
  walk_read BIGINT NOT NULL,
  walk_total BIGINT NULL,
  walk_hurried BOOLEAN NOT NULL,
  walk_repeats INT NOT NULL,
  known BIGINT NOT NULL,
  gap BIGINT NULL,
  withheld BIGINT NOT NULL,
  approved BOOLEAN NOT NULL,
  PRIMARY KEY (company_id),
  KEY by_due (paused, due_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Every id that the upstream is known to have, with the last walk that has met it.
CREATE TABLE sync_seen (
  company_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  walk BIGINT NOT NULL,
  PRIMARY KEY (company_id, session_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE sync_run (
  id BIGINT NOT NULL,
  company_id BIGINT NOT NULL,
  holder VARCHAR(100) NOT NULL,
  started_at DATETIME(3) NOT NULL,
  ended_at DATETIME(3) NULL,
  state ENUM ('running', 'done', 'failed', 'stopped') NOT NULL,
  message VARCHAR(1000) NULL,
  requests BIGINT NOT NULL,
  sessions BIGINT NOT NULL,
  added BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  deleted BIGINT NOT NULL,
  aside BIGINT NOT NULL,
  PRIMARY KEY (id),
  KEY by_company (company_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- What came from the upstream and could not be taken. digest tells two of them apart: of the id, or of the JSON where
-- not even an id could be read.
CREATE TABLE sync_aside (
  id BIGINT NOT NULL,
  company_id BIGINT NOT NULL,
  session_id BIGINT NULL,
  digest BINARY(32) NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  json MEDIUMTEXT NOT NULL,
  first_at DATETIME(3) NOT NULL,
  last_at DATETIME(3) NOT NULL,
  retry BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_digest (company_id, digest),
  KEY by_company (company_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Sessions that the upstream has deleted, whole, as the API would give them. One that was restored keeps its row: so no
-- later walk deletes it again.
CREATE TABLE sync_trash (
  company_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  person VARCHAR(500) NOT NULL,
  start_at DATETIME(3) NOT NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  work_duration INT NOT NULL,
  json MEDIUMTEXT NOT NULL,
  reason VARCHAR(500) NOT NULL,
  deleted_at DATETIME(3) NOT NULL,
  restored_at DATETIME(3) NULL,
  PRIMARY KEY (company_id, session_id),
  KEY by_time (company_id, deleted_at, session_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
