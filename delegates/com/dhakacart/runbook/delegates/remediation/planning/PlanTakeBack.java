package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Remedy;
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
  private final TemporaryChanges made;
  private final Planning planning;

  PlanTakeBack(ClusterChanges cluster, TemporaryChanges made, Planning planning) {
    this.cluster = cluster;
    this.made = made;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    List<Change> temporary = made.of(planning.incidentOf(step).key());
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
