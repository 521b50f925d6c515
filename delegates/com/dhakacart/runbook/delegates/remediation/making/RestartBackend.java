package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout restart}, as approved, unless the database has gone away since. */
@Component
class RestartBackend implements JavaDelegate {

  private final StillHarmless harmless;
  private final ApprovedChanges changes;

  RestartBackend(StillHarmless harmless, ApprovedChanges changes) {
    this.harmless = harmless;
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    harmless.mustBe(step, Remedy.RESTART);
    changes.make(step, Remedy.RESTART, change -> change.kind() == ChangeKind.RESTART);
  }
}
