-- Approvals by more than one person, who chose a cause, a pause of all changes, and the incident
-- itself where no completion of a task can rewrite it. Runs on H2 and PostgreSQL.

-- The incident as it was opened (JSON), and the workload by which changes of other incidents are
-- found. Empty for incidents that an older version opened.
alter table runbook_incident add column body text;
alter table runbook_incident add column namespace varchar(255);
alter table runbook_incident add column deployment varchar(255);
create index runbook_incident_of_workload on runbook_incident (namespace, deployment);

alter table runbook_plan add column approvals_needed integer default 1 not null;

-- One row for each person who approved a plan; digest is the SHA-256 of the plan that was shown.
create table runbook_approval (
  incident_key varchar(64)  not null,
  plan_number  integer      not null,
  user_id      varchar(255) not null,
  approved_at  timestamp(3) with time zone not null,
  digest       varchar(64)  not null,
  primary key (incident_key, plan_number, user_id),
  foreign key (incident_key, plan_number) references runbook_plan (incident_key, plan_number)
);

-- What was approved before stays readable. It has no digest, so nothing more is made of it.
insert into runbook_approval (incident_key, plan_number, user_id, approved_at, digest)
  select incident_key, plan_number, approved_by, approved_at, ''
  from runbook_plan where approved_by is not null;
alter table runbook_plan drop column approved_by;
alter table runbook_plan drop column approved_at;

-- Who chose a cause instead of the ranked one: not a second pair of eyes for its plan.
create table runbook_chosen_cause (
  incident_key varchar(64)  not null references runbook_incident (incident_key),
  cause        varchar(32)  not null,
  user_id      varchar(255) not null,
  chosen_at    timestamp(3) with time zone not null,
  primary key (incident_key, cause, user_id)
);

-- One row at most: whether all changes are paused, and who said so last.
create table runbook_pause (
  name       varchar(16)   not null primary key,
  paused     boolean       not null,
  changed_by varchar(255)  not null,
  changed_at timestamp(3) with time zone not null,
  reason     varchar(4000) not null
);
