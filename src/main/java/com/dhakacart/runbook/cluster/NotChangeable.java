package com.dhakacart.runbook.cluster;

/** The runbook has no way to change this, whoever asks; its settings are to be corrected. */
public class NotChangeable extends RuntimeException {

  NotChangeable(String message) {
    super(message);
  }

  NotChangeable(String message, Throwable cause) {
    super(message, cause);
  }
}
