package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ledger.PlanApprovals;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.process.ledger.Plans.ChangeInEffect;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plans the undo that a person decided on: what is in effect, newest first. */
@Component
class PrepareUndo implements JavaDelegate {

  private final ClusterChanges cluster;
  private final Plans plans;
  private final PlanApprovals approvals;
  private final Planning planning;

  PrepareUndo(ClusterChanges cluster, Plans plans, PlanApprovals approvals, Planning planning) {
    this.cluster = cluster;
    this.plans = plans;
    this.approvals = approvals;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = planning.incidentOf(step);
    List<ChangeInEffect> approved =
        plans.inEffect(incident.key()).stream().filter(it -> it.undoApprovedBy() != null).toList();
    List<Change> made = approved.stream().map(it -> it.applied().change()).toList();
    planning.propose(step, Remedy.UNDO, number -> draft(number + "-undo-", made));
    approved.stream()
        .map(ChangeInEffect::undoApprovedBy)
        .findFirst()
        .ifPresent(user -> approvals.approve(incident.key(), user));
    plans.undoPlanned(incident.key());
  }

  /**
   * Where it cannot be planned, it stays decided: what was noted when the changes were made is
   * typed.
   */
  private Draft draft(String idPrefix, List<Change> made) {
    try {
      return new Draft(PrepareUndo::summary, List.of(), cluster.planUndo(made, idPrefix));
    } catch (ChangeRefused | ClusterUnavailable e) {
      List<Change> byHand = made.stream().map(it -> it.undoneByHand(idPrefix + it.id())).toList();
      return new Draft(PrepareUndo::summary, List.of(e.getMessage()), byHand);
    }
  }

  private static String summary(List<Change> undos) {
    return undos.isEmpty() ? "Everything is as it was before already" : "Undo what was changed";
  }
}
