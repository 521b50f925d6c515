-- Who is sending a page: a node that was killed meanwhile sends it as soon as it is back. Runs on H2 and PostgreSQL.
alter table runbook_page add column tried_by varchar(255);
