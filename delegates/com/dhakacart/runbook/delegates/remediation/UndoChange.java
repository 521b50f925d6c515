package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Plans;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Restores the state before the change, as decided. */
@Component
class UndoChange implements JavaDelegate {

  private final ApprovedChanges changes;
  private final Plans plans;

  UndoChange(ApprovedChanges changes, Plans plans) {
    this.changes = changes;
    this.plans = plans;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.UNDO, change -> true);
    plans.markUndone(INCIDENT.from(step).key());
  }
}
