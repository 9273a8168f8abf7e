-- The same for blocks of 2^18 and 2^21 ids: the way to a page among the sessions of hundreds of people led over each of their
-- blocks.
ALTER TABLE key_block
  ADD grain ENUM ('coarse', 'middle', 'fine') NOT NULL DEFAULT 'fine' AFTER dimension,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (company_id, dimension, grain, key_id, block);
ALTER TABLE key_block ALTER grain DROP DEFAULT;
INSERT INTO key_block
  SELECT company_id, dimension, 'middle', key_id, block >> 3 AS wide, SUM(sessions)
  FROM key_block WHERE grain = 'fine' GROUP BY company_id, dimension, key_id, wide;
INSERT INTO key_block
  SELECT company_id, dimension, 'coarse', key_id, block >> 3 AS wide, SUM(sessions)
  FROM key_block WHERE grain = 'middle' GROUP BY company_id, dimension, key_id, wide;

-- The server has seen none of these rows when it last looked, and goes by that for long.
ANALYZE TABLE key_block;
