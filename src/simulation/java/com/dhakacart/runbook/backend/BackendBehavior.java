package com.dhakacart.runbook.backend;

import java.time.Duration;

/**
 * How the backend is at this moment, its faults included. It is asked anew for each request, from
 * many threads, so that a fault can come and go while the server runs.
 */
public interface BackendBehavior {

  /** How a customer's request is answered. */
  Answer answer(Route route);

  /** What {@code /health} and {@code /ready} find. */
  Checks checks();

  /** Lets the time pass that an answer or a check is said to take. */
  default void pass(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  /** How often a client may ask for {@code /health} in a minute before it gets 429. */
  default int healthRequestsPerMinute() {
    return 60;
  }
}
