package com.dhakacart.runbook.process.access;

import org.springframework.security.authentication.BadCredentialsException;

/** Nobody is known by this name and password. */
class WrongPassword extends BadCredentialsException {

  private final String tried;

  /**
   * @param tried the user whose password it was not; null where no user has the name that was
   *     given, which may be a password in the wrong field
   */
  WrongPassword(String tried) {
    super("Nobody is known by this name and password");
    this.tried = tried;
  }

  String tried() {
    return tried;
  }
}
