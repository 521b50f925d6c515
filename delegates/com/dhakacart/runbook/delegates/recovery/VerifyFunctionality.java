package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.IncidentVariables.NEWEST_BEFORE_FUNCTIONALITY;
import static com.dhakacart.runbook.process.Looks.lookAfter;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Verify Functionality": health with the pool's figures, key endpoints, endpoints and pods. */
@Component
class VerifyFunctionality implements JavaDelegate {

  private final Incidents incidents;
  private final ClusterView cluster;
  private final HealthProbe health;
  private final Looks looks;
  private final Arrivals arrivals;

  VerifyFunctionality(
      Incidents incidents,
      ClusterView cluster,
      HealthProbe health,
      Looks looks,
      Arrivals arrivals) {
    this.incidents = incidents;
    this.cluster = cluster;
    this.health = health;
    this.looks = looks;
    this.arrivals = arrivals;
  }

  @Override
  public void execute(DelegateExecution step) {
    arrivals.note(step, NEWEST_BEFORE_FUNCTIONALITY);
    Workload workload = incidents.of(step).workload();
    looks.askAnew(
        step,
        lookAfter(PODS, () -> cluster.pods(workload)),
        lookAfter(ENDPOINTS, () -> cluster.endpoints(workload)),
        lookAfter(HEALTH, () -> health.health(workload)),
        lookAfter(KEY_ENDPOINTS, () -> health.keyEndpoints(workload)),
        lookAfter(AUTOSCALING, () -> cluster.autoscaling(workload)));
  }
}
