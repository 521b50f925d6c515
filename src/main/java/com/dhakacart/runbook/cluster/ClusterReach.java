package com.dhakacart.runbook.cluster;

import java.time.Instant;
import java.util.Optional;

/** Whether the API server answers at all. */
public interface ClusterReach {

  /** Since when it does not; empty while it does, or has not been asked. */
  Optional<Outage> outage();

  /**
   * @param since when the first question went without an answer
   * @param problem what came instead, in words
   */
  record Outage(Instant since, String problem) {}
}
