package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.ESCALATED_SEVERAL;

import com.dhakacart.runbook.incident.Team;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Multiple services are affected": escalates at once. */
@Component
class EscalateSeveralServices implements JavaDelegate {

  private final Escalations escalations;

  EscalateSeveralServices(Escalations escalations) {
    this.escalations = escalations;
  }

  @Override
  public void execute(DelegateExecution step) {
    escalations.call(
        step,
        Team.SENIOR_ENGINEER,
        "several-services",
        "the most severe alerts of several services fire");
    ESCALATED_SEVERAL.set(step, true);
  }
}
