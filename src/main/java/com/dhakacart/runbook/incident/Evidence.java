package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * All that was seen, each part with when it was asked, of what, and whether it was answered. A part
 * that was not asked yet is null.
 */
public record Evidence(
    Answer<List<PodState>> pods,
    Answer<List<WarningEvent>> events,
    Answer<List<LogPattern>> errorLines,
    Answer<List<ServiceEndpoints>> endpoints,
    Answer<List<PodHealth>> health,
    Answer<List<EndpointCheck>> keyEndpoints,
    Answer<List<PodUsage>> usage,
    Answer<List<PodThrottling>> throttling,
    Answer<Traffic> traffic,
    Answer<List<FiringAlert>> alerts,
    Answer<ErrorRateHistory> errorRates,
    Answer<List<RouteErrors>> routes,
    Answer<List<LogPattern>> logPatterns,
    Answer<List<PodFigures>> databaseFigures,
    Answer<List<LogPattern>> dependencyLines,
    Answer<Releases> releases,
    Answer<Autoscaling> autoscaling,
    Answer<DatabaseActivity> databaseActivity,
    Answer<RolloutStatus> rollout,
    Answer<List<NodeState>> nodes) {

  /** Without the database's own view, the rollout's and the nodes'. */
  public Evidence(
      Answer<List<PodState>> pods,
      Answer<List<WarningEvent>> events,
      Answer<List<LogPattern>> errorLines,
      Answer<List<ServiceEndpoints>> endpoints,
      Answer<List<PodHealth>> health,
      Answer<List<EndpointCheck>> keyEndpoints,
      Answer<List<PodUsage>> usage,
      Answer<List<PodThrottling>> throttling,
      Answer<Traffic> traffic,
      Answer<List<FiringAlert>> alerts,
      Answer<ErrorRateHistory> errorRates,
      Answer<List<RouteErrors>> routes,
      Answer<List<LogPattern>> logPatterns,
      Answer<List<PodFigures>> databaseFigures,
      Answer<List<LogPattern>> dependencyLines,
      Answer<Releases> releases,
      Answer<Autoscaling> autoscaling) {
    this(
        pods,
        events,
        errorLines,
        endpoints,
        health,
        keyEndpoints,
        usage,
        throttling,
        traffic,
        alerts,
        errorRates,
        routes,
        logPatterns,
        databaseFigures,
        dependencyLines,
        releases,
        autoscaling,
        null,
        null,
        null);
  }

  /**
   * What is looked at again before a change.
   *
   * @param errorRates as they were: when the errors began does not change
   */
  public static Evidence anew(
      Answer<List<PodState>> pods,
      Answer<List<PodHealth>> health,
      Answer<DatabaseActivity> databaseActivity,
      Answer<ErrorRateHistory> errorRates,
      Answer<Releases> releases) {
    return new Evidence(
        pods,
        null,
        null,
        null,
        health,
        null,
        null,
        null,
        null,
        null,
        errorRates,
        null,
        null,
        null,
        null,
        releases,
        null,
        databaseActivity,
        null,
        null);
  }
}
