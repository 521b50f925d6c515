package com.dhakacart.runbook.backend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real connections to a real PostgreSQL, in a pool as the backend's own library keeps it: 20 at
 * most, no time limit for a query, and five seconds to get a connection. A session that never
 * answers keeps its connection for ever.
 */
class ConnectionPool implements AutoCloseable {

  static final String EXHAUSTED = "timeout exceeded when trying to connect";

  private static final int MOST = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String url;
  private final String user;
  private final String password;
  private final Semaphore free = new Semaphore(MOST, true);
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  ConnectionPool(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /**
   * @throws SQLException with a message in the words that the backend's own library has for it
   */
  <T> T query(String sql, Reader<T> reader) throws SQLException, InterruptedException {
    acquire();
    Connection connection = null;
    boolean usable = false;
    try {
      connection = connection();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        T result = reader.read(rows);
        usable = true;
        return result;
      }
    } catch (SQLException e) {
      usable = !isLost(e);
      throw new SQLException(inTheBackendsWords(e), e.getSQLState(), e);
    } finally {
      giveBack(connection, usable);
      free.release();
    }
  }

  int total() {
    return open.get();
  }

  int idle() {
    return idle.size();
  }

  int waiting() {
    return waiting.get();
  }

  @Override
  public void close() {
    for (Connection one = idle.poll(); one != null; one = idle.poll()) {
      giveBack(one, false);
    }
  }

  private void acquire() throws SQLException, InterruptedException {
    waiting.incrementAndGet();
    try {
      if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLException(EXHAUSTED);
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** The one used last: so the others are few when little is asked. */
  private Connection connection() throws SQLException {
    Connection known = idle.pollLast();
    if (known != null) {
      return known;
    }
    String limits = "?connectTimeout=" + PATIENCE.toSeconds();
    Connection fresh = DriverManager.getConnection(url + limits, user, password);
    open.incrementAndGet();
    return fresh;
  }

  private void giveBack(Connection connection, boolean usable) {
    if (connection == null) {
      return;
    }
    if (usable) {
      idle.addLast(connection);
      return;
    }
    open.decrementAndGet();
    try {
      connection.close();
    } catch (SQLException e) {
      // it was lost before
    }
  }

  /** Connection exceptions, and a server that ends sessions. */
  private static boolean isLost(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57");
  }

  private String inTheBackendsWords(SQLException e) {
    if (e.getCause() instanceof java.net.ConnectException) {
      return "connect ECONNREFUSED " + url.replaceFirst(".*//([^/]+)/.*", "$1");
    }
    if (e.getCause() instanceof java.net.SocketTimeoutException) {
      return "Connection terminated due to connection timeout";
    }
    return e.getMessage().lines().findFirst().orElse("").replaceFirst("^(ERROR|FATAL): ", "");
  }
}
