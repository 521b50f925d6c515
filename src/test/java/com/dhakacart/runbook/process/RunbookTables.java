package com.dhakacart.runbook.process;

import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The runbook's own tables in a database of their own, for steps that are tried without engine. */
public final class RunbookTables {

  private final JdbcClient jdbc;
  private final Clock clock;

  public RunbookTables(Clock clock) {
    DataSource database =
        new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    Flyway.configure().dataSource(database).load().migrate();
    this.jdbc = JdbcClient.create(database);
    this.clock = clock;
  }

  public Plans plans() {
    return new Plans(jdbc, clock);
  }

  public Incidents incidents() {
    // no engine here: these tests do not ask whether a process is still there
    return new Incidents(jdbc, null, clock);
  }
}
