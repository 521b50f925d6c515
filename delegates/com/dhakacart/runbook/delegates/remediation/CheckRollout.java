package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.Workload;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout status}: one look; the model waits between two. */
@Component
class CheckRollout implements JavaDelegate {

  private final ClusterView cluster;

  CheckRollout(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = INCIDENT.from(step).workload();
    // a rollout that could not be asked about may well be running: it is asked again
    RolloutStatus status =
        cluster
            .rolloutStatus(workload)
            .known()
            .orElse(new RolloutStatus(RolloutStatus.State.RUNNING, "unknown"));
    ROLLOUT.set(step, status.state());
    if (status.state() == RolloutStatus.State.FAILED) {
      PROBLEM.set(step, status.message());
    }
  }
}
