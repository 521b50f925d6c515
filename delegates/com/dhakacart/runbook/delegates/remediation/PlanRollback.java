package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Rollback to previous version": not where the previous revision has the same image reference. */
@Component
class PlanRollback implements JavaDelegate {

  private final ClusterChanges cluster;
  private final Planning planning;

  PlanRollback(ClusterChanges cluster, Planning planning) {
    this.cluster = cluster;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = planning.incidentOf(step).workload();
    List<String> warnings =
        OBSERVED.find(step).orElse(List.of()).stream()
            .filter(it -> it.kind() == Kind.NO_RECENT_RELEASE)
            .map(Observation::detail)
            .map(it -> "There was no release in the half hour before the errors: " + it)
            .toList();
    planning.propose(
        step,
        Remedy.ROLLBACK,
        "Roll %s back to the release before".formatted(workload.name()),
        warnings,
        number -> List.of(cluster.planRollBack(workload, number + "-roll-back")));
  }
}
