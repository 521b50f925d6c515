package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.PROBLEM;
import static com.dhakacart.runbook.process.IncidentVariables.REVERSALS_TOLD;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.process.ledger.Plans;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Changes that somebody wrote over and that no person was asked about yet. */
@Component
class UntoldReversals {

  private final Plans plans;

  UntoldReversals(Plans plans) {
    this.plans = plans;
  }

  /** Whether there are any; they are said with the next decision, and count as told. */
  boolean tell(DelegateExecution step, Incident incident) {
    List<Reversal> all = plans.reversals(incident.key());
    int told = REVERSALS_TOLD.find(step).orElse(0);
    if (all.size() <= told) {
      return false;
    }
    REVERSALS_TOLD.set(step, all.size());
    PROBLEM.set(
        step,
        all.subList(told, all.size()).stream()
            .map(Reversal::inWords)
            .collect(Collectors.joining("; ")));
    return true;
  }
}
