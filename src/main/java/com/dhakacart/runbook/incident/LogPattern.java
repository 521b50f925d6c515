package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

/**
 * Log lines that say the same thing.
 *
 * @param level {@code error} or {@code warn}; lines that are no JSON are {@code error}
 * @param error the {@code error} field beside it, which alone tells a wrong table from a dead
 *     database; empty when absent
 * @param routes the urls that the lines name, most frequent first; empty when none
 */
public record LogPattern(
    String level,
    String message,
    String error,
    List<String> routes,
    int count,
    Instant firstSeen,
    Instant lastSeen) {

  public LogPattern {
    routes = List.copyOf(routes);
  }
}
