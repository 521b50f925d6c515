package com.dhakacart.runbook.process.access;

/** Somebody wants to do what only people who operate the runbook may. */
public class NotAnOperator extends RuntimeException {

  /**
   * @param message a sentence for that person, which ends with what to do
   */
  NotAnOperator(String message) {
    super(message);
  }
}
