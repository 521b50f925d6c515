package com.dhakacart.runbook.process.ledger;

/** What is about to be written was approved too long ago, for what was seen then. */
public class ApprovalExpired extends RuntimeException {

  /**
   * @param message a sentence for a person: when it was approved, and how long that is good
   */
  ApprovalExpired(String message) {
    super(message);
  }
}
