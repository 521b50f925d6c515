package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Verify Service Health": the endpoints, and the health endpoint of every pod. */
@Component
class VerifyServiceHealth implements JavaDelegate {

  private final Incidents incidents;
  private final ClusterView cluster;
  private final HealthProbe health;
  private final Looks looks;

  VerifyServiceHealth(Incidents incidents, ClusterView cluster, HealthProbe health, Looks looks) {
    this.incidents = incidents;
    this.cluster = cluster;
    this.health = health;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = incidents.of(step).workload();
    looks.ask(
        step,
        look(ENDPOINTS, () -> cluster.endpoints(workload)),
        look(HEALTH, () -> health.health(workload)),
        look(KEY_ENDPOINTS, () -> health.keyEndpoints(workload)));
  }
}
