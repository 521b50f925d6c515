-- When something was last heard from a sender of alerts, on whichever node. Runs on H2 and PostgreSQL.
create table runbook_heard (
  sender   varchar(64) not null primary key,
  heard_at timestamp(3) with time zone not null
);
