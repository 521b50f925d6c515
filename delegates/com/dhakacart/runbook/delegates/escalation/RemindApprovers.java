package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.REMINDERS;

import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.process.OpenDecisions;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Nobody has decided: reminds on-call, and lets the senior engineers decide, too; each time after
 * that the Senior Engineer is called as well.
 */
@Component
class RemindApprovers implements JavaDelegate {

  private final Escalations escalations;
  private final OpenDecisions decisions;

  RemindApprovers(Escalations escalations, OpenDecisions decisions) {
    this.escalations = escalations;
    this.decisions = decisions;
  }

  @Override
  public void execute(DelegateExecution step) {
    Optional<String> asked = decisions.waitingApproval(step);
    if (asked.isEmpty()) {
      return; // decided before the reminder was sent
    }
    int reminders = REMINDERS.find(step).orElse(0) + 1;
    REMINDERS.set(step, reminders);
    decisions.offerTo(step, Groups.SENIOR_ENGINEERS);
    String reminder = asked.get() + "-" + reminders;
    call(step, Team.ON_CALL, reminder, "a change waits for approval");
    if (reminders > 1) {
      call(step, Team.SENIOR_ENGINEER, reminder, "a change still waits for approval");
    }
  }

  private void call(DelegateExecution step, Team team, String reminder, String summary) {
    escalations.call(step, team, "approval-waits-" + team + "-" + reminder, summary);
  }
}
