package com.dhakacart.runbook.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time in the simulated world: the real one, but for the thread that lives through a span
 * again.
 */
class WorldClock {

  private final ThreadLocal<Instant> turnedTo = new ThreadLocal<>();

  Instant now() {
    Instant turned = turnedTo.get();
    return turned == null ? Instant.now() : turned;
  }

  /** As Kubernetes writes it: whole seconds, UTC. */
  String stamp() {
    return stamp(now());
  }

  static String stamp(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Does the work as if it were {@code then}. */
  void at(Instant then, Runnable work) {
    turnedTo.set(then);
    try {
      work.run();
    } finally {
      turnedTo.remove();
    }
  }
}
