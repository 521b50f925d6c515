-- Finished reports, where no folder and no bucket is set for them: every node finds them, and a dump holds them. They
-- stay when the history of their incident has gone. Runs on H2 and PostgreSQL.
create table runbook_report (
  incident_key varchar(64) not null primary key,
  kept_at      timestamp(3) with time zone not null,
  markdown     text        not null,
  html         text        not null,
  json_text    text        not null
);
