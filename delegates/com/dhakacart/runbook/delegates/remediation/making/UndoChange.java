package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Restores the state before the change, as decided. */
@Component
class UndoChange implements JavaDelegate {

  private final ApprovedChanges changes;

  UndoChange(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.UNDO, change -> true);
  }
}
