package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Verify Service Health": the endpoints, and the health endpoint of every pod. */
@Component
class VerifyServiceHealth implements JavaDelegate {

  private final ClusterView cluster;
  private final HealthProbe health;

  VerifyServiceHealth(ClusterView cluster, HealthProbe health) {
    this.cluster = cluster;
    this.health = health;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = INCIDENT.from(step).workload();
    Looks.ask(step, ENDPOINTS, () -> cluster.endpoints(workload));
    Looks.ask(step, HEALTH, () -> health.health(workload));
    Looks.ask(step, KEY_ENDPOINTS, () -> health.keyEndpoints(workload));
  }
}
