-- Since when somebody is sending a page: the others leave it alone meanwhile, on this node and on another. Runs on H2 and
-- PostgreSQL.
alter table runbook_page add column tried_at timestamp(3) with time zone;
