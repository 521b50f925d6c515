package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Check Resource Usage": CPU and memory, and whether pods are throttled. */
@Component
class CheckResourceUsage implements JavaDelegate {

  private final Incidents incidents;
  private final ClusterView cluster;
  private final Metrics metrics;
  private final Looks looks;

  CheckResourceUsage(Incidents incidents, ClusterView cluster, Metrics metrics, Looks looks) {
    this.incidents = incidents;
    this.cluster = cluster;
    this.metrics = metrics;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = incidents.of(step).workload();
    looks.ask(
        step,
        look(USAGE, () -> cluster.usage(workload)),
        look(THROTTLING, () -> throttling(workload)));
  }

  /** Prometheus first: the other way runs a command in the pods. */
  private Answer<List<PodThrottling>> throttling(Workload workload) {
    Answer<List<PodThrottling>> measured = metrics.throttling(workload);
    return measured.answered() ? measured : cluster.throttling(workload);
  }
}
