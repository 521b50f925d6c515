package com.dhakacart.runbook.process.access;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresLogInAttemptsTest extends LogInAttemptsContract {

  private static EmbeddedPostgres postgres;
  private static HikariDataSource pool;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
    pool = new HikariDataSource();
    pool.setDataSource(postgres.getPostgresDatabase());
  }

  @AfterAll
  static void stop() throws IOException {
    pool.close();
    postgres.close();
  }

  @Override
  DataSource database() {
    return pool;
  }
}
