-- What has changed lies scattered among the sessions of a category, in the order of their ids: each of those that may have
-- changed was looked up in the table to learn when it did.
ALTER TABLE time_session
  DROP KEY by_category_id,
  ADD KEY by_category_id (company_id, category_id, id, updated_at);
