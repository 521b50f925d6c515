package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Wellbeing;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.RecoverySettings;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * Whether a fault goes away by itself: the rate is back under the threshold, or the alert is over
 * and the rate falls clearly. Unknown is still failing, and so are pods that restart.
 */
@Component
class FaultTrend {

  private final ErrorRate errorRate;
  private final Metrics metrics;
  private final ClusterView cluster;
  private final RecoverySettings settings;
  private final Clock clock;

  FaultTrend(
      ErrorRate errorRate,
      Metrics metrics,
      ClusterView cluster,
      RecoverySettings settings,
      Clock clock) {
    this.errorRate = errorRate;
    this.metrics = metrics;
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
  }

  boolean isGoingAway(Incident incident) {
    boolean alertIsOver =
        metrics.firingAlerts().known().filter(it -> FiringAlert.noneOf(it, incident)).isPresent();
    boolean rateSaysSo =
        alertIsOver
            ? errorRate.isBack(incident) || errorRate.isClearlyFalling(incident)
            : errorRate.isBack(incident) && errorRate.hasBeenBack(incident);
    return rateSaysSo && podsTakeRequests(incident);
  }

  boolean podsTakeRequests(Incident incident) {
    Wellbeing wellbeing =
        new Wellbeing(settings.errorRatio(), null, clock.instant().minus(settings.holdFor()));
    return wellbeing
        .complaintsOfPods(cluster.endpoints(incident.workload()), cluster.pods(incident.workload()))
        .isEmpty();
  }
}
