package com.dhakacart.runbook.metrics;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.RouteLatency;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Workload;
import java.time.Instant;
import java.util.List;

/** Time series of a workload. The queries are settings; an answer names the one that was asked. */
public interface Metrics {

  /** Whether there is a Prometheus to ask; without one every answer is unknown. */
  boolean configured();

  /** What customers get now, over the window of the settings (1 minute). */
  Answer<Traffic> traffic(Workload workload);

  /** The same, without samples from before {@code since}: the window shrinks to what came after. */
  Answer<Traffic> trafficSince(Workload workload, Instant since);

  /** The error ratio from {@code from} until now. */
  Answer<ErrorRateHistory> errorRates(Workload workload, Instant from);

  /** Requests and errors by route, over the window. */
  Answer<List<RouteErrors>> routes(Workload workload);

  /** Response times by route, over the window. */
  Answer<List<RouteLatency>> latencies(Workload workload);

  /** Throttled share of CPU periods by pod; unknown where the series does not exist. */
  Answer<List<PodThrottling>> throttling(Workload workload);

  /**
   * {@code ALERTS{alertstate="firing"}}: what {@code runbook.metrics.queries.firing-alerts} finds.
   */
  Answer<List<FiringAlert>> firingAlerts();
}
