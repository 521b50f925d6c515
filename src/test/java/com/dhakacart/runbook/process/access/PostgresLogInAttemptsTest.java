package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.fixtures.PostgresOfAClass;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresLogInAttemptsTest extends LogInAttemptsContract {

  @RegisterExtension static final PostgresOfAClass POSTGRES = new PostgresOfAClass();

  private static HikariDataSource pool;

  @BeforeAll
  static void start() {
    pool = new HikariDataSource();
    pool.setDataSource(POSTGRES.database());
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  @Override
  DataSource database() {
    return pool;
  }
}
