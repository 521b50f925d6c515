package com.dhakacart.runbook.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How one request of a customer is answered, after how long, and what it leaves in the log. */
public record Answer(int status, Duration after, List<LogLine> log) {

  private static final int TRIES = 3;

  public Answer {
    log = List.copyOf(log);
  }

  public static Answer ok() {
    return new Answer(200, Duration.ZERO, List.of());
  }

  public static Answer slow(Duration after) {
    return new Answer(200, after, List.of());
  }

  /**
   * The database refused the query. Every query is tried three times, and whatever was wrong with
   * it, the log says that the "Database query failed": only the error beside it tells a wrong table
   * from a dead database.
   */
  public static Answer queryFailed(Route route, String error, Duration after) {
    List<LogLine> log = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      log.add(LogLine.warn("Database query attempt failed", error));
    }
    log.add(LogLine.error("Database query failed after all retries", error));
    route.complaints().forEach(message -> log.add(LogLine.error(message, error)));
    return new Answer(500, after, log);
  }

  /** The payment provider did not do its part. */
  public static Answer paymentFailed(String error, Duration after) {
    return new Answer(
        500,
        after,
        List.of(
            LogLine.error("Error creating payment intent", error),
            LogLine.error("Create payment intent failed", error)));
  }
}
