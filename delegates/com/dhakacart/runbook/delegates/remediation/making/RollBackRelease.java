package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout undo}, as approved. */
@Component
class RollBackRelease implements JavaDelegate {

  private final ApprovedChanges changes;

  RollBackRelease(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.ROLLBACK, change -> change.kind() == ChangeKind.ROLL_BACK);
  }
}
