-- What was done about access: rows are only ever added. Names are written out, since accounts and teams may go.
-- A sign-in that failed for an e-mail of nobody has no company; what was typed there may be a password, and is not kept.
CREATE TABLE trail (
  id BIGINT NOT NULL,
  company_id BIGINT NULL,
  at DATETIME(3) NOT NULL,
  account_id BIGINT NULL,
  who VARCHAR(254) NOT NULL,
  address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject VARCHAR(254) NOT NULL,
  detail MEDIUMTEXT NOT NULL,
  PRIMARY KEY (id),
  KEY by_time (company_id, at, id),
  KEY by_account (company_id, account_id, at, id),
  KEY by_action (company_id, action, at, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- The table refuses changes by itself. Where a server keeps a binary log and lets only its administrator make triggers
-- (error 1419), the rights of the database user have to do it alone. (The driver takes state 45000 for a lost connection.)
DELIMITER $$
BEGIN NOT ATOMIC
  DECLARE CONTINUE HANDLER FOR 1419 BEGIN END;
  EXECUTE IMMEDIATE 'CREATE TRIGGER trail_keeps_rows BEFORE UPDATE ON trail FOR EACH ROW
    SIGNAL SQLSTATE ''42000'' SET MESSAGE_TEXT = ''Rows of the trail are not changed.''';
  EXECUTE IMMEDIATE 'CREATE TRIGGER trail_loses_no_rows BEFORE DELETE ON trail FOR EACH ROW
    SIGNAL SQLSTATE ''42000'' SET MESSAGE_TEXT = ''Rows of the trail are not deleted.''';
END$$
DELIMITER ;
