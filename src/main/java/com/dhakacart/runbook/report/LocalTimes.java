package com.dhakacart.runbook.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instants as the clocks of a time zone show them. */
final class LocalTimes {

  static final LocalTimes UTC = new LocalTimes(ZoneOffset.UTC);

  private static final Pattern INSTANT =
      Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z\\b");

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

  /**
   * The text, with each instant in it as people say it, which stood there as programs do; the day
   * is said once.
   */
  String inText(String text) {
    Matcher instants = INSTANT.matcher(text);
    StringBuilder spoken = new StringBuilder();
    String day = "";
    while (instants.find()) {
      Instant at = Instant.parse(instants.group());
      String time = day.equals(day(at)) ? clock(at) : dayAndClock(at);
      day = day(at);
      instants.appendReplacement(spoken, Matcher.quoteReplacement(time + " " + zone()));
    }
    return instants.appendTail(spoken).toString();
  }

  private DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(zone);
  }
}
