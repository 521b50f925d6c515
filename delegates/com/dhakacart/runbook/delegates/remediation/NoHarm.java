package com.dhakacart.runbook.delegates.remediation;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.HarmDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What speaks against a remedy, whoever chose the cause: the rules stand in {@code findHarm}. */
@Component
class NoHarm {

  private final ClusterView cluster;
  private final SeenNow seen;
  private final HarmDecision decision;

  NoHarm(ClusterView cluster, SeenNow seen, HarmDecision decision) {
    this.cluster = cluster;
    this.seen = seen;
    this.decision = decision;
  }

  /** Refuses what would do harm now; restoring what was must always be possible. */
  void mustNotHarm(DelegateExecution step, Workload workload, Remedy remedy) {
    if (!remedy.restores()) {
      Optional<String> rollout =
          cluster
              .rolloutStatus(workload)
              .known()
              .filter(RolloutStatus::replacing)
              .map(RolloutStatus::message);
      refuse(remedy, step, rollout);
    }
  }

  /** Right before the change. A rollout may be this very change, made just before a crash. */
  void mustStillNotHarm(DelegateExecution step, Remedy remedy) {
    refuse(remedy, step, Optional.empty());
  }

  private void refuse(Remedy remedy, DelegateExecution step, Optional<String> rollout) {
    List<Observation> observed = new ArrayList<>(seen.observed(step));
    observed.removeIf(it -> it.kind() == Kind.ROLLOUT_RUNNING);
    rollout.ifPresent(it -> observed.add(new Observation(Kind.ROLLOUT_RUNNING, it)));
    List<String> reasons = decision.reasonsAgainst(remedy, observed);
    if (!reasons.isEmpty()) {
      throw new ChangeRefused(String.join(" ", reasons));
    }
  }
}
