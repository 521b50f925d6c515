package com.dhakacart.runbook.crash;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The disk of a PostgreSQL, as far as it can be full: every row that is to be written fails as
 * PostgreSQL itself has it fail (53100), and whatever is read is there. A file system that is
 * really full would need rights that a machine for tests may not give.
 */
public class PostgresDisk {

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
   * @param database with all its tables, past the cable of who is to find it full
   */
  public PostgresDisk(DataSource database) {
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
