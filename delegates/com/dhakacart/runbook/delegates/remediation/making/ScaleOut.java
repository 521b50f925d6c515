package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl scale}, or the minimum of the autoscaler that owns the replicas, as approved. */
@Component
class ScaleOut implements JavaDelegate {

  private final ApprovedChanges changes;

  ScaleOut(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.MORE_CAPACITY, change -> change.kind() == ChangeKind.SCALE_OUT);
  }
}
