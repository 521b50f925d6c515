package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.EvidenceParts.withErrorRates;
import static com.dhakacart.runbook.process.ProcessErrors.changeDrifted;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.process.CircumstancesNow;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Rollouts of others, which a change must not be mixed into. */
@Component
class OtherRollouts {

  private final ClusterView cluster;
  private final CircumstancesNow now;
  private final NewerRelease newer;

  OtherRollouts(ClusterView cluster, CircumstancesNow now, NewerRelease newer) {
    this.cluster = cluster;
    this.now = now;
    this.newer = newer;
  }

  /** The rollout that is blamed may well run still: it is what the change ends. */
  void mustNotMixIntoAnother(DelegateExecution step, Incident incident) {
    running(step, incident)
        .or(() -> newer.thanPlanned(incident))
        .ifPresent(
            it -> {
              throw changeDrifted(step, "Another rollout has begun: " + it);
            });
  }

  private Optional<String> running(DelegateExecution step, Incident incident) {
    return Observations.rollout(
            withErrorRates(cluster.rollout(incident.workload()), step), now.of(incident))
        .filter(it -> it.kind() == Kind.ROLLOUT_RUNNING)
        .map(it -> it.detail());
  }
}
