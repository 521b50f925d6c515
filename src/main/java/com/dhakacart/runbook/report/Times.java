package com.dhakacart.runbook.report;

import java.time.Duration;
import java.time.Instant;

/** Instants in UTC and durations, as people say them. */
final class Times {

  private Times() {}

  static String day(Instant at) {
    return LocalTimes.UTC.day(at);
  }

  /** {@code 23:06:19}; what surrounds it says UTC. */
  static String clock(Instant at) {
    return LocalTimes.UTC.clock(at);
  }

  /** {@code 23:06}. */
  static String minute(Instant at) {
    return LocalTimes.UTC.minute(at);
  }

  /** {@code 2026-11-23 23:06:19}. */
  static String dayAndClock(Instant at) {
    return LocalTimes.UTC.dayAndClock(at);
  }

  /** The two largest units: {@code 450 ms}, {@code 2 min 13 s}, {@code 1 h 5 min}. */
  static String words(Duration duration) {
    Duration positive = duration.abs();
    if (positive.compareTo(Duration.ofSeconds(1)) < 0) {
      return positive.toMillis() + " ms";
    }
    if (positive.toMinutes() == 0) {
      return positive.toSeconds() + " s";
    }
    if (positive.toHours() == 0) {
      return pair(positive.toMinutes(), "min", positive.toSecondsPart(), "s");
    }
    if (positive.toDays() == 0) {
      return pair(positive.toHours(), "h", positive.toMinutesPart(), "min");
    }
    return pair(positive.toDays(), "d", positive.toHoursPart(), "h");
  }

  /** {@code 25 s after}, {@code 30 s before}, {@code at once}. */
  static String afterOrBefore(Instant reference, Instant at) {
    Duration distance = Duration.between(reference, at);
    if (distance.toSeconds() == 0) {
      return "at once";
    }
    return words(distance) + (distance.isNegative() ? " before" : " after");
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
