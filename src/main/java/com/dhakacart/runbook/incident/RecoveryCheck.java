package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /**
   * The beginning of the unbroken run of good measurements at the end; empty when there is none.
   */
  public static Optional<Instant> wellSince(List<RecoveryCheck> checks) {
    Instant since = null;
    for (RecoveryCheck check : checks) {
      since = check.well() ? (since == null ? check.at() : since) : null;
    }
    return Optional.ofNullable(since);
  }
}
