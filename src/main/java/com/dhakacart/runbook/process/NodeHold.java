package com.dhakacart.runbook.process;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.stereotype.Component;

/**
 * Whether no other process that lives has this node's name. On PostgreSQL a lock of the session
 * says so, which ends with the process however that ends; a file of H2 has one process only.
 */
@Component
class NodeHold implements DisposableBean {

  /** Until PostgreSQL has noticed that a process is dead. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final DataSource database;
  private Connection holding;

  NodeHold(DataSource database) {
    this.database = database;
  }

  /** Takes the name, for as long as this process lives, unless another one has it. */
  synchronized boolean take(String name) {
    try {
      if (holding == null) {
        holding = database.getConnection(); // no transaction's: it is kept
      }
      String product = holding.getMetaData().getDatabaseProductName();
      if (DatabaseDriver.fromProductName(product) != DatabaseDriver.POSTGRESQL) {
        destroy();
        return true;
      }
      return lock(name);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL did not say whether node " + name + " runs", e);
    }
  }

  private boolean lock(String name) throws SQLException {
    long tries = NOTICED_WITHIN.dividedBy(PAUSE);
    boolean taken = tryLock(name);
    while (!taken && tries-- > 0) {
      pause();
      taken = tryLock(name);
    }
    return taken;
  }

  private boolean tryLock(String name) throws SQLException {
    try (PreparedStatement lock =
        holding.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
      lock.setString(1, "runbook node " + name);
      try (ResultSet answer = lock.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void destroy() throws SQLException {
    if (holding != null) {
      holding.close();
      holding = null;
    }
  }
}
