-- An address of a page under a name. Ranges such as this_week stay in it as words, so that they move with time.
-- A view without a role is its account's alone; with one, it is there for everyone of that role in the company.
CREATE TABLE saved_view (
  id BIGINT NOT NULL,
  company_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  role ENUM ('admin', 'payroll', 'manager') NULL,
  name VARCHAR(100) NOT NULL,
  address VARCHAR(4000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place INT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  KEY by_account (account_id, place, id),
  KEY by_role (company_id, role, place, id),
  CONSTRAINT saved_view_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- The view that an account starts with; none for the list of sessions.
ALTER TABLE account
  ADD COLUMN start_view_id BIGINT NULL,
  ADD CONSTRAINT account_start_view FOREIGN KEY (start_view_id) REFERENCES saved_view (id) ON DELETE SET NULL;
