package com.dhakacart.runbook.crash;

import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL that is there and cannot be written. With a full disk, as far as it can be full:
 * every row that is to be written fails as PostgreSQL itself has it fail (53100), and whatever is
 * read is there; a file system that is really full would need rights that a machine for tests may
 * not give. Or as a primary that was demoted.
 */
public class FailingPostgres {

  private static final String FUNCTION =
      """
      create function room() returns trigger as $$
      begin
        if exists (select from full_disk) then
          raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end if;
        return new;
      end $$ language plpgsql""";

  private final JdbcClient database;

  /**
   * @param database with all its tables, past the cable of who is to find it so
   */
  public FailingPostgres(DataSource database) {
    this.database = JdbcClient.create(database);
    List<String> tables = tables();
    sql("create table full_disk (since timestamp)");
    sql(FUNCTION);
    tables.forEach(
        it ->
            sql(
                "create trigger room before insert or update on %s for each row execute function room()"
                    .formatted(it)));
  }

  public void fill() {
    sql("insert into full_disk values (now())");
  }

  public void clear() {
    sql("delete from full_disk");
  }

  /** It takes no write any more, by whichever session. */
  public void demote() {
    readOnly("on");
  }

  public void promote() {
    readOnly("off");
  }

  private void readOnly(String onOrOff) {
    sql("alter system set default_transaction_read_only = " + onOrOff);
    database.sql("select pg_reload_conf()").query(Boolean.class).single();
    Awaitility.await()
        .until(
            () -> database.sql("show transaction_read_only").query(String.class).single(),
            onOrOff::equals);
  }

  private List<String> tables() {
    return database
        .sql("select tablename from pg_tables where schemaname = 'public'")
        .query(String.class)
        .list();
  }

  private void sql(String statement) {
    database.sql(statement).update();
  }
}
