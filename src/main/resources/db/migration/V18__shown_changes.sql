-- Which changes a task showed to be in effect when it was opened: what is decided there undoes those
-- and no others. Runs on H2 and PostgreSQL.
create table runbook_shown_change (
  task_id      varchar(64)  not null,
  incident_key varchar(64)  not null,
  change_id    varchar(128) not null,
  primary key (task_id, change_id),
  foreign key (incident_key, change_id) references runbook_change (incident_key, change_id)
);
-- A task that an older version has left open shows what is in effect of the plans until then.
insert into runbook_shown_change (task_id, incident_key, change_id)
select s.task_id, c.incident_key, c.change_id
from runbook_shown_plan s
join runbook_change c on c.incident_key = s.incident_key and c.plan_number <= s.plan_number
join runbook_plan p on p.incident_key = c.incident_key and p.plan_number = c.plan_number
where c.undone_at is null and c.reverted_at is null and c.undoes is null
  and p.remedy not in ('UNDO', 'TAKE_BACK');
