package com.dhakacart.runbook.delegates.remediation.probing;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.Plans;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** How far a probe has come by the ledger, which no variable and no crash can change. */
@Component
class ProbeProgress {

  private final Incidents incidents;
  private final Plans plans;
  private final MadeChanges changes;

  ProbeProgress(Incidents incidents, Plans plans, MadeChanges changes) {
    this.incidents = incidents;
    this.plans = plans;
    this.changes = changes;
  }

  /** Whether the newest plan is a probe of which this is made. */
  boolean isMade(DelegateExecution step, ChangeKind kind) {
    return remaining(step)
        .filter(it -> it.changes().stream().noneMatch(change -> change.kind() == kind))
        .isPresent();
  }

  boolean isTakenBack(DelegateExecution step) {
    return remaining(step).filter(it -> it.otherwise().isEmpty()).isPresent();
  }

  /** Whether a change is one of a probe's own, and not of those that take it back. */
  static boolean goesOn(Change change, ChangeKind kind) {
    return change.kind() == kind && change.undoes() == null;
  }

  /** Whether a change is one of those. */
  static boolean takesBack(Change change) {
    return change.undoes() != null && change.kind() != ChangeKind.RESUME_ROLLOUT;
  }

  private Optional<Plan> remaining(DelegateExecution step) {
    String incident = incidents.of(step).key();
    return plans.approved(incident, Remedy.PROBE).map(it -> changes.remaining(incident, it));
  }
}
