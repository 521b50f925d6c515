package com.dhakacart.runbook.process.ledger;

/** A change is not proposed or made now, although the cluster would allow it. */
public class HeldBack extends RuntimeException {

  /**
   * @param message a sentence for a person: what holds it back
   */
  HeldBack(String message) {
    super(message);
  }
}
