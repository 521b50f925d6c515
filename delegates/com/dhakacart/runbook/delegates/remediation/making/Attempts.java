package com.dhakacart.runbook.delegates.remediation.making;

import static com.dhakacart.runbook.process.IncidentVariables.*;
import static com.dhakacart.runbook.process.ProcessErrors.changeRefused;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.process.PhaseSettings;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** An unreachable cluster is asked again by the model, and after enough rounds a person is. */
@Component
class Attempts {

  private final PhaseSettings phases;
  private final ChangeCounter counter;

  Attempts(PhaseSettings phases, ChangeCounter counter) {
    this.phases = phases;
    this.counter = counter;
  }

  /** A repeated step finds its change made, and it counts once. */
  void made(Change change, boolean isNew) {
    if (isNew) {
      counter.made(change.kind());
    }
  }

  BpmnError refused(DelegateExecution step, String because) {
    counter.refused();
    PROBLEM.set(step, because);
    return changeRefused(because);
  }

  void succeeded(DelegateExecution step, boolean all) {
    CHANGE_MADE.set(step, all);
    if (all) {
      CHANGE_ROUNDS.set(step, 0);
      DRIFT.set(step, "");
      PROBLEM.set(step, "");
    }
  }

  void failed(DelegateExecution step, ClusterUnavailable e) {
    int rounds = CHANGE_ROUNDS.find(step).orElse(0) + 1;
    CHANGE_MADE.set(step, false);
    PROBLEM.set(step, e.getMessage());
    boolean enough = rounds >= phases.changeAttempts();
    CHANGE_ROUNDS.set(step, enough ? 0 : rounds);
    if (enough) {
      throw refused(step, "%s (tried %d times)".formatted(e.getMessage(), rounds));
    }
  }
}
