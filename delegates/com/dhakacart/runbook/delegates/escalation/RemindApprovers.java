package com.dhakacart.runbook.delegates.escalation;

import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.process.OpenDecisions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Nobody has decided: reminds on-call, and lets the senior engineers decide, too. */
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
    decisions.offerTo(step, Groups.SENIOR_ENGINEERS);
    escalations.call(
        step,
        Team.ON_CALL,
        "approval-waits-" + step.getActivityInstanceId(),
        "a change waits for approval");
  }
}
