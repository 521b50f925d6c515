package com.dhakacart.runbook.process.access;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** The password was not looked at: too many wrong ones came before it. */
class TooManyTries extends AuthenticationException {

  private final Duration left;

  TooManyTries(Duration left) {
    super("Too many wrong passwords; try again in %d s".formatted(left.toSeconds()));
    this.left = left;
  }

  Duration left() {
    return left;
  }
}
