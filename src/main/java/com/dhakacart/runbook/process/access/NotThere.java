package com.dhakacart.runbook.process.access;

/** What the request is about does not exist, or no longer; the message says where to look. */
class NotThere extends RuntimeException {

  NotThere(String sentence) {
    super(sentence);
  }
}
