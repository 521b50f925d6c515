package com.dhakacart.runbook.cluster.changing;

/** The fields that the change depends on are not those that were approved; plan it again. */
public class ChangeDrifted extends RuntimeException {

  public ChangeDrifted(String message) {
    super(message);
  }
}
