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
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plans the undo that a person decided on: what is in effect, newest first. */
@Component
class PrepareUndo implements JavaDelegate {

  private static final String UNDO = "Undo what was changed";

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
    planning.propose(step, Remedy.UNDO, number -> new Draft(UNDO, List.of(), plan(number, made)));
    approved.stream()
        .map(ChangeInEffect::undoApprovedBy)
        .findFirst()
        .ifPresent(user -> approvals.approve(incident.key(), user));
    plans.undoPlanned(incident.key());
  }

  private List<Change> plan(int number, List<Change> made) {
    try {
      return cluster.planUndo(made, number + "-undo-");
    } catch (ChangeRefused | ClusterUnavailable e) {
      String commands = made.stream().map(Change::undoCommand).collect(Collectors.joining("; "));
      throw new ChangeRefused(e.getMessage() + "; to undo it by hand: " + commands, e);
    }
  }
}
