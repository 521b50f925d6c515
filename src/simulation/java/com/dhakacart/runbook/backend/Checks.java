package com.dhakacart.runbook.backend;

import java.time.Duration;

/** What {@code /health} finds when it looks. */
public record Checks(Database database, Redis redis, Memory memory) {

  public static Checks healthy() {
    return new Checks(Database.healthy(), Redis.healthy(), new Memory(31.5, 512));
  }

  public Checks with(Database other) {
    return new Checks(other, redis, memory);
  }

  public Checks with(Redis other) {
    return new Checks(database, other, memory);
  }

  public Checks with(Memory other) {
    return new Checks(database, redis, other);
  }

  boolean areHealthy() {
    return database.isHealthy() && redis.isHealthy() && memory.isHealthy();
  }

  /**
   * The database, seen through one pod's pool.
   *
   * @param error why the check's query failed, or null when it did not
   * @param responseTime how long the query took with all its tries: {@code /health} and {@code
   *     /ready} wait for it
   */
  public record Database(
      String error,
      Duration responseTime,
      int totalConnections,
      int idleConnections,
      int waitingClients) {

    public static Database healthy() {
      return new Database(null, Duration.ofMillis(2), 2, 1, 0);
    }

    /** All connections of the pool are taken and never come back. */
    public static Database exhausted(int waitingClients) {
      return new Database(
          "timeout exceeded when trying to connect", Duration.ofSeconds(19), 20, 0, waitingClients);
    }

    /** Nobody listens at the database's address. */
    public static Database away() {
      return new Database("connect ECONNREFUSED 10.96.255.23:5432", Duration.ofSeconds(4), 0, 0, 0);
    }

    boolean isHealthy() {
      return error == null;
    }
  }

  /**
   * Redis, the cache.
   *
   * @param error why the check failed, or null when it did not
   */
  public record Redis(String error, Duration responseTime) {

    public static Redis healthy() {
      return new Redis(null, Duration.ofMillis(2));
    }

    public static Redis away() {
      return new Redis("Redis client not connected", Duration.ZERO);
    }

    boolean isHealthy() {
      return error == null;
    }
  }

  public record Memory(double usagePercent, int limitMB) {

    boolean isHealthy() {
      return usagePercent <= 90;
    }
  }
}
