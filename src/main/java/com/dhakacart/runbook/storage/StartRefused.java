package com.dhakacart.runbook.storage;

/** The product cannot keep what it promises with this database, and so does not start. */
class StartRefused extends RuntimeException {

  private final String action;

  /**
   * @param action what to do about it, as a sentence
   */
  StartRefused(String message, String action) {
    super(message);
    this.action = action;
  }

  String action() {
    return action;
  }
}
