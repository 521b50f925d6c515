package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Plans;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Increase resource limits temporarily" and "Scale horizontally", as one plan; the higher number
 * of replicas is a second plan, after the first did not help.
 */
@Component
class PlanMoreCapacity implements JavaDelegate {

  private final ClusterChanges cluster;
  private final Plans plans;
  private final Planning planning;
  private final RemediationSettings settings;

  PlanMoreCapacity(
      ClusterChanges cluster, Plans plans, Planning planning, RemediationSettings settings) {
    this.cluster = cluster;
    this.plans = plans;
    this.planning = planning;
    this.settings = settings;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = planning.incidentOf(step);
    Workload workload = incident.workload();
    boolean scaledBefore =
        plans.inEffect(incident.key()).stream()
            .anyMatch(it -> it.applied().change().kind() == ChangeKind.SCALE_OUT);
    int replicas = scaledBefore ? settings.moreReplicas() : settings.replicas();
    planning.propose(
        step,
        Remedy.MORE_CAPACITY,
        "Raise the limits of %s to %s and run at least %d replicas, for the time of the incident"
            .formatted(workload.name(), settings.limits(), replicas),
        List.of("Temporary: taking it back is asked for after the incident"),
        number -> {
          List<Change> changes = new ArrayList<>();
          changes.addAll(cluster.planLimits(workload, settings.limits(), number + "-raise-limits"));
          changes.addAll(cluster.planReplicas(workload, replicas, number + "-scale-out"));
          return changes;
        });
  }
}
