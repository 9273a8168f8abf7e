-- A number that rises with everything that changes what a reader of the company's hours may be shown, in the same
-- transaction: an answer that was made at a version is the answer for as long as that version stands. A table of its own,
-- since writers of the company share a lock of its row in company until they commit. Versions begin at, and keep up with, the
-- time in microseconds: neither a company made anew nor a database restored from a backup repeats one.
CREATE TABLE company_version (
  company_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (company_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

INSERT INTO company_version (company_id, version)
SELECT id, CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) FROM company;
