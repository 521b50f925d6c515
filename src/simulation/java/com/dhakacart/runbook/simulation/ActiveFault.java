package com.dhakacart.runbook.simulation;

import java.time.Instant;

/**
 * A fault that is there now.
 *
 * @param before how the pods were when it began
 */
record ActiveFault(Fault fault, Instant began, PodFacts before) {

  boolean hits(PodFacts pod) {
    return fault.hits(pod, this);
  }
}
