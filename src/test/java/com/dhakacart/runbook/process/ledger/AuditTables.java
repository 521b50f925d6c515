package com.dhakacart.runbook.process.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit log with a database of its own, and a clock that stands still until it is moved. */
final class AuditTables extends Clock implements AutoCloseable {

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final RefusalConnections connections;
  final RefusalTable table;
  final RefusalWriter writer;
  final Refusals refusals;
  private Instant now = Instant.parse("2026-11-24T07:00:00Z");

  AuditTables(HikariDataSource database) {
    // Flyway needs two connections
    Flyway.configure()
        .dataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword())
        .load()
        .migrate();
    connections = new RefusalConnections(database);
    table = new RefusalTable(connections, JdbcClient.create(database));
    writer = new RefusalWriter(table, new ConcernedIncident(connections), this, meters);
    refusals = new Refusals(writer, this, meters, () -> now.toEpochMilli() * 1_000_000);
  }

  /** The application's pool, as small as can be. */
  static HikariDataSource oneConnection(String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(1);
    pool.setConnectionTimeout(500);
    return pool;
  }

  void forward(Duration by) {
    now = now.plus(by);
    refusals.endMinutesThatAreOver();
  }

  /** As the application stops: what is in memory is written. */
  @Override
  public void close() throws InterruptedException {
    refusals.destroy();
    writer.destroy();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
