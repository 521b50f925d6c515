-- A change that somebody wrote over after it was made: it is in effect no longer. Runs on H2 and PostgreSQL.
alter table runbook_change add column reverted_at timestamp(3) with time zone;
alter table runbook_change add column reversal text;
