package com.dhakacart.runbook.incident;

import java.util.Optional;

/**
 * Who decides how many replicas run.
 *
 * @param replicas as the Deployment wants them now
 * @param autoscaler null when no HorizontalPodAutoscaler owns them
 */
public record Autoscaling(int replicas, Autoscaler autoscaler) {

  public Optional<Autoscaler> owner() {
    return Optional.ofNullable(autoscaler);
  }
}
