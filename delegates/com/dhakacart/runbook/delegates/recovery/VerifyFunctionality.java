package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Workload;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Verify Functionality": health with the pool's figures, key endpoints, endpoints and pods. */
@Component
class VerifyFunctionality implements JavaDelegate {

  private final ClusterView cluster;
  private final HealthProbe health;

  VerifyFunctionality(ClusterView cluster, HealthProbe health) {
    this.cluster = cluster;
    this.health = health;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = INCIDENT.from(step).workload();
    PODS_AFTER.set(step, cluster.pods(workload));
    ENDPOINTS_AFTER.set(step, cluster.endpoints(workload));
    HEALTH_AFTER.set(step, health.health(workload));
    KEY_ENDPOINTS_AFTER.set(step, health.keyEndpoints(workload));
    AUTOSCALING_AFTER.set(step, cluster.autoscaling(workload));
  }
}
