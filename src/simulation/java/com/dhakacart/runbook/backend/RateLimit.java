package com.dhakacart.runbook.backend;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** So many requests a minute for each client address. */
class RateLimit {

  private record Window(Instant ends, int requests) {}

  private final Map<InetAddress, Window> windows = new ConcurrentHashMap<>();
  private final Clock clock;

  RateLimit(Clock clock) {
    this.clock = clock;
  }

  boolean allows(InetAddress client, int perMinute) {
    Instant now = clock.instant();
    Window window =
        windows.merge(
            client,
            new Window(now.plus(1, ChronoUnit.MINUTES), 1),
            (old, fresh) ->
                now.isBefore(old.ends) ? new Window(old.ends, old.requests + 1) : fresh);
    return window.requests <= perMinute;
  }
}
