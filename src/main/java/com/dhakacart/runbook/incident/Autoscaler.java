package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * The HorizontalPodAutoscaler that owns the workload's replicas.
 *
 * @param problems conditions that say it cannot scale, in its own words; empty when it works
 */
public record Autoscaler(
    String name,
    int minReplicas,
    int maxReplicas,
    int currentReplicas,
    int desiredReplicas,
    List<String> problems) {

  public Autoscaler {
    problems = List.copyOf(problems);
  }
}
