package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

/**
 * One measurement of recovery.
 *
 * @param complaints what is not well yet, or could not be asked; empty when all is well
 */
public record RecoveryCheck(Instant at, List<String> complaints) {

  public RecoveryCheck {
    complaints = List.copyOf(complaints);
  }

  public boolean well() {
    return complaints.isEmpty();
  }
}
