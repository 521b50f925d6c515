package com.dhakacart.runbook.process;

/**
 * A service has one incident at a time, and this one has one. Nothing was started; over HTTP the
 * answer is 409 with this message.
 */
public class IncidentAlreadyOpen extends RuntimeException {

  /**
   * @param incident key of the incident that is open
   */
  public IncidentAlreadyOpen(String service, String incident) {
    super(
        "Incident %s of %s is open, so no second one was started. Work on that one: its tasks are in Tasklist, its steps in Cockpit."
            .formatted(incident, service));
  }
}
