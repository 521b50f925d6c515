package com.dhakacart.runbook.backend;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A release with a real database and a real cache behind it: its faults are theirs. */
class ConnectedBackend implements BackendBehavior {

  private static final List<Duration> BEFORE_THE_NEXT_TRY =
      List.of(Duration.ofMillis(1_300), Duration.ofMillis(2_700));

  private final Release release;
  private final ConnectionPool database;
  private final RedisClient redis;
  private final int tries;

  /**
   * @param tries of each query: 3 in the real backend, which so needs 4 s to say that one failed
   */
  ConnectedBackend(Release release, ConnectionPool database, RedisClient redis, int tries) {
    this.tries = tries;
    this.release = release;
    this.database = database;
    this.redis = redis;
  }

  /**
   * @throws SQLException when the database is away: the real backend ends then, too
   */
  void connect() throws SQLException, InterruptedException {
    database.query("SELECT 1", rows -> null);
  }

  @Override
  public Answer answer(Route route) {
    if (route == Route.CACHED_PRODUCTS && redis.check().isHealthy()) {
      return Answer.ok();
    }
    String table = route == Route.PRODUCTS ? release.table() : "products";
    try {
      Demand demand =
          tried(
              "SELECT max(memory_mb), max(work_ms) FROM " + table,
              rows -> {
                rows.next();
                return new Demand(rows.getInt(1), rows.getInt(2));
              });
      if (route == Route.PRODUCTS) {
        demand.meet();
      }
      return Answer.ok();
    } catch (SQLException e) {
      return Answer.queryFailed(route, e.getMessage(), Duration.ZERO);
    }
  }

  @Override
  public Checks checks() {
    return new Checks(databaseCheck(), redis.check(), release.checks().memory());
  }

  /** The time has passed already, in the database. */
  @Override
  public void pass(Duration time) {}

  private Checks.Database databaseCheck() {
    long began = System.nanoTime();
    String error = null;
    try {
      tried("SELECT 1", rows -> null);
    } catch (SQLException e) {
      error = e.getMessage();
    }
    return new Checks.Database(
        error,
        Duration.ofNanos(System.nanoTime() - began),
        database.total(),
        database.idle(),
        database.waiting());
  }

  private <T> T tried(String sql, ConnectionPool.Reader<T> reader) throws SQLException {
    List<SQLException> failures = new ArrayList<>();
    try {
      for (int i = 0; ; i++) {
        try {
          return database.query(sql, reader);
        } catch (SQLException e) {
          failures.add(e);
          if (i == tries - 1) {
            throw e;
          }
          Thread.sleep(BEFORE_THE_NEXT_TRY.get(i).toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.isEmpty() ? new SQLException("interrupted") : failures.get(0);
    }
  }
}
