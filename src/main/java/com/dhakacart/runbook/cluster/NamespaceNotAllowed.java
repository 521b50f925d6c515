package com.dhakacart.runbook.cluster;

/** The settings do not let the runbook into the namespace. */
public class NamespaceNotAllowed extends RuntimeException {

  NamespaceNotAllowed(String message) {
    super(message);
  }
}
