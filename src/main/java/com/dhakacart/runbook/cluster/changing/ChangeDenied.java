package com.dhakacart.runbook.cluster.changing;

/** The API server, or a policy that it asks, would not take the change, whoever makes it. */
public class ChangeDenied extends ChangeRefused {

  ChangeDenied(String message, Throwable cause) {
    super(message, cause);
  }
}
