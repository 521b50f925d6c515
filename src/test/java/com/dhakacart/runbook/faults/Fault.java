package com.dhakacart.runbook.faults;

import java.util.Arrays;
import java.util.stream.Stream;

/** What can go wrong with a call. */
enum Fault {
  REFUSED,
  DNS,
  TLS,
  UNAUTHORIZED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  CONFLICT(409),
  UNPROCESSABLE(422),
  /** With {@code Retry-After}. */
  TOO_MANY(429),
  BROKEN(500),
  UNAVAILABLE(503),
  /** Fewer bytes than were announced. */
  HALF,
  /** Another kind of content, as a page before the service would answer. */
  WRONG,
  /** More than anybody can hold. */
  HUGE,
  /** A byte a second. */
  DRIP,
  SILENCE;

  private final int status;

  Fault() {
    this(200);
  }

  Fault(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /** Whether somebody listens at all. */
  boolean isConnected() {
    return this != REFUSED && this != DNS && this != TLS;
  }

  /** Those that the same server can show one after the other. */
  static Stream<Fault> ofOneServer() {
    return Arrays.stream(values()).filter(Fault::isConnected);
  }
}
