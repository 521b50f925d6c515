package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;

import com.dhakacart.runbook.cluster.ChangeRefused;
import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.HarmDecision;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What speaks against a remedy, whoever chose the cause: the rules stand in {@code findHarm}. */
@Component
class NoHarm {

  private final ClusterView cluster;
  private final HarmDecision decision;

  NoHarm(ClusterView cluster, HarmDecision decision) {
    this.cluster = cluster;
    this.decision = decision;
  }

  /** Refuses what would do harm now; restoring what was must always be possible. */
  void mustNotHarm(DelegateExecution step, Workload workload, Remedy remedy) {
    if (remedy.restores()) {
      return;
    }
    List<Observation> observed = new ArrayList<>(OBSERVED.find(step).orElse(List.of()));
    // minutes may have passed, and rollouts come and go
    observed.removeIf(it -> it.kind() == Kind.ROLLOUT_RUNNING);
    cluster
        .rolloutStatus(workload)
        .known()
        .filter(RolloutStatus::replacing)
        .ifPresent(it -> observed.add(new Observation(Kind.ROLLOUT_RUNNING, it.message())));
    List<String> reasons = decision.reasonsAgainst(remedy, observed);
    if (!reasons.isEmpty()) {
      throw new ChangeRefused(String.join(" ", reasons));
    }
  }
}
