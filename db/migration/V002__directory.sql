-- The names that sessions point at. An id identifies, since an upstream may have two of one name.
-- named_at is the newest change of a session that carried the name: an older export does not rename back.

CREATE TABLE `user` (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  full_name VARCHAR(500) NOT NULL,
  named_at DATETIME(3) NOT NULL,
  PRIMARY KEY (company_id, id),
  KEY by_name (company_id, full_name, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE `project` (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  full_name VARCHAR(500) NOT NULL,
  named_at DATETIME(3) NOT NULL,
  PRIMARY KEY (company_id, id),
  KEY by_name (company_id, full_name, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE `category` (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  name VARCHAR(500) NOT NULL,
  named_at DATETIME(3) NOT NULL,
  PRIMARY KEY (company_id, id),
  KEY by_name (company_id, name, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE `labor_type` (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  name VARCHAR(500) NOT NULL,
  named_at DATETIME(3) NOT NULL,
  PRIMARY KEY (company_id, id),
  KEY by_name (company_id, name, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
