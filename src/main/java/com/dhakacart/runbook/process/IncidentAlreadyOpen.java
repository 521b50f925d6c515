package com.dhakacart.runbook.process;

/** The service has an open incident, which the message names. */
public class IncidentAlreadyOpen extends RuntimeException {

  public IncidentAlreadyOpen(String message) {
    super(message);
  }
}
