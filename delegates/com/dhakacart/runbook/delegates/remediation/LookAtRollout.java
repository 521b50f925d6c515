package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.incident.EvidencePart.ERROR_RATES;
import static com.dhakacart.runbook.incident.EvidencePart.ROLLOUT_STATUS;
import static com.dhakacart.runbook.process.EvidenceParts.seen;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.Workload;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Asks whether pods are being replaced, and of which release, against when the errors began. */
@Component
class LookAtRollout {

  private final ClusterView cluster;

  LookAtRollout(ClusterView cluster) {
    this.cluster = cluster;
  }

  Evidence at(DelegateExecution step, Workload workload) {
    Evidence asked = cluster.rollout(workload);
    // nearly always none runs, and the history is long
    return asked.known(ROLLOUT_STATUS).filter(RolloutStatus::replacing).isEmpty()
        ? asked
        : asked.with(ERROR_RATES, seen(ERROR_RATES).find(step).orElse(null));
  }
}
