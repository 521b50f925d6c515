package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.*;
import static com.dhakacart.runbook.process.RunbookContract.*;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.PlanApprovals;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** Records who decided, and binds an approval to the plan that was shown. */
@Component
class Approvals {

  private final MadeChanges changes;
  private final PlanApprovals approvals;
  private final Incidents incidents;

  Approvals(MadeChanges changes, PlanApprovals approvals, Incidents incidents) {
    this.changes = changes;
    this.approvals = approvals;
    this.incidents = incidents;
  }

  void record(DelegateTask task, String decision) {
    String user = user(task);
    task.setAssignee(user); // the report names who decided, and not who had claimed it
    String incident = incidents.of(task).key();
    switch (task.getTaskDefinitionKey() + "/" + decision) {
      case APPROVE_CHANGE + "/APPROVE", APPROVE_TAKE_BACK + "/APPROVE" ->
          APPROVED_BY_ENOUGH.set(task, approvals.approveShown(task.getId(), incident, user));
      case CHOOSE_CAUSE + "/",
          APPROVE_CHANGE + "/CHOOSE_ANOTHER_CAUSE",
          DECIDE_NEXT_STEP + "/TRY_ANOTHER_CAUSE" ->
          approvals.chose(incident, CAUSE.from(task), user);
      case APPROVE_CHANGE + "/REJECT" ->
          PROBLEM.set(task, user + " rejected the change: " + REASON.from(task));
      case CHANGE_BY_HAND + "/DONE" ->
          changes.madeByHand(incident, "by hand, by " + user + ": " + OUTPUT.from(task));
      case CHANGE_BY_HAND + "/NOT_DONE" ->
          PROBLEM.set(task, PROBLEM.from(task) + "; " + user + " did not: " + OUTPUT.from(task));
      case DECIDE_NEXT_STEP + "/UNDO_CHANGE" -> changes.approveUndo(task.getId(), incident, user);
      default -> {} // other decisions change nothing in production
    }
  }

  /** Who is logged in counts more than who the task is assigned to. */
  private static String user(DelegateTask task) {
    var identities = task.getProcessEngineServices().getIdentityService();
    return Optional.ofNullable(identities.getCurrentAuthentication())
        .map(Authentication::getUserId)
        .or(() -> Optional.ofNullable(task.getAssignee()))
        .orElseThrow(
            () -> new DecisionRefused("Nobody is known to decide this; claim the task first"));
  }
}
