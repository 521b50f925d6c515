package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.dhakacart.runbook.crash.DatabaseProxy;
import com.dhakacart.runbook.fixtures.Postgres;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;

/** A PostgreSQL that takes a statement and says nothing any more, with the settings as shipped. */
class SilentDatabaseTest {

  private static final String LOCK = "camunda.bpm.job-execution.lock-time-in-millis";

  private static EmbeddedPostgres postgres;
  private static DatabaseProxy cable;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

  @BeforeAll
  static void start() throws IOException {
    postgres = Postgres.builder().start();
    cable = new DatabaseProxy(postgres.getPort());
  }

  @AfterAll
  static void stop() throws IOException {
    cable.close();
    postgres.close();
  }

  // The job acquisition waited for ever, with all that the node had locked.
  @Test
  void asShipped_aStatementHasAnEnd_beforeItsJobIsTakenOver() {
    at("")
        .run(
            context -> {
              try (Connection connection = context.getBean(DataSource.class).getConnection()) {
                assertThat(connection.getNetworkTimeout())
                    .isEqualTo(60_000)
                    .isLessThan(
                        context.getBean(Environment.class).getProperty(LOCK, Integer.class));
              }
              assertThat(context.getBean(HikariDataSource.class).getDataSourceProperties())
                  .containsEntry("tcpKeepAlive", "true");
            });
  }

  @Test
  void networkSwallowsTheAnswer_statementFails_byWhatTheUrlSays() {
    at("&socketTimeout=2")
        .run(
            context -> {
              try (Connection connection = context.getBean(DataSource.class).getConnection();
                  Statement statement = connection.createStatement()) {
                statement.execute("select 1");
                cable.cut();
                assertTimeoutPreemptively(
                    Duration.ofSeconds(40),
                    () ->
                        assertThatThrownBy(() -> statement.execute("select 1"))
                            .isInstanceOfSatisfying(
                                SQLException.class,
                                it -> assertThat(it.getSQLState()).isEqualTo("08006")));
              } finally {
                cable.mend();
              }
            });
  }

  // It would be begun anew at each start, and never end.
  @Test
  void migrationTakesLonger_itIsWaitedFor_andOtherStatementsAreNot() {
    at("&socketTimeout=1")
        .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
        .withBean(UnhurriedMigrations.class)
        .withPropertyValues("spring.flyway.locations=classpath:/slow-migration")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              try (Connection connection = context.getBean(DataSource.class).getConnection()) {
                assertThat(connection.getNetworkTimeout()).isEqualTo(1_000);
              }
            });
  }

  private ApplicationContextRunner at(String more) {
    return application.withPropertyValues(
        "spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable%s"
            .formatted(cable.port(), more),
        "spring.datasource.username=postgres");
  }
}
