package com.dhakacart.runbook.cluster.changing;

/**
 * What the change depends on is not what was approved, or may be so no longer after so long a time;
 * plan it again.
 */
public class ChangeDrifted extends RuntimeException {

  public ChangeDrifted(String message) {
    super(message);
  }
}
