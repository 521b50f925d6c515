-- Whoever is about to begin a change holds this row, so that several at once do not exceed the budget. Runs on H2 and PostgreSQL.
create table runbook_budget (
  name varchar(16) not null primary key
);
insert into runbook_budget (name) values ('changes');
