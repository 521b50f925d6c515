-- The audit log of refusals: only appended to; what is older than runbook.audit.keep-for is removed
-- once a day. Runs on H2 and PostgreSQL.
create table runbook_refusal (
  id           bigint generated always as identity primary key,
  first_at     timestamp(3) with time zone not null,
  last_at      timestamp(3) with time zone not null,
  times        integer      not null,
  user_id      varchar(255) not null,
  address      varchar(64)  not null,
  request      varchar(200) not null,
  why          varchar(32)  not null,
  status       integer      not null,
  incident_key varchar(64)
);
create index runbook_refusal_by_time on runbook_refusal (last_at);
create index runbook_refusal_of_incident on runbook_refusal (incident_key);
