package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.incident.Change;

/** A use that everybody approved: for tests of what the write does then. */
public record Approved(Change change, String incident) implements ApprovedUse {

  @Override
  public void begin(Change change) {}
}
