package com.dhakacart.runbook.cluster.changing;

/** The cluster does not allow the change, or there is nothing to change; repeating is of no use. */
public class ChangeRefused extends RuntimeException {

  public ChangeRefused(String message) {
    super(message);
  }

  public ChangeRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
