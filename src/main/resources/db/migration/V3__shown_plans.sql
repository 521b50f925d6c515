-- Which plan a task showed when it was opened: its approval counts for no other. A task that an
-- older version opened has no row, and so cannot be approved; it is rejected and planned anew. Runs
-- on H2 and PostgreSQL.
create table runbook_shown_plan (
  task_id      varchar(64) not null primary key,
  incident_key varchar(64) not null,
  plan_number  integer     not null,
  foreign key (incident_key, plan_number) references runbook_plan (incident_key, plan_number)
);
