package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.incident.Change;
import java.util.Optional;

/** A use that everybody approved: for tests of what the write does then. */
public record Approved(Change change, String incident, Optional<Change> undone)
    implements ApprovedUse {

  public Approved(Change change, String incident) {
    this(change, incident, Optional.empty());
  }

  @Override
  public void begin(Change change) {}
}
