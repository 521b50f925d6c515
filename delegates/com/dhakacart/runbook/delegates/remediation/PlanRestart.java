package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.incident.EvidencePart.DATABASE_ACTIVITY;
import static com.dhakacart.runbook.incident.Observation.isSeen;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Restart backend pods to reset connection pools"; when it would do harm is in findHarm. */
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
    List<String> warnings = new ArrayList<>();
    if (isSeen(observed, Kind.DATABASE_LOCK_SUSPECTED)) {
      warnings.add("Locks are suspected: new connections would wait for the same lock");
    }
    if (seen(DATABASE_ACTIVITY).find(step).filter(Answer::answered).isEmpty()) {
      warnings.add(
          "The database itself could not be asked: if another session holds a lock there"
              + " (pg_blocking_pids), a restart would help for seconds only");
    }
    Workload workload = planning.incidentOf(step).workload();
    planning.propose(
        step,
        Remedy.RESTART,
        number ->
            new Draft(
                "Restart %s one pod at a time, so that its connection pools are new"
                    .formatted(workload.name()),
                warnings,
                List.of(cluster.planRestart(workload, number + "-restart"))));
  }
}
