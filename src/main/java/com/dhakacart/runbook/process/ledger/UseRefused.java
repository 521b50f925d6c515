package com.dhakacart.runbook.process.ledger;

/** What is about to be written is not approved now, or was made before; nothing was marked. */
public class UseRefused extends RuntimeException {

  /**
   * @param message a sentence for a person, which ends with what to do
   */
  UseRefused(String message) {
    super(message);
  }
}
