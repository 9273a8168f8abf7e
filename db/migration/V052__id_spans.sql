-- Between which instants the sessions of a block of 2^15 ids lie. Ids are mostly given in the order of time, so that a
-- search of some instants in the order of ids can leave most blocks out. The ends may be farther apart than they need be,
-- since they stay where they are when a session changes or goes.
CREATE TABLE id_span (
  company_id BIGINT NOT NULL,
  block BIGINT NOT NULL,
  created_first DATETIME(3) NOT NULL,
  created_last DATETIME(3) NOT NULL,
  updated_first DATETIME(3) NOT NULL,
  updated_last DATETIME(3) NOT NULL,
  start_first DATETIME(3) NOT NULL,
  start_last DATETIME(3) NOT NULL,
  PRIMARY KEY (company_id, block)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
INSERT INTO id_span
  SELECT company_id, id >> 15 AS block, MIN(created_at), MAX(created_at), MIN(updated_at), MAX(updated_at), MIN(start_at),
    MAX(start_at)
  FROM time_session GROUP BY company_id, block;
ANALYZE TABLE id_span;
