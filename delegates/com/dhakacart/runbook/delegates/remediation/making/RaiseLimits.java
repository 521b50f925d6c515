package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Raises the limits, as approved. */
@Component
class RaiseLimits implements JavaDelegate {

  private final ApprovedChanges changes;

  RaiseLimits(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.MORE_CAPACITY, change -> change.kind() == ChangeKind.RAISE_LIMITS);
  }
}
