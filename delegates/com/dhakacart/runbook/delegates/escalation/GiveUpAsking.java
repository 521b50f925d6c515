package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.PROBLEM;

import com.dhakacart.runbook.incident.Team;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Nobody has decided for so long that what was shown may be out of date: nothing is changed, and
 * the Senior Engineer decides what is next.
 */
@Component
class GiveUpAsking implements JavaDelegate {

  private static final String NOBODY =
      "Nobody has decided on the change in time, and nothing was changed";

  private final Escalations escalations;

  GiveUpAsking(Escalations escalations) {
    this.escalations = escalations;
  }

  @Override
  public void execute(DelegateExecution step) {
    PROBLEM.set(step, NOBODY + "; try the same cause again to have it planned anew");
    escalations.call(
        step, Team.SENIOR_ENGINEER, "not-decided-" + step.getActivityInstanceId(), NOBODY);
  }
}
