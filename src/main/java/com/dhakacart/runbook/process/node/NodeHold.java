package com.dhakacart.runbook.process.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Whether no other process that lives has this node's name. On PostgreSQL a lock of the session
 * says so, which ends with the process however that ends; a file of H2 has one process only.
 *
 * <p>The session may end before the process, as by a failover of the database. Then the name is
 * taken again. Where another process has it by then, both would run the same jobs: this one is
 * {@linkplain LivenessState#BROKEN broken}, and a new start of it finds that the name is taken.
 */
@Component
class NodeHold implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(NodeHold.class);

  /** Sooner than another process has started, most often. */
  private static final int EVERY_MILLIS = 5_000;

  /** Until PostgreSQL has noticed that a process is dead. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A network that swallows the answer is no session either. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

  private final DataSource database;
  private final ApplicationEventPublisher events;
  private SingleConnectionDataSource connection;
  private String held;
  private Session session;

  NodeHold(DataSource database, ApplicationEventPublisher events) {
    this.database = database;
    this.events = events;
  }

  /** Of PostgreSQL, whose number another one may have later. */
  private record Session(int number, OffsetDateTime begun) {}

  /** Takes the name, for as long as this process lives, unless another one has it. */
  synchronized boolean take(String name) {
    try {
      if (!connect()) {
        return true;
      }
      if (lock(name)) {
        held = name;
        session = own();
      } else {
        destroy();
      }
      return held != null;
    } catch (SQLException | DataAccessException e) {
      destroy();
      throw new IllegalStateException("PostgreSQL did not say whether node " + name + " runs", e);
    }
  }

  @Scheduled(initialDelay = EVERY_MILLIS, fixedDelay = EVERY_MILLIS)
  synchronized void keep() {
    if (held == null || answers()) {
      return;
    }
    try {
      connect();
      endLost();
      if (lock(held)) {
        session = own();
        log.info("This process has the name {} again", held);
      } else {
        lost();
      }
    } catch (SQLException | DataAccessException e) {
      destroy();
      log.debug("PostgreSQL did not say yet whether another process is node {}", held, e);
    }
  }

  private boolean answers() {
    if (connection == null) {
      return false;
    }
    try {
      return jdbc().sql("select true").query(Boolean.class).single();
    } catch (DataAccessException e) {
      log.warn(
          "The connection that holds the name {} of this node is lost; the name is taken again when"
              + " the database answers: {}",
          held,
          e.toString());
      return false;
    }
  }

  private void lost() {
    log.error(
        "Another process has taken the name {} while this one had lost the database; this one takes"
            + " no more jobs and is not ready. End it, and give each node a name of its own"
            + " (runbook.node.id) before it is started again",
        held);
    held = null;
    destroy();
    AvailabilityChangeEvent.publish(events, this, ReadinessState.REFUSING_TRAFFIC);
    AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
  }

  /**
   * @return whether it is a PostgreSQL; else there is no connection
   */
  private boolean connect() throws SQLException {
    destroy();
    Connection one = database.getConnection(); // no transaction's: it is kept
    connection = new SingleConnectionDataSource(one, true);
    String product = one.getMetaData().getDatabaseProductName();
    if (DatabaseDriver.fromProductName(product) != DatabaseDriver.POSTGRESQL) {
      destroy();
      return false;
    }
    one.setNetworkTimeout(Runnable::run, (int) ANSWERED_WITHIN.toMillis());
    return true;
  }

  private Session own() {
    return jdbc()
        .sql("select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()")
        .query(
            (row, n) ->
                new Session(
                    row.getInt("pid"), row.getObject("backend_start", OffsetDateTime.class)))
        .single();
  }

  /** The network may have ended it on this side only, and for hours: it would have the lock. */
  private void endLost() {
    jdbc()
        .sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid = ? and backend_start = ?")
        .params(session.number(), session.begun())
        .query()
        .listOfRows();
  }

  private boolean lock(String name) {
    long tries = NOTICED_WITHIN.dividedBy(PAUSE);
    boolean taken = tryLock(name);
    while (!taken && tries-- > 0) {
      pause();
      taken = tryLock(name);
    }
    return taken;
  }

  private boolean tryLock(String name) {
    return jdbc()
        .sql("select pg_try_advisory_lock(hashtextextended(?, 0))")
        .param("runbook node " + name)
        .query(Boolean.class)
        .single();
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(connection);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void destroy() {
    if (connection != null) {
      connection.destroy();
      connection = null;
    }
  }
}
