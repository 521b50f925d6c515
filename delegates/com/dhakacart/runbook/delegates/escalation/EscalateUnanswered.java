package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.UNANSWERED_QUESTIONS;

import com.dhakacart.runbook.incident.Team;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The immediate actions took too long: the cluster or the backend does not answer. */
@Component
class EscalateUnanswered implements JavaDelegate {

  private final Escalations escalations;

  EscalateUnanswered(Escalations escalations) {
    this.escalations = escalations;
  }

  @Override
  public void execute(DelegateExecution step) {
    String open = UNANSWERED_QUESTIONS.find(step).filter(it -> !it.isEmpty()).orElse("health");
    escalations.call(
        step,
        Team.INFRASTRUCTURE_TEAM,
        "immediate-actions-timed-out",
        "no answer to: " + open + "; the investigation goes on with what is known");
  }
}
