-- Who has ever had a session of each project, category and labor type: what a manager may know of them is asked with each
-- list of names.
ALTER TABLE attendance MODIFY grain ENUM ('day', 'month', 'all') NOT NULL;
INSERT INTO attendance
  (company_id, dimension, key_id, grain, period, block, seats_0, seats_1, seats_2, seats_3, seats_4, seats_5, seats_6, seats_7)
  SELECT company_id, dimension, key_id, 'all', '1970-01-01', block,
    BIT_OR(seats_0), BIT_OR(seats_1), BIT_OR(seats_2), BIT_OR(seats_3),
    BIT_OR(seats_4), BIT_OR(seats_5), BIT_OR(seats_6), BIT_OR(seats_7)
  FROM attendance
  WHERE dimension IN ('project', 'category', 'labor_type') AND grain = 'month'
  GROUP BY company_id, dimension, key_id, block;
