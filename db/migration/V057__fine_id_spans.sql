-- The same for blocks of 2^6 ids: the first sessions in the order of ids that have changed in some weeks lie scattered among
-- others, since some changes come late.
ALTER TABLE id_span
  ADD grain ENUM ('coarse', 'fine') NOT NULL DEFAULT 'coarse' AFTER company_id,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (company_id, grain, block);
ALTER TABLE id_span ALTER grain DROP DEFAULT;
INSERT INTO id_span
  SELECT company_id, 'fine', id >> 6 AS block, MIN(created_at), MAX(created_at), MIN(updated_at), MAX(updated_at),
    MIN(start_at), MAX(start_at)
  FROM time_session GROUP BY company_id, block;

-- The server has seen none of these rows when it last looked, and goes by that for long.
ANALYZE TABLE id_span;
