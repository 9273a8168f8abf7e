-- Who signs in. Nothing in these tables does so by itself: passwords are Argon2id, tokens are kept as their SHA-256.

-- email is stored as Email folds it and compared by bytes, so that what is unique here is what is looked up.
-- An account without a password has been invited and has not come yet.
CREATE TABLE account (
  id BIGINT NOT NULL,
  company_id BIGINT NOT NULL,
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(200) NOT NULL,
  role ENUM ('admin', 'payroll', 'manager') NOT NULL,
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at DATETIME(3) NOT NULL,
  signed_in_at DATETIME(3) NULL,
  disabled_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_email (email),
  KEY by_company (company_id, name, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- The one link by which an account gets a password; a new one replaces it.
CREATE TABLE invitation (
  account_id BIGINT NOT NULL,
  token_hash BINARY(32) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  PRIMARY KEY (account_id),
  UNIQUE KEY by_token (token_hash),
  CONSTRAINT invitation_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- A browser that is signed in. After a change of role its token is renewed at its next request (renew), and the one
-- before is good for the few requests that are under way with it.
CREATE TABLE login (
  id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  token_hash BINARY(32) NOT NULL,
  earlier_token_hash BINARY(32) NULL,
  earlier_token_until DATETIME(3) NULL,
  renew BOOLEAN NOT NULL,
  created_at DATETIME(3) NOT NULL,
  seen_at DATETIME(3) NOT NULL,
  idle_until DATETIME(3) NOT NULL,
  ends_at DATETIME(3) NOT NULL,
  address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_agent VARCHAR(300) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_token (token_hash),
  KEY by_earlier_token (earlier_token_hash),
  KEY by_account (account_id, seen_at),
  KEY by_end (ends_at),
  CONSTRAINT login_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Browsers that an account has signed in from before: strangers who try passwords do not slow these down.
CREATE TABLE known_browser (
  token_hash BINARY(32) NOT NULL,
  account_id BIGINT NOT NULL,
  used_at DATETIME(3) NOT NULL,
  PRIMARY KEY (token_hash, account_id),
  KEY by_account (account_id, used_at),
  CONSTRAINT known_browser_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE team (
  id BIGINT NOT NULL,
  company_id BIGINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_name (company_id, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- The people whose hours the team's managers see: workers of the API, who need no account.
CREATE TABLE team_member (
  team_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  PRIMARY KEY (team_id, user_id),
  CONSTRAINT team_member_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE team_manager (
  team_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (team_id, account_id),
  KEY by_account (account_id, team_id),
  CONSTRAINT team_manager_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE,
  CONSTRAINT team_manager_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
