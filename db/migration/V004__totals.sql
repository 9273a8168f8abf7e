-- What the sessions add up to, kept in the transaction that writes them. Rows that fall to nothing stay, at zero.

-- Sessions, and their seconds of work and break, for each day and month (its first day).
-- key_id is the id in the dimension, 0 for the company itself and for sessions that have none.
-- labor_type counts whole sessions that have the labor type; labor_share only the seconds of its entries, with
-- what no entry with a labor type accounts for under 0, so that the shares add up to the company.
CREATE TABLE total (
  company_id BIGINT NOT NULL,
  dimension ENUM ('company', 'user', 'project', 'category', 'labor_type', 'labor_share') NOT NULL,
  key_id BIGINT NOT NULL,
  grain ENUM ('day', 'month') NOT NULL,
  period DATE NOT NULL,
  sessions BIGINT NOT NULL,
  work BIGINT NOT NULL,
  `break` BIGINT NOT NULL,
  PRIMARY KEY (company_id, dimension, key_id, grain, period),
  KEY by_period (company_id, dimension, grain, period, key_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Sessions by blocks of ids, fine (id >> 10) and coarse (id >> 18), so that page N is two short sums.
CREATE TABLE id_block (
  company_id BIGINT NOT NULL,
  grain ENUM ('coarse', 'fine') NOT NULL,
  block BIGINT NOT NULL,
  sessions BIGINT NOT NULL,
  PRIMARY KEY (company_id, grain, block)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Sessions by the day and hour (UTC) of their stamps, so that a window of time is counted by short sums.
CREATE TABLE stamp_total (
  company_id BIGINT NOT NULL,
  stamp ENUM ('created', 'updated', 'start') NOT NULL,
  grain ENUM ('day', 'hour') NOT NULL,
  period DATETIME(3) NOT NULL,
  sessions BIGINT NOT NULL,
  PRIMARY KEY (company_id, stamp, grain, period)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
