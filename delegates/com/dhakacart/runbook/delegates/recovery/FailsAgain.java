package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.ALERT_IS_REAL;
import static com.dhakacart.runbook.process.IncidentVariables.CHANGED_BY_HAND;
import static com.dhakacart.runbook.process.IncidentVariables.PROBLEM;
import static com.dhakacart.runbook.process.IncidentVariables.STILL_FAILING;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.UntoldReversals;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Whether waiting for recovery is of no use, so that a person decides before the time is up. */
@Component
class FailsAgain {

  private final Incidents incidents;
  private final MadeChanges changes;
  private final RecoverySettings settings;
  private final UntoldReversals reversals;

  FailsAgain(
      Incidents incidents,
      MadeChanges changes,
      RecoverySettings settings,
      UntoldReversals reversals) {
    this.incidents = incidents;
    this.changes = changes;
    this.settings = settings;
    this.reversals = reversals;
  }

  boolean isSeen(DelegateExecution step, List<RecoveryCheck> checks) {
    Incident incident = incidents.of(step);
    if (!checks.get(checks.size() - 1).well()) {
      Optional<String> reversed = reversals.tell(step, incident.key());
      if (reversed.isPresent()) {
        PROBLEM.set(step, reversed.get());
        return true;
      }
    }
    // after a change it gets the phase's whole time
    boolean changed = CHANGED_BY_HAND.find(step).orElse(false) || changes.anyMade(incident.key());
    boolean lookedWell =
        !ALERT_IS_REAL.find(step).orElse(true) || !STILL_FAILING.find(step).orElse(true);
    return !changed && RecoveryCheck.failsAgain(checks, settings.failsAgainAfter(), lookedWell);
  }
}
