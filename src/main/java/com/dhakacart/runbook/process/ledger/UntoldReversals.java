package com.dhakacart.runbook.process.ledger;

import static com.dhakacart.runbook.process.IncidentVariables.REVERSALS_TOLD;

import com.dhakacart.runbook.incident.Reversal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.stereotype.Component;

/** Changes that somebody wrote over and that no person was asked about yet. */
@Component
public class UntoldReversals {

  private final MadeChanges changes;

  UntoldReversals(MadeChanges changes) {
    this.changes = changes;
  }

  /** Says them, and they count as told; empty when there are none. */
  public Optional<String> tell(VariableScope scope, String incident) {
    List<Reversal> all = changes.reversals(incident);
    int told = REVERSALS_TOLD.find(scope).orElse(0);
    if (all.size() <= told) {
      return Optional.empty();
    }
    REVERSALS_TOLD.set(scope, all.size());
    return Optional.of(
        all.subList(told, all.size()).stream()
            .map(Reversal::inWords)
            .collect(Collectors.joining("; ")));
  }
}
