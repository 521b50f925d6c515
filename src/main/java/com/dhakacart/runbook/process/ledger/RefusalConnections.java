package com.dhakacart.runbook.process.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One connection for refusals alone, to the same database: a storm of them takes none from the
 * steps of a runbook, and a storm of steps none from them. No bean of type {@code DataSource}, so
 * that nothing else uses it.
 */
@Component
class RefusalConnections implements DisposableBean {

  private static final Duration NO_LONGER_THAN = Duration.ofSeconds(5);

  private final HikariDataSource own;
  private final JdbcClient jdbc;

  RefusalConnections(DataSource application) {
    HikariDataSource pool =
        DataSourceUnwrapper.unwrap(application, HikariConfigMXBean.class, HikariDataSource.class);
    this.own = pool == null ? null : oneConnectionLike(pool);
    this.jdbc = JdbcClient.create(own == null ? application : own);
  }

  private static HikariDataSource oneConnectionLike(HikariDataSource pool) {
    HikariConfig config = new HikariConfig();
    pool.copyStateTo(config);
    config.setPoolName("refusals");
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(NO_LONGER_THAN.toMillis());
    config.setInitializationFailTimeout(-1); // the start does not wait for it
    config.setRegisterMbeans(false);
    return new HikariDataSource(config);
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  @Override
  public void destroy() {
    if (own != null) {
      own.close();
    }
  }
}
