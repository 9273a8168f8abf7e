-- anchor is the first day of any one period of two weeks; the other kinds need none.
ALTER TABLE company
  ADD COLUMN first_day_of_week ENUM ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
    NOT NULL DEFAULT 'monday',
  ADD COLUMN pay_period ENUM ('weekly', 'two_weeks', 'twice_a_month', 'monthly') NOT NULL DEFAULT 'weekly',
  ADD COLUMN pay_period_anchor DATE NULL,
  ADD CONSTRAINT two_weeks_have_an_anchor CHECK (pay_period <> 'two_weeks' OR pay_period_anchor IS NOT NULL);
