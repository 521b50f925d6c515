-- Limits that hold for all nodes together. Runs on H2 and PostgreSQL.

-- Wrong passwords of one user from one address, and of all users from one address. Of whom is a digest: what
-- was typed as a name may be a password.
create table runbook_wrong_password (
  digest  varchar(64) not null primary key,
  times   integer     not null,
  last_at timestamp(3) with time zone not null
);
create index runbook_wrong_password_by_time on runbook_wrong_password (last_at);

-- The pages that a team gets one by one: as many places as there may be within a time, and when each was used.
create table runbook_page_place (
  team    varchar(32) not null,
  place   integer     not null,
  used_at timestamp(3) with time zone not null,
  primary key (team, place)
);
