package com.dhakacart.runbook.delegates.remediation.probing;

import com.dhakacart.runbook.delegates.remediation.making.ApprovedChanges;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lets the rollout go on that a probe has paused, by the Deployment's own strategy. */
@Component
class RestartTheRest implements JavaDelegate {

  private final ApprovedChanges changes;

  RestartTheRest(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.PROBE, change -> change.kind() == ChangeKind.RESUME_ROLLOUT);
  }
}
