package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.OpenDecisions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * The alert is over: what is still asked is void, and recovery is verified instead. What a person
 * was to type is noted where it is there; while that cannot be seen, they are asked still, and the
 * next look comes here again.
 */
@Component
class WithdrawDecisions implements JavaDelegate {

  private final OpenDecisions decisions;
  private final TypedChanges typed;
  private final Incidents incidents;

  WithdrawDecisions(OpenDecisions decisions, TypedChanges typed, Incidents incidents) {
    this.decisions = decisions;
    this.typed = typed;
    this.incidents = incidents;
  }

  @Override
  public void execute(DelegateExecution step) {
    if (!decisions.changeIsToBeTyped(step) || typed.note(incidents.of(step).key())) {
      decisions.withdraw(step);
    }
  }
}
