package com.dhakacart.runbook.delegates.remediation;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout restart}, as approved. */
@Component
class RestartBackend implements JavaDelegate {

  private final ApprovedChanges changes;

  RestartBackend(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.RESTART, change -> change.kind() == ChangeKind.RESTART);
  }
}
