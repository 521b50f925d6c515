package com.dhakacart.runbook.delegates.remediation.rollout;

import com.dhakacart.runbook.incident.RolloutStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods that a policy or a quota refuses as they are made. A rollout that waits for them is ended by
 * nothing but a person.
 */
final class RefusedPods {

  private RefusedPods() {}

  /**
   * Since when the rollout waits for them; empty where it waits for none.
   *
   * @param made when the change was made: what was refused before is no fault of its rollout
   */
  static Optional<Instant> since(RolloutStatus status, Optional<Instant> made) {
    return status.refused() == null
        ? Optional.empty()
        : Stream.concat(made.stream(), Stream.ofNullable(status.refused().since()))
            .max(Comparator.naturalOrder());
  }
}
