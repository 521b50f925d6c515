package com.dhakacart.runbook.delegates.remediation.making;

import static com.dhakacart.runbook.process.IncidentVariables.*;
import static com.dhakacart.runbook.process.ProcessErrors.changeRefused;

import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Takes the temporary change back, as approved. */
@Component
class TakeBackChange implements JavaDelegate {

  private final ApprovedChanges changes;

  TakeBackChange(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.TAKE_BACK, change -> true);
    if (!CHANGE_MADE.from(step)) {
      // nobody is waiting for the service any more: a person sees the problem and decides again
      throw changeRefused(PROBLEM.from(step));
    }
  }
}
