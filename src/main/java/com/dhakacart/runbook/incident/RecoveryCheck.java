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
   * Whether a good measurement was followed by exactly so many bad ones, up to the last one: said
   * once for each time that it gets worse.
   *
   * @param lookedWell whether it looked well before the first of them
   */
  public static boolean failsAgain(List<RecoveryCheck> checks, int badOnes, boolean lookedWell) {
    int wellAt = checks.size() - badOnes - 1;
    boolean wasWell = wellAt < 0 ? wellAt == -1 && lookedWell : checks.get(wellAt).well();
    return wasWell
        && checks.subList(wellAt + 1, checks.size()).stream().noneMatch(RecoveryCheck::well);
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
