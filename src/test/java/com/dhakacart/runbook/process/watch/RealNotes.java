package com.dhakacart.runbook.process.watch;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The watch's own tables, for those who only read or fill them. */
public final class RealNotes {

  private RealNotes() {}

  public static NotedImages images(JdbcClient jdbc, Clock clock) {
    return new NotedImages(jdbc, clock);
  }
}
