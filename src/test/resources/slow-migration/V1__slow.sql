-- as one of a large table, longer than a second
select pg_sleep(3);
