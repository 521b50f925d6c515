package com.dhakacart.runbook.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as the clocks of a time zone show them. */
final class LocalTimes {

  static final LocalTimes UTC = new LocalTimes(ZoneOffset.UTC);

  private final ZoneId zone;
  private final DateTimeFormatter day;
  private final DateTimeFormatter clock;
  private final DateTimeFormatter minute;

  LocalTimes(ZoneId zone) {
    this.zone = zone;
    this.day = formatter("uuuu-MM-dd");
    this.clock = formatter("HH:mm:ss");
    this.minute = formatter("HH:mm");
  }

  /** Such as {@code UTC} or {@code Asia/Dhaka}. */
  String zone() {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  String day(Instant at) {
    return day.format(at);
  }

  /** {@code 23:06:19}; what surrounds it says of which zone. */
  String clock(Instant at) {
    return clock.format(at);
  }

  /** {@code 23:06}. */
  String minute(Instant at) {
    return minute.format(at);
  }

  /** {@code 2026-11-23 23:06:19}. */
  String dayAndClock(Instant at) {
    return day(at) + " " + clock(at);
  }

  private DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(zone);
  }
}
