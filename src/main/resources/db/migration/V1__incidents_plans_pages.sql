-- What must survive and stay unique beside the engine's own tables. Runs on H2 and PostgreSQL.

create table runbook_incident (
  incident_key varchar(64)  not null primary key,
  service      varchar(255) not null,
  alert_name   varchar(255) not null,
  opened_at    timestamp(3) with time zone not null,
  closed_at    timestamp(3) with time zone,
  outcome      varchar(32)
);

-- One row for each service with an open incident: the primary key, not a query, keeps it one.
create table runbook_open_service (
  service      varchar(255) not null primary key,
  incident_key varchar(64)  not null references runbook_incident (incident_key)
);

-- One row for each episode of an alert (Alertmanager's fingerprint and startsAt).
create table runbook_episode (
  fingerprint  varchar(255) not null,
  starts_at    timestamp(3) with time zone not null,
  incident_key varchar(64)  references runbook_incident (incident_key),
  alert_name   varchar(255) not null,
  service      varchar(255),
  severity     varchar(64),
  received_at  timestamp(3) with time zone not null,
  resolved_at  timestamp(3) with time zone,
  primary key (fingerprint, starts_at)
);
create index runbook_episode_of_incident on runbook_episode (incident_key);

-- What was proposed, and who approved exactly that. No completion of a task writes here.
create table runbook_plan (
  incident_key varchar(64)  not null references runbook_incident (incident_key),
  plan_number  integer      not null,
  remedy       varchar(32)  not null,
  body         text         not null,
  proposed_at  timestamp(3) with time zone not null,
  approved_by  varchar(255),
  approved_at  timestamp(3) with time zone,
  primary key (incident_key, plan_number)
);

-- What was done.
create table runbook_change (
  incident_key     varchar(64)  not null,
  plan_number      integer      not null,
  change_id        varchar(128) not null,
  body             text         not null,
  applied_at       timestamp(3) with time zone not null,
  result           varchar(4000) not null,
  undo_approved_by varchar(255),
  undone_at        timestamp(3) with time zone,
  primary key (incident_key, change_id),
  foreign key (incident_key, plan_number) references runbook_plan (incident_key, plan_number)
);

-- Pages, recorded before they are sent: incident and stage are sent once.
create table runbook_page (
  incident_key varchar(64)  not null,
  stage        varchar(128) not null,
  body         text         not null,
  recorded_at  timestamp(3) with time zone not null,
  sent_at      timestamp(3) with time zone,
  sent_how     varchar(4000),
  problem      varchar(4000),
  primary key (incident_key, stage)
);
