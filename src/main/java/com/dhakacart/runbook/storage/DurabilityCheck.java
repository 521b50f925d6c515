package com.dhakacart.runbook.storage;

import java.sql.Connection;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
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
  private final DataSourceProperties properties;
  private final StorageSettings settings;

  DurabilityCheck(DataSource source, DataSourceProperties properties, StorageSettings settings) {
    this.source = source;
    this.properties = properties;
    this.settings = settings;
  }

  /**
   * @throws StartRefused when connections do not commit what they are given, or PostgreSQL
   *     acknowledges commits that it has not written
   */
  @Override
  public void afterSingletonsInstantiated() {
    JdbcTemplate database = new JdbcTemplate(source);
    mustCommit(database);
    if (settings.mayLose()) {
      return;
    }
    switch (product(database)) {
      case POSTGRESQL -> mustWriteBeforeItAcknowledges(database);
      case H2 -> new H2Losses(database, properties.determineUrl()).inWords().forEach(log::warn);
      default -> {
        // DriverCheck lets no other in
      }
    }
  }

  /** A pause of the changes and a refusal are one statement each, in no transaction. */
  private static void mustCommit(JdbcTemplate database) {
    if (!Boolean.TRUE.equals(database.execute((Connection it) -> it.getAutoCommit()))) {
      throw new StartRefused(
          "The database's connections do not commit by themselves: a pause of the changes would be"
              + " answered and not kept.",
          "Remove spring.datasource.hikari.auto-commit");
    }
  }

  private static void mustWriteBeforeItAcknowledges(JdbcTemplate postgres) {
    if (isOff("synchronous_commit", postgres)) {
      throw new StartRefused(
          "PostgreSQL is told to acknowledge the runbook's commits before it has written them"
              + " (synchronous_commit is off): a crash would take alerts and approvals along.",
          "Remove synchronous_commit from the options of DB_URL, from the role or from the"
              + " server's configuration, or: ALTER ROLE ... SET synchronous_commit = on");
    }
    if (isOff("fsync", postgres)) {
      log.warn(
          "PostgreSQL does not wait for its disk (fsync is off): when its machine goes down, alerts"
              + " and approvals are lost that were acknowledged, or all of the database is; set"
              + " fsync = on on the server");
    }
    if (isOff("full_page_writes", postgres)) {
      log.warn(
          "PostgreSQL cannot mend a page that was half written (full_page_writes is off): when its"
              + " machine goes down, all of the database may be lost; set full_page_writes = on on"
              + " the server, but for a file system that writes no half pages");
    }
  }

  /** Also where {@link PostgresConnections} has set it right: whoever turned it off should know. */
  private static boolean isOff(String setting, JdbcTemplate postgres) {
    return Boolean.TRUE.equals(
        postgres.queryForObject(
            "select 'off' in (setting, reset_val) from pg_settings where name = ?",
            Boolean.class,
            setting));
  }

  private static DatabaseDriver product(JdbcTemplate database) {
    return DatabaseDriver.fromProductName(
        database.execute((Connection it) -> it.getMetaData().getDatabaseProductName()));
  }
}
