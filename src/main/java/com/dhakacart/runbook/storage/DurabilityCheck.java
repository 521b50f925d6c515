package com.dhakacart.runbook.storage;

import java.sql.Connection;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Before a request or a job is taken: whether what the runbook has acknowledged survives its crash.
 * The database itself is asked, since a URL, a role and a server's settings all have a say in it.
 */
@Component
class DurabilityCheck implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(DurabilityCheck.class);

  private final DataSource source;
  private final StorageSettings settings;

  DurabilityCheck(DataSource source, StorageSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /**
   * @throws StartRefused when PostgreSQL acknowledges commits that it has not written
   */
  @Override
  public void afterSingletonsInstantiated() {
    if (settings.mayLose()) {
      return;
    }
    JdbcTemplate database = new JdbcTemplate(source);
    switch (product(database)) {
      case POSTGRESQL -> mustWriteBeforeItAcknowledges(database);
      case H2 -> sayWhatIsLost(database);
      default -> {
        // DriverCheck lets no other in
      }
    }
  }

  private static void mustWriteBeforeItAcknowledges(JdbcTemplate postgres) {
    String setting = postgres.queryForObject("SHOW synchronous_commit", String.class);
    if ("off".equals(setting)) {
      throw new StartRefused(
          "PostgreSQL acknowledges the runbook's commits before it has written them"
              + " (synchronous_commit is off): a crash would take alerts and approvals along.",
          "Remove synchronous_commit from the options of DB_URL, from the role or from the"
              + " server's configuration, or: ALTER ROLE ... SET synchronous_commit = on");
    }
  }

  private static void sayWhatIsLost(JdbcTemplate h2) {
    if (h2.queryForObject("SELECT DATABASE_PATH()", String.class) == null) {
      log.warn(
          "The runbook's database is in memory: when the process ends, every incident and approval"
              + " is gone; set DB_URL to a database of PostgreSQL");
      return;
    }
    Integer delay =
        h2.queryForObject(
            "SELECT MAX(CAST(SETTING_VALUE AS INT)) FROM INFORMATION_SCHEMA.SETTINGS"
                + " WHERE SETTING_NAME = 'WRITE_DELAY'",
            Integer.class);
    if (delay == null || delay > 0) {
      log.warn(
          "H2 keeps a commit in memory for {} ms: a crash takes alerts and approvals along that"
              + " were acknowledged; append ;WRITE_DELAY=0 to DB_URL",
          delay == null ? "some" : delay);
    }
  }

  private static DatabaseDriver product(JdbcTemplate database) {
    return DatabaseDriver.fromProductName(
        database.execute((Connection it) -> it.getMetaData().getDatabaseProductName()));
  }
}
