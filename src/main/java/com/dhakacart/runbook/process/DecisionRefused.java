package com.dhakacart.runbook.process;

/** A completion without a valid answer; the task stays open. */
public class DecisionRefused extends RuntimeException {

  public DecisionRefused(String message) {
    super(message);
  }
}
