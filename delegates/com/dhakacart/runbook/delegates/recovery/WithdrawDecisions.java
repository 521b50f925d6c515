package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.process.OpenDecisions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The alert is over: what is still asked is void, and recovery is verified instead. */
@Component
class WithdrawDecisions implements JavaDelegate {

  private final OpenDecisions decisions;

  WithdrawDecisions(OpenDecisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public void execute(DelegateExecution step) {
    decisions.withdraw(step);
  }
}
