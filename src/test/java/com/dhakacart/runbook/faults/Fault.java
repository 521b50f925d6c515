package com.dhakacart.runbook.faults;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can go wrong with a call. */
enum Fault {
  REFUSED("refused|couldn't connect"),
  DNS("nowhere\\.invalid|unknown host"),
  /** Who speaks none takes it for something else, and waits for its end or hangs up. */
  TLS("\\b(?:tls|ssl)|handshake|timeout|within|closed"),
  UNAUTHORIZED(401, "does not know the account"),
  FORBIDDEN(403, "may not do this"),
  NOT_FOUND(404, "does not exist|does not find it"),
  CONFLICT(409),
  UNPROCESSABLE(422),
  /** With {@code Retry-After}. */
  TOO_MANY(429),
  BROKEN(500),
  UNAVAILABLE(503),
  /** Fewer bytes than were announced. */
  HALF("half|\\beof\\b|end of|ended|premature|closed|fewer|length"),
  /** Another kind of content, as a page before the service would answer. */
  WRONG("is not|page for people"),
  /** More than anybody can hold. */
  HUGE("more than|timeout|timed out|in time|within"),
  /** A byte a second. */
  DRIP("timeout|timed out|in time|within"),
  SILENCE("timeout|timed out|in time|within");

  private final int status;
  private final Pattern words;

  Fault(String words) {
    this.status = 200;
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  Fault(int status) {
    this(status, String.valueOf(status));
  }

  Fault(int status, String words) {
    this.status = status;
    this.words = Pattern.compile("\\b%d\\b|%s".formatted(status, words));
  }

  /** Whether a text says that this happened. */
  boolean isIn(String text) {
    return words.matcher(text).find();
  }

  int status() {
    return status;
  }

  /** Whether somebody listens at all. */
  boolean isConnected() {
    return this != REFUSED && this != DNS && this != TLS;
  }

  /** Whether only the caller's own patience ends it. */
  boolean isSilent() {
    return this == DRIP || this == SILENCE;
  }

  /** Whether what happens does not depend on what the other side speaks. */
  boolean isOfTheWay() {
    return this == REFUSED || this == DNS;
  }

  /** Those that the same server can show one after the other. */
  static Stream<Fault> ofOneServer() {
    return Arrays.stream(values()).filter(Fault::isConnected);
  }
}
