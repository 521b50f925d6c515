package com.dhakacart.runbook.process.history;

/**
 * Marks by which is seen that something has happened: another mark, and it is worth reading again.
 * Cheap, and the same on every node, since the database is asked.
 */
public interface IncidentRevisions {

  /** Another after each step, decision, claim and intervention. */
  String of(String incident);

  /**
   * Another after each incident that is opened or closed, and when another phase or task begins.
   */
  String ofAll();
}
