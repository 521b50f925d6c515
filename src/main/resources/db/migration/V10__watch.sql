-- What is normal for a service: when it was noted last (by one node), figures by hour of the day, and
-- messages of the logs. What is older than runbook.watch.keep-for is forgotten. Runs on H2 and PostgreSQL.
create table runbook_watch (
  service  varchar(255) not null primary key,
  since    timestamp(3) with time zone not null,
  noted_at timestamp(3) with time zone not null,
  rounds   integer      not null
);

create table runbook_usual_figure (
  service     varchar(255) not null,
  hour_of_day integer      not null,
  figure      varchar(32)  not null,
  subject     varchar(255) not null,
  rounds      integer      not null,
  average     double precision not null,
  highest     double precision not null,
  noted_at    timestamp(3) with time zone not null,
  primary key (service, hour_of_day, figure, subject)
);

create table runbook_usual_pattern (
  service    varchar(255) not null,
  digest     varchar(64)  not null,
  body       text         not null,
  rounds     integer      not null,
  line_count bigint       not null,
  first_seen timestamp(3) with time zone not null,
  noted_at   timestamp(3) with time zone not null,
  primary key (service, digest)
);
