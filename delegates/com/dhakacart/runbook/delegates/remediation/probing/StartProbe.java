package com.dhakacart.runbook.delegates.remediation.probing;

import static com.dhakacart.runbook.process.IncidentVariables.PROBE;
import static com.dhakacart.runbook.process.IncidentVariables.PROBE_FOUND;
import static com.dhakacart.runbook.process.IncidentVariables.PROBE_WELL_SINCE;

import com.dhakacart.runbook.delegates.remediation.making.ApprovedChanges;
import com.dhakacart.runbook.delegates.remediation.making.StillHarmless;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.ProbeState;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Restarts one pod, as approved, unless the database has gone away since. */
@Component
class StartProbe implements JavaDelegate {

  private final ProbeProgress progress;
  private final StillHarmless harmless;
  private final ApprovedChanges changes;

  StartProbe(ProbeProgress progress, StillHarmless harmless, ApprovedChanges changes) {
    this.progress = progress;
    this.harmless = harmless;
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    if (progress.isMade(step, ChangeKind.PROBE)) {
      return; // by an earlier round, which may have come further
    }
    PROBE.set(step, ProbeState.NOT_STARTED);
    PROBE_WELL_SINCE.set(step, "");
    PROBE_FOUND.set(step, "");
    harmless.mustBe(step, Remedy.PROBE);
    changes.make(step, Remedy.PROBE, it -> ProbeProgress.goesOn(it, ChangeKind.PROBE));
    if (progress.isMade(step, ChangeKind.PROBE)) {
      PROBE.set(step, ProbeState.STARTED);
    }
  }
}
