package com.dhakacart.runbook.incident;

import java.time.Duration;
import java.time.Instant;

/**
 * One outage of one service, from its alert to its report.
 *
 * @param key business key of the process, of every page and of every change; {@code [A-Za-z0-9-]+}
 * @param openedAt when the alert reached us; the clock of all escalations
 */
public record Incident(String key, Workload workload, String alertName, Instant openedAt) {

  /**
   * What is this short a time ago may still be what goes on now: a restart, a warning, an error. A
   * kubelet takes back a pressure of its node after half of it.
   */
  public static final Duration RECENT = Duration.ofMinutes(10);

  /** Long enough to see the time before the errors, and a release that went bad slowly. */
  private static final Duration BEFORE = Duration.ofHours(1);

  /** From when on what was logged is of this outage, and of none before. */
  public Instant recentFrom() {
    return openedAt.minus(RECENT);
  }

  /** From when on messages and errors tell of its cause. */
  public Instant lookedAtFrom() {
    return openedAt.minus(BEFORE);
  }
}
