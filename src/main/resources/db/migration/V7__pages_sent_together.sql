-- Whom a page calls, and with which other page it is sent where there are too many to be read one by one:
-- that one's stage. Runs on H2 and PostgreSQL.
alter table runbook_page add column team varchar(32);
alter table runbook_page add column sent_with varchar(128);
create index runbook_page_unsent on runbook_page (sent_at, team);
create index runbook_page_sent_with on runbook_page (sent_with);
