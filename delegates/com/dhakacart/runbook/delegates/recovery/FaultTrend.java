package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Whether a fault goes away by itself: the rate is back under the threshold, or the alert is over
 * and the rate falls clearly. Unknown is still failing, and so are pods that do not serve.
 */
@Component
class FaultTrend {

  private final ErrorRate errorRate;
  private final Incidents incidents;
  private final Metrics metrics;
  private final AlertEnd end;
  private final Serving serving;

  FaultTrend(
      ErrorRate errorRate, Incidents incidents, Metrics metrics, AlertEnd end, Serving serving) {
    this.errorRate = errorRate;
    this.incidents = incidents;
    this.metrics = metrics;
    this.end = end;
    this.serving = serving;
  }

  boolean isGoingAway(DelegateExecution step, Incident incident) {
    boolean alertIsOver =
        end.isSaid(step, incident, incidents.firing(incident), metrics.firingAlerts().known());
    boolean rateSaysSo =
        alertIsOver
            ? errorRate.isBack(incident) || errorRate.isClearlyFalling(incident)
            : errorRate.isBack(incident) && errorRate.hasBeenBack(incident);
    return rateSaysSo && serving.isSeen(incident);
  }
}
