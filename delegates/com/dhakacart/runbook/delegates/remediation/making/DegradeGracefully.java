package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lets the service do without a failing outside service, as approved. */
@Component
class DegradeGracefully implements JavaDelegate {

  private final ApprovedChanges changes;

  DegradeGracefully(ApprovedChanges changes) {
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    changes.make(step, Remedy.DEGRADATION, change -> change.kind() == ChangeKind.DEGRADE);
  }
}
