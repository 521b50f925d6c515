package com.dhakacart.runbook.process;

/**
 * A person's answer to a task is not valid. The task stays open; over HTTP the answer is 400 with
 * this message.
 */
public class DecisionRefused extends RuntimeException {

  /**
   * @param message a sentence for that person, which ends with what to do
   */
  public DecisionRefused(String message) {
    super(message);
  }
}
