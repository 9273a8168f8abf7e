-- So that no page reads what it does not show, however many people or days it is about.

-- A person's place among the people of the company, for the bits of attendance.
ALTER TABLE `user` ADD COLUMN seat INT NULL, ADD UNIQUE KEY by_seat (company_id, seat);
UPDATE `user` u
  JOIN (SELECT company_id, id, ROW_NUMBER() OVER (PARTITION BY company_id ORDER BY id) - 1 AS seat FROM `user`) numbered
    ON numbered.company_id = u.company_id AND numbered.id = u.id
  SET u.seat = numbered.seat;

-- What a session is counted by where it is found by a labor type, so that it need not be looked up. Here 0 is for none.
ALTER TABLE session_labor
  ADD COLUMN project_id BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN category_id BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN work_duration INT NOT NULL DEFAULT 0,
  ADD COLUMN break_duration INT NOT NULL DEFAULT 0;
UPDATE session_labor l
  JOIN time_session s ON s.company_id = l.company_id AND s.id = l.session_id
  SET l.project_id = COALESCE(s.project_id, 0), l.category_id = COALESCE(s.category_id, 0),
    l.work_duration = s.work_duration, l.break_duration = s.break_duration;
ALTER TABLE session_labor
  ALTER COLUMN project_id DROP DEFAULT,
  ALTER COLUMN category_id DROP DEFAULT,
  ALTER COLUMN work_duration DROP DEFAULT,
  ALTER COLUMN break_duration DROP DEFAULT,
  DROP KEY by_user,
  ADD KEY by_user
    (company_id, labor_type_id, user_id, local_date, start_at, session_id, project_id, category_id, work_duration,
      break_duration),
  ADD KEY by_project
    (company_id, labor_type_id, project_id, local_date, start_at, session_id, user_id, category_id, work_duration,
      break_duration);

-- A category together with a labor type: both are coarse, so sessions of both have totals of their own. 0 is for none.
CREATE TABLE category_labor (
  company_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  category_id BIGINT NOT NULL,
  labor_type_id BIGINT NOT NULL,
  PRIMARY KEY (company_id, id),
  UNIQUE KEY by_category (company_id, category_id, labor_type_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
INSERT INTO category_labor (company_id, id, category_id, labor_type_id)
  SELECT company_id, NEXTVAL(id_sequence), category_id, labor_type_id
  FROM (SELECT DISTINCT company_id, category_id, labor_type_id FROM session_labor) met;

-- Teams are counted as one, since their managers ask for nothing else; people have a total of all time.
ALTER TABLE total
  MODIFY dimension
    ENUM ('company', 'user', 'project', 'category', 'labor_type', 'labor_share', 'team', 'category_labor') NOT NULL,
  MODIFY grain ENUM ('day', 'month', 'all') NOT NULL;
ALTER TABLE team_member ADD KEY by_user (user_id, team_id);
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT company_id, 'user', key_id, 'all', '1970-01-01', SUM(sessions), SUM(work), SUM(`break`)
  FROM total WHERE dimension = 'user' AND grain = 'month' GROUP BY company_id, key_id;
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT t.company_id, 'team', m.team_id, t.grain, t.period, SUM(t.sessions), SUM(t.work), SUM(t.`break`)
  FROM team_member m
  JOIN team ON team.id = m.team_id
  JOIN total t
    ON t.company_id = team.company_id AND t.dimension = 'user' AND t.key_id = m.user_id AND t.grain IN ('day', 'month')
  GROUP BY t.company_id, m.team_id, t.grain, t.period;
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT l.company_id, 'category_labor', c.id, 'day', l.local_date, COUNT(*), SUM(l.work_duration), SUM(l.break_duration)
  FROM session_labor l
  STRAIGHT_JOIN category_labor c
    ON c.company_id = l.company_id AND c.category_id = l.category_id AND c.labor_type_id = l.labor_type_id
  GROUP BY l.company_id, c.id, l.local_date;
INSERT INTO total (company_id, dimension, key_id, grain, period, sessions, work, `break`)
  SELECT company_id, 'category_labor', key_id, 'month', DATE_SUB(period, INTERVAL DAYOFMONTH(period) - 1 DAY) AS month,
    SUM(sessions), SUM(work), SUM(`break`)
  FROM total WHERE dimension = 'category_labor' AND grain = 'day' GROUP BY company_id, key_id, month;

-- Who was there: people with a session of that company, project, … on a day or in a month, a bit for each seat, so that
-- people are counted without meeting each of them. 480 seats are a block, and 60 of them a number.
CREATE TABLE attendance (
  company_id BIGINT NOT NULL,
  dimension ENUM ('company', 'project', 'category', 'labor_type', 'category_labor') NOT NULL,
  key_id BIGINT NOT NULL,
  grain ENUM ('day', 'month') NOT NULL,
  period DATE NOT NULL,
  block INT NOT NULL,
  seats_0 BIGINT NOT NULL,
  seats_1 BIGINT NOT NULL,
  seats_2 BIGINT NOT NULL,
  seats_3 BIGINT NOT NULL,
  seats_4 BIGINT NOT NULL,
  seats_5 BIGINT NOT NULL,
  seats_6 BIGINT NOT NULL,
  seats_7 BIGINT NOT NULL,
  PRIMARY KEY (company_id, dimension, key_id, grain, period, block)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT t.company_id, 'company', 0, 'day', t.period, u.seat DIV 480,
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 0, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 1, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 2, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 3, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 4, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 5, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 6, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 7, 1 << (u.seat MOD 60), 0))
  FROM total t
  STRAIGHT_JOIN `user` u ON u.company_id = t.company_id AND u.id = t.key_id
  WHERE t.dimension = 'user' AND t.grain = 'day' AND t.sessions > 0
  GROUP BY t.company_id, t.period, u.seat DIV 480;
INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT s.company_id, 'project', COALESCE(s.project_id, 0), 'day', s.local_date, u.seat DIV 480,
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 0, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 1, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 2, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 3, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 4, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 5, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 6, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 7, 1 << (u.seat MOD 60), 0))
  FROM time_session s
  STRAIGHT_JOIN `user` u ON u.company_id = s.company_id AND u.id = s.user_id
  GROUP BY s.company_id, COALESCE(s.project_id, 0), s.local_date, u.seat DIV 480;
INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT s.company_id, 'category', COALESCE(s.category_id, 0), 'day', s.local_date, u.seat DIV 480,
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 0, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 1, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 2, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 3, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 4, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 5, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 6, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 7, 1 << (u.seat MOD 60), 0))
  FROM time_session s
  STRAIGHT_JOIN `user` u ON u.company_id = s.company_id AND u.id = s.user_id
  GROUP BY s.company_id, COALESCE(s.category_id, 0), s.local_date, u.seat DIV 480;
INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT s.company_id, 'labor_type', s.labor_type_id, 'day', s.local_date, u.seat DIV 480,
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 0, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 1, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 2, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 3, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 4, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 5, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 6, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 7, 1 << (u.seat MOD 60), 0))
  FROM session_labor s
  STRAIGHT_JOIN `user` u ON u.company_id = s.company_id AND u.id = s.user_id
  GROUP BY s.company_id, s.labor_type_id, s.local_date, u.seat DIV 480;
INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT s.company_id, 'category_labor', c.id, 'day', s.local_date, u.seat DIV 480,
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 0, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 1, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 2, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 3, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 4, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 5, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 6, 1 << (u.seat MOD 60), 0)),
    BIT_OR(IF(u.seat MOD 480 DIV 60 = 7, 1 << (u.seat MOD 60), 0))
  FROM session_labor s
  STRAIGHT_JOIN category_labor c
    ON c.company_id = s.company_id AND c.category_id = s.category_id AND c.labor_type_id = s.labor_type_id
  STRAIGHT_JOIN `user` u ON u.company_id = s.company_id AND u.id = s.user_id
  GROUP BY s.company_id, c.id, s.local_date, u.seat DIV 480;
INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT company_id, dimension, key_id, 'month', DATE_SUB(period, INTERVAL DAYOFMONTH(period) - 1 DAY) AS month, block,
    BIT_OR(seats_0), BIT_OR(seats_1), BIT_OR(seats_2), BIT_OR(seats_3), BIT_OR(seats_4), BIT_OR(seats_5), BIT_OR(seats_6), BIT_OR(seats_7)
  FROM attendance
  WHERE grain = 'day'
  GROUP BY company_id, dimension, key_id, month, block;

-- The clocks that run: an entry of a running session, or the session itself (entry_id 0) while it has no entries. A page
-- adds up what they have come to since, and need not look for them among the entries. Here 0 is for none.
CREATE TABLE running_clock (
  company_id BIGINT NOT NULL,
  local_date DATE NOT NULL,
  session_id BIGINT NOT NULL,
  entry_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  category_id BIGINT NOT NULL,
  labor_type_id BIGINT NOT NULL,
  type ENUM ('work', 'break') NOT NULL,
  since DATETIME(3) NOT NULL,
  PRIMARY KEY (company_id, local_date, session_id, entry_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
INSERT INTO running_clock
  SELECT s.company_id, s.local_date, s.id, COALESCE(e.id, 0), s.user_id, COALESCE(s.project_id, 0),
    COALESCE(s.category_id, 0), COALESCE(e.labor_type_id, 0), COALESCE(e.type, 'work'), COALESCE(e.start_at, s.start_at)
  FROM time_session s
  LEFT JOIN time_entry e ON e.company_id = s.company_id AND e.session_id = s.id
  WHERE s.running AND (e.id IS NULL OR e.running);

-- People by blocks of ids too, for the pages of those who ask for some of them.
ALTER TABLE key_block MODIFY dimension ENUM ('project', 'category', 'labor_type', 'user') NOT NULL;
INSERT INTO key_block (company_id, dimension, key_id, block, sessions)
  SELECT company_id, 'user', user_id, id >> 15, COUNT(*)
  FROM time_session GROUP BY company_id, user_id, id >> 15;
