-- How an account wants lists shown: what it hides of them, by the names that pages use, with commas between.
ALTER TABLE account
  ADD COLUMN hours ENUM ('clock', 'decimal') NOT NULL DEFAULT 'clock',
  ADD COLUMN hidden_columns VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
