package com.dhakacart.runbook.delegates.remediation.probing;

import static com.dhakacart.runbook.process.IncidentVariables.PROBE;
import static com.dhakacart.runbook.process.IncidentVariables.PROBE_FOUND;
import static com.dhakacart.runbook.process.IncidentVariables.PROBLEM;
import static com.dhakacart.runbook.process.ProcessErrors.changeRefused;

import com.dhakacart.runbook.delegates.remediation.making.ApprovedChanges;
import com.dhakacart.runbook.incident.ProbeState;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * As approved with the probe: template, strategy and rollouts as they were; its pod goes once the
 * others are ready.
 */
@Component
class TakeBackProbe implements JavaDelegate {

  private final ProbeProgress progress;
  private final ApprovedChanges changes;

  TakeBackProbe(ProbeProgress progress, ApprovedChanges changes) {
    this.progress = progress;
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    String found = PROBE_FOUND.find(step).orElse("");
    try {
      changes.make(step, Remedy.PROBE, ProbeProgress::takesBack);
      if (progress.isTakenBack(step)) {
        PROBE.set(step, ProbeState.TAKEN_BACK);
        PROBLEM.set(
            step, found + ". The probe was taken back; its pod goes once the others are ready");
      }
    } catch (BpmnError e) {
      String problem =
          "%s. The probe was not taken back, and its rollout may be paused still: %s"
              .formatted(found, e.getMessage());
      PROBLEM.set(step, problem);
      throw changeRefused(problem);
    }
  }
}
