package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Rollback to previous version": whole templates, as kubectl restores them. */
@Component
class PlanRollback implements JavaDelegate {

  /** What differs is in the diff, too. */
  private static final int MOST = 5;

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
        RollbackWarnings.of(OBSERVED.find(step).orElse(List.of()), EarlierImage.of(step, workload));
    planning.propose(
        step,
        Remedy.ROLLBACK,
        number -> {
          Change rollBack = cluster.planRollBack(workload, number + "-roll-back");
          return new Draft(summary(workload, rollBack), warnings, List.of(rollBack));
        });
  }

  private static String summary(Workload workload, Change rollBack) {
    String back = "Roll %s back to the release before".formatted(workload.name());
    List<String> what = rollBack.what();
    String others = what.size() > MOST ? " and %d more".formatted(what.size() - MOST) : "";
    return what.isEmpty()
        ? back
        : back + ": " + what.stream().limit(MOST).collect(Collectors.joining(", ", "", others));
  }
}
