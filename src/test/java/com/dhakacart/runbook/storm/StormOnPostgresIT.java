package com.dhakacart.runbook.storm;

import com.dhakacart.runbook.fixtures.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** On the database that production uses. */
@Tag("endurance-alone")
class StormOnPostgresIT extends StormOfAlerts {

  StormOnPostgresIT() {
    super(1_000, 100, Duration.ofSeconds(60));
  }

  private EmbeddedPostgres postgres;

  @Override
  Map<String, String> database() throws Exception {
    postgres =
        Postgres.builder()
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "on")
            .start();
    return Map.of(
        "spring.datasource.url",
        postgres.getJdbcUrl("postgres", "postgres"),
        "spring.datasource.username",
        "postgres");
  }

  @AfterEach
  void stop() throws Exception {
    postgres.close();
  }
}
