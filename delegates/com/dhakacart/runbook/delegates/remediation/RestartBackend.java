package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.CHANGE_ROUNDS;
import static com.dhakacart.runbook.process.IncidentVariables.DRIFT;
import static com.dhakacart.runbook.process.ProcessErrors.changeDrifted;

import com.dhakacart.runbook.cluster.ChangeRefused;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout restart}, as approved, unless the database has gone away since. */
@Component
class RestartBackend implements JavaDelegate {

  private final Incidents incidents;
  private final NoHarm noHarm;
  private final ApprovedChanges changes;

  RestartBackend(Incidents incidents, NoHarm noHarm, ApprovedChanges changes) {
    this.incidents = incidents;
    this.noHarm = noHarm;
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    // after an attempt whose answer was lost, it may be made already
    boolean first = CHANGE_ROUNDS.find(step).orElse(0) == 0;
    try {
      if (first) {
        noHarm.mustStillNotHarm(step, incidents.of(step).workload(), Remedy.RESTART);
      }
    } catch (ChangeRefused e) {
      // planned anew, which says the same; nobody must be told to type it
      DRIFT.set(step, e.getMessage());
      throw changeDrifted(e.getMessage());
    }
    changes.make(step, Remedy.RESTART, change -> change.kind() == ChangeKind.RESTART);
  }
}
