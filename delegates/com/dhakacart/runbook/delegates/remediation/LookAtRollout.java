package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.incident.EvidencePart.ERROR_RATES;
import static com.dhakacart.runbook.process.EvidenceParts.seen;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Evidence;
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
    return cluster.rollout(workload).with(ERROR_RATES, seen(ERROR_RATES).find(step).orElse(null));
  }
}
