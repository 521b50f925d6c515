package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plans to take back what was changed only for the time of the incident. */
@Component
class PlanTakeBack implements JavaDelegate {

  private static final String RAN_OUT =
      "The pods ran out of the lower values: take them back only when the reason is mended";

  private final ClusterChanges cluster;
  private final MadeChanges changes;
  private final LostAnswers lost;
  private final Planning planning;

  PlanTakeBack(ClusterChanges cluster, MadeChanges changes, LostAnswers lost, Planning planning) {
    this.cluster = cluster;
    this.changes = changes;
    this.lost = lost;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    String incident = planning.incidentOf(step).key();
    lost.note(incident);
    List<Change> temporary =
        changes.changesInEffect(incident).stream().filter(Change::temporary).toList();
    TAKE_BACK_PLANNED.set(step, !temporary.isEmpty());
    if (!temporary.isEmpty()) {
      planning.propose(
          step,
          Remedy.TAKE_BACK,
          number ->
              new Draft(
                  "Take back what was changed for the incident",
                  CAUSE.from(step) == Cause.RESOURCE_EXHAUSTION ? List.of(RAN_OUT) : List.of(),
                  plan(step, number, temporary)));
    }
  }

  /** What is as before already, as after a rollback, is not asked for. */
  private List<Change> plan(DelegateExecution step, int number, List<Change> temporary) {
    List<Change> planned = cluster.planUndo(temporary, number + "-take-back-");
    TAKE_BACK_PLANNED.set(step, !planned.isEmpty());
    return planned;
  }
}
