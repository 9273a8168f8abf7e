-- A key is shown once. Kept are the part that finds it and the hash of the part that proves it.
CREATE TABLE api_token (
  id BIGINT NOT NULL,
  company_id BIGINT NOT NULL,
  label VARCHAR(200) NOT NULL,
  lookup CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret_hash BINARY(32) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NULL,
  revoked_at DATETIME(3) NULL,
  last_used_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_lookup (lookup),
  KEY by_company (company_id, created_at, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
