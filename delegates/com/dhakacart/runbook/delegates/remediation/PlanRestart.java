package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.incident.Observation.isSeen;
import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterChanges;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Restart backend pods to reset connection pools": never while the database itself is away, since
 * the new pods would not become ready and the old ones would be lost to them.
 */
@Component
class PlanRestart implements JavaDelegate {

  private final ClusterChanges cluster;
  private final Planning planning;

  PlanRestart(ClusterChanges cluster, Planning planning) {
    this.cluster = cluster;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    List<Observation> observed = OBSERVED.find(step).orElse(List.of());
    if (isSeen(observed, Kind.DATABASE_REFUSES_CONNECTIONS)) {
      planning.proposeNothing(
          step,
          "The database itself is away: restarted pods would not become ready. The database has to"
              + " come back first; the pods that run serve again by themselves then");
      return;
    }
    List<String> warnings = new ArrayList<>();
    if (isSeen(observed, Kind.DATABASE_LOCK_SUSPECTED)) {
      warnings.add("Locks are suspected: new connections would wait for the same lock");
    }
    if (isSeen(observed, Kind.POOL_FULL_AGAIN_AFTER_RESTART)) {
      warnings.add("A restart has not cured it minutes ago; look for a leak or a lock instead");
    }
    Workload workload = planning.incidentOf(step).workload();
    planning.propose(
        step,
        Remedy.RESTART,
        "Restart %s one pod at a time, so that its connection pools are new"
            .formatted(workload.name()),
        warnings,
        number -> List.of(cluster.planRestart(workload, number + "-restart")));
  }
}
