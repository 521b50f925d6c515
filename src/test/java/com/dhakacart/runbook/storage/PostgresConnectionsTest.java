package com.dhakacart.runbook.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Postgres;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

/** What somebody does to a real PostgreSQL while the product runs, with the settings as shipped. */
class PostgresConnectionsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static EmbeddedPostgres postgres;
  private static Connection administrator;

  @BeforeAll
  static void start() throws IOException, SQLException {
    EmbeddedPostgres.Builder server = Postgres.builder();
    // one of the command line would win over what is altered
    ((Map<?, ?>) ReflectionTestUtils.getField(server, "config")).remove("synchronous_commit");
    postgres = server.start();
    administrator = postgres.getPostgresDatabase().getConnection();
    sql("create table written (what text)");
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    administrator.close();
    postgres.close();
  }

  @AfterEach
  void everythingAsItWas() throws SQLException {
    sql("set default_transaction_read_only = off");
    sql("alter role postgres reset all");
    sql("alter database postgres reset all");
    sql("alter system reset all");
    sql("select pg_reload_conf()");
    sql("reset default_transaction_read_only");
    awaitSetting("work_mem", "4MB", administrator);
    awaitSetting("default_transaction_read_only", "off", administrator);
  }

  // Alerts that were answered with 200 were lost when the server was killed.
  @ParameterizedTest
  @ValueSource(strings = {"role postgres", "database postgres", "system"})
  void commitsMayBeAcknowledgedUnwritten_sinceTheStart_ofTheProductNoneIs(String whose) {
    run(
        pool -> {
          try (Connection old = pool.getConnection()) {
            alter(whose, "synchronous_commit = off", old);

            assertThat(setting("synchronous_commit", old)).isEqualTo("on");
            try (Connection another = pool.getConnection();
                Connection elsewhere = postgres.getPostgresDatabase().getConnection()) {
              assertThat(setting("synchronous_commit", another)).isEqualTo("on");
              assertThat(setting("synchronous_commit", elsewhere)).isEqualTo("off");
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"remote_apply", "remote_write", "local"})
  void whatElseSomebodyChose_isKept(String choice) throws SQLException {
    sql("alter role postgres set synchronous_commit = " + choice);

    run(
        pool -> {
          try (Connection connection = pool.getConnection()) {
            assertThat(setting("synchronous_commit", connection)).isEqualTo(choice);
          }
        });
  }

  @Test
  void statementOfOnesOwn_isDone_andTurnsNothingOff() {
    application()
        .withPropertyValues(
            "spring.datasource.hikari.connection-init-sql="
                + "set work_mem = '5MB'; set synchronous_commit = off")
        .run(
            context -> {
              try (Connection connection =
                  context.getBean(HikariDataSource.class).getConnection()) {
                assertThat(setting("work_mem", connection)).isEqualTo("5MB");
                assertThat(setting("synchronous_commit", connection)).isEqualTo("on");
              }
            });
  }

  // The pool stayed on a primary that had been demoted.
  @Test
  void serverBecomesReadOnly_itsConnectionsEnd_andThereAreNewOnesWhenItTakesWrites() {
    run(
        pool -> {
          Connection old = pool.getConnection();
          write(old);
          alter("system", "default_transaction_read_only = on", old);

          assertThatThrownBy(() -> write(old))
              .isInstanceOfSatisfying(
                  SQLException.class, it -> assertThat(it.getSQLState()).isEqualTo("25006"));
          old.close();
          assertThatThrownBy(pool::getConnection)
              .isInstanceOf(SQLTransientConnectionException.class)
              .hasStackTraceContaining("targetServerType: primary");

          sql("set default_transaction_read_only = off");
          sql("alter system reset default_transaction_read_only");
          sql("select pg_reload_conf()");
          await()
              .atMost(PATIENCE)
              .ignoreExceptions()
              .untilAsserted(
                  () -> {
                    try (Connection another = pool.getConnection()) {
                      write(another);
                    }
                  });
        });
  }

  private void run(Use use) {
    application().run(context -> use.of(context.getBean(HikariDataSource.class)));
  }

  private static ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
        .withBean(PostgresConnections.class)
        .withPropertyValues(
            "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "spring.datasource.hikari.maximum-pool-size=2",
            "spring.datasource.hikari.minimum-idle=0",
            "spring.datasource.hikari.connection-timeout=1000");
  }

  /** Comes back when the session has noticed what holds for it. */
  private static void alter(String whose, String setting, Connection session) throws SQLException {
    sql("alter %s set %s".formatted(whose, setting));
    sql("alter system set work_mem = '6MB'");
    sql("select pg_reload_conf()");
    awaitSetting("work_mem", "6MB", session);
  }

  private static void awaitSetting(String name, String value, Connection session) {
    await().atMost(PATIENCE).until(() -> setting(name, session), value::equals);
  }

  private static String setting(String name, Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet found = statement.executeQuery("show " + name)) {
      found.next();
      return found.getString(1);
    }
  }

  private static void write(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("insert into written values ('this')");
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Statement one = administrator.createStatement()) {
      one.execute(statement);
    }
  }

  private interface Use {
    void of(HikariDataSource pool) throws SQLException;
  }
}
