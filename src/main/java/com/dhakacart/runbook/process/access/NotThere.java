package com.dhakacart.runbook.process.access;

/** What the request is about does not exist, or no longer; the message says where to look. */
class NotThere extends RuntimeException {

  static final String TASK =
      "This task is not open: it was decided or withdrawn, or never was; look in Tasklist or at"
          + " /incidents for what is";

  NotThere(String sentence) {
    super(sentence);
  }
}
