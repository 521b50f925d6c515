package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.MadeChanges.ChangeInEffect;
import com.dhakacart.runbook.process.ledger.PlanApprovals;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plans the undo that a person decided on: what they were shown to be in effect, newest first. */
@Component
class PrepareUndo implements JavaDelegate {

  private final UndoDrafts drafts;
  private final MadeChanges changes;
  private final PlanApprovals approvals;
  private final Planning planning;

  PrepareUndo(UndoDrafts drafts, MadeChanges changes, PlanApprovals approvals, Planning planning) {
    this.drafts = drafts;
    this.changes = changes;
    this.approvals = approvals;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = planning.incidentOf(step);
    List<ChangeInEffect> approved = changes.decidedToUndo(incident.key());
    List<Change> made = approved.stream().map(it -> it.applied().change()).toList();
    planning.propose(step, Remedy.UNDO, number -> drafts.of(made, number + "-undo-"));
    approved.stream()
        .map(ChangeInEffect::undoApprovedBy)
        .findFirst()
        .ifPresent(user -> approvals.approve(incident.key(), user));
    changes.undoPlanned(incident.key());
  }
}
