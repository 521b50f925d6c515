-- Each single change of an approved plan is begun here, committed, before it is written to the
-- cluster: one row is one use of an approval. Plans that were approved before have none yet, and
-- are begun like others. Runs on H2 and PostgreSQL.
create table runbook_use (
  incident_key varchar(64)  not null,
  plan_number  integer      not null,
  change_id    varchar(128) not null,
  digest       varchar(64)  not null,
  begun_at     timestamp(3) with time zone not null,
  primary key (incident_key, plan_number, change_id),
  foreign key (incident_key, plan_number) references runbook_plan (incident_key, plan_number)
);

-- Which change of the same incident this one takes back; so far the end of its id said it.
alter table runbook_change add column undoes varchar(128);
update runbook_change set undoes = substring(change_id from position('-undo-' in change_id) + 6)
  where position('-undo-' in change_id) > 0;
update runbook_change set undoes = substring(change_id from position('-take-back-' in change_id) + 11)
  where position('-take-back-' in change_id) > 0;
