package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.diagnosis.Wellbeing;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.RecoverySettings;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * Whether the pods take requests and answer them, whatever the rate says: it is low, too, while
 * nobody asks for what fails, and right after a fault began. Unknown is not serving.
 */
@Component
class Serving {

  private final ClusterView cluster;
  private final HealthProbe health;
  private final RecoverySettings settings;
  private final Clock clock;

  Serving(ClusterView cluster, HealthProbe health, RecoverySettings settings, Clock clock) {
    this.cluster = cluster;
    this.health = health;
    this.settings = settings;
    this.clock = clock;
  }

  boolean isSeen(Incident incident) {
    Workload workload = incident.workload();
    var well =
        new Wellbeing(
            settings.errorRatio(), null, settings.p95(), clock.instant().minus(settings.holdFor()));
    return well.complaintsOfPods(cluster.endpoints(workload), cluster.pods(workload)).isEmpty()
        && well.complaintsOfAnswers(health.health(workload), health.keyEndpoints(workload))
            .isEmpty();
  }
}
