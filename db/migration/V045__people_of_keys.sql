-- People within a project, category or labor type, each with their days: so that they are counted by skipping from one to
-- the next, and so that two restrictions at once are one range.
ALTER TABLE time_session
  ADD KEY by_project_user
    (company_id, project_id, user_id, local_date, start_at, id, category_id, work_duration, break_duration),
  ADD KEY by_category_user
    (company_id, category_id, user_id, local_date, start_at, id, project_id, work_duration, break_duration);

ALTER TABLE session_labor ADD COLUMN user_id BIGINT NOT NULL DEFAULT 0;
UPDATE session_labor l
  JOIN time_session s ON s.company_id = l.company_id AND s.id = l.session_id
  SET l.user_id = s.user_id;
ALTER TABLE session_labor
  ALTER COLUMN user_id DROP DEFAULT,
  ADD KEY by_user (company_id, labor_type_id, user_id, local_date, start_at, session_id);
