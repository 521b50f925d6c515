package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.crash.DatabaseProxy;
import com.dhakacart.runbook.fixtures.Postgres;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

/** By a real PostgreSQL, whose cable is cut. */
class DatabaseHealthTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration SILENT_AFTER = Duration.ofSeconds(2);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HikariDataSource pool = new HikariDataSource();
  private EmbeddedPostgres postgres;
  private JdbcClient database;
  private DatabaseProxy cable;
  private DatabaseHealth health;

  @BeforeEach
  void start() throws IOException {
    postgres = Postgres.builder().start();
    cable = new DatabaseProxy(postgres.getPort());
    pool.setJdbcUrl(
        "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable".formatted(cable.port()));
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(1);
    database = JdbcClient.create(postgres.getPostgresDatabase());
    database.sql("create table runbook_heard (heard_at timestamp)").update();
    health = new DatabaseHealth(pool, meters, Duration.ofMillis(100), SILENT_AFTER);
    health.afterSingletonsInstantiated();
  }

  @AfterEach
  void stop() throws IOException {
    health.destroy();
    pool.close();
    cable.close();
    postgres.close();
  }

  @Test
  void networkSwallowsEverything_isOutOfService_untilTheDatabaseAnswersAgain() {
    cable.cut();

    awaitStatus(Status.OUT_OF_SERVICE);
    assertThat(silence()).isGreaterThan(SILENT_AFTER.toSeconds());

    cable.mend();

    awaitStatus(Status.UP);
    assertThat(silence()).isLessThan(SILENT_AFTER.toSeconds());
  }

  // As a primary that was demoted, to which the connections lead still: it answers every question.
  @Test
  void takesNoWrites_isOutOfService_untilItTakesThemAgain() {
    readOnly("on");

    awaitStatus(Status.OUT_OF_SERVICE);
    assertThat(silence()).isGreaterThan(SILENT_AFTER.toSeconds());

    readOnly("off");

    awaitStatus(Status.UP);
    assertThat(silence()).isLessThan(SILENT_AFTER.toSeconds());
  }

  private void readOnly(String onOrOff) {
    database.sql("alter system set default_transaction_read_only = " + onOrOff).update();
    database.sql("select pg_reload_conf()").query(Boolean.class).single();
  }

  // In a storm every node would leave at once, and alerts had nobody to go to.
  @Test
  void poolIsUsedUp_isNoDatabaseThatIsAway() throws Exception {
    try (Connection last = pool.getConnection()) {
      assertThat(last.isValid(1)).isTrue();
      await()
          .during(SILENT_AFTER.multipliedBy(2))
          .atMost(PATIENCE)
          .until(() -> health.health().getStatus(), Status.UP::equals);
    }
  }

  private void awaitStatus(Status status) {
    await().atMost(PATIENCE).until(() -> health.health().getStatus(), status::equals);
  }

  private double silence() {
    return meters.get("runbook.database.silence").gauge().value();
  }
}
