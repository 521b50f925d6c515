package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.TIMES_NOT_IMPROVED;

import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.process.OpenDecisions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Error rate doesn't improve within 15 minutes": the Senior Engineer can take the open decision,
 * and is called again while one waits.
 */
@Component
class EscalateToSeniorEngineer implements JavaDelegate {

  private final Escalations escalations;
  private final OpenDecisions decisions;

  EscalateToSeniorEngineer(Escalations escalations, OpenDecisions decisions) {
    this.escalations = escalations;
    this.decisions = decisions;
  }

  @Override
  public void execute(DelegateExecution step) {
    int times = TIMES_NOT_IMPROVED.find(step).orElse(0) + 1;
    TIMES_NOT_IMPROVED.set(step, times);
    decisions.offerTo(step, Groups.SENIOR_ENGINEERS);
    escalations.call(step, Team.SENIOR_ENGINEER, "not-improved", "it has not improved in time");
    if (times > 1 && decisions.anyWaitsWithoutReminder(step)) {
      escalations.call(
          step,
          Team.SENIOR_ENGINEER,
          "decision-waits-" + times,
          "it has not improved, and a decision waits");
    }
  }
}
