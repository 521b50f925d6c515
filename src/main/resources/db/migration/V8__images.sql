-- What ran under each image's name, from when to when: a tag can be moved, and no revision tells. The
-- newest twenty of a workload are kept. Runs on H2 and PostgreSQL.
create table runbook_image (
  id         bigint generated always as identity primary key,
  namespace  varchar(255) not null,
  deployment varchar(255) not null,
  container  varchar(255) not null,
  image      varchar(512) not null,
  image_id   varchar(512) not null,
  first_seen timestamp(3) with time zone not null,
  last_seen  timestamp(3) with time zone not null
);
create index runbook_image_of_workload on runbook_image (namespace, deployment, id);
