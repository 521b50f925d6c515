package com.dhakacart.runbook.process;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One connection for one purpose, to the application's database and beside its pool: a storm there
 * takes none from it, and it takes none from a storm. No bean of type {@code DataSource}, so that
 * nothing else uses it.
 */
public final class OwnConnection implements AutoCloseable {

  private static final Duration NO_LONGER_THAN = Duration.ofSeconds(5);

  private final HikariDataSource own;
  private final JdbcClient jdbc;

  /**
   * Connects when it is used first.
   *
   * @param application that of the application, which is used as it is where it is no pool
   * @param purpose by which metrics and the log call it
   */
  public OwnConnection(DataSource application, String purpose) {
    HikariDataSource pool =
        DataSourceUnwrapper.unwrap(application, HikariConfigMXBean.class, HikariDataSource.class);
    this.own = pool == null ? null : oneConnectionLike(pool, purpose);
    this.jdbc = JdbcClient.create(own == null ? application : own);
  }

  private static HikariDataSource oneConnectionLike(HikariDataSource pool, String purpose) {
    HikariConfig config = new HikariConfig();
    pool.copyStateTo(config);
    config.setPoolName(purpose);
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(NO_LONGER_THAN.toMillis());
    config.setInitializationFailTimeout(-1); // the start does not wait for it
    config.setRegisterMbeans(false);
    return new HikariDataSource(config);
  }

  /** Waits 5 s at most until the connection is free and was found to be alive. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
