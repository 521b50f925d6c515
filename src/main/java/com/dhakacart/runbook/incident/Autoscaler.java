package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * The HorizontalPodAutoscaler that owns the workload's replicas.
 *
 * @param problems conditions that say it cannot scale, in its own words; empty when it works
 * @param metrics what it scales by, each that has a figure now
 */
public record Autoscaler(
    String name,
    int minReplicas,
    int maxReplicas,
    int currentReplicas,
    int desiredReplicas,
    List<String> problems,
    List<Metric> metrics) {

  /**
   * One thing that it scales by.
   *
   * @param current utilization in percent of what the pods request
   * @param target utilization in percent above which it adds pods
   */
  public record Metric(String name, int current, int target) {

    public boolean over() {
      return current > target;
    }
  }

  /** An autoscaler whose metrics are not known. */
  public Autoscaler(
      String name,
      int minReplicas,
      int maxReplicas,
      int currentReplicas,
      int desiredReplicas,
      List<String> problems) {
    this(name, minReplicas, maxReplicas, currentReplicas, desiredReplicas, problems, List.of());
  }

  public Autoscaler {
    problems = List.copyOf(problems);
    // an incident may be older than the version that notes them
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
