package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Check if HPA is working": who decides how many replicas run, and whether it can. */
@Component
class CheckAutoscaler implements JavaDelegate {

  private final Incidents incidents;
  private final ClusterView cluster;
  private final Looks looks;

  CheckAutoscaler(Incidents incidents, ClusterView cluster, Looks looks) {
    this.incidents = incidents;
    this.cluster = cluster;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = incidents.of(step).workload();
    looks.ask(step, look(AUTOSCALING, () -> cluster.autoscaling(workload)));
  }
}
