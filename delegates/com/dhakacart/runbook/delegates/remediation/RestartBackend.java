package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.DRIFT;
import static com.dhakacart.runbook.process.ProcessErrors.changeDrifted;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.Plans;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout restart}, as approved, unless the database has gone away since. */
@Component
class RestartBackend implements JavaDelegate {

  private final Incidents incidents;
  private final Plans plans;
  private final ClusterView cluster;
  private final NoHarm noHarm;
  private final ApprovedChanges changes;

  RestartBackend(
      Incidents incidents,
      Plans plans,
      ClusterView cluster,
      NoHarm noHarm,
      ApprovedChanges changes) {
    this.incidents = incidents;
    this.plans = plans;
    this.cluster = cluster;
    this.noHarm = noHarm;
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    try {
      if (!isMade(incidents.of(step).key())) {
        noHarm.mustStillNotHarm(step, Remedy.RESTART);
      }
    } catch (ChangeRefused e) {
      // planned anew, which says the same; nobody must be told to type it
      DRIFT.set(step, e.getMessage());
      throw changeDrifted(e.getMessage());
    }
    changes.make(step, Remedy.RESTART, change -> change.kind() == ChangeKind.RESTART);
  }

  /** By an attempt whose answer was lost: nothing can keep it from being made any more. */
  private boolean isMade(String incident) {
    return plans.latest(incident).stream()
        .flatMap(it -> it.plan().changes().stream())
        .anyMatch(it -> cluster.isMade(it, incident).known().orElse(false));
  }
}
