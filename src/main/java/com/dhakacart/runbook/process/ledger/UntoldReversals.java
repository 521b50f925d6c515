package com.dhakacart.runbook.process.ledger;

import static com.dhakacart.runbook.process.IncidentVariables.REVERSALS_TOLD;
import static com.dhakacart.runbook.process.IncidentVariables.TOLD_AS_REVERSED;

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
    List<String> told = told(scope, all);
    List<Reversal> untold = all.stream().filter(it -> !told.contains(it.change())).toList();
    if (untold.isEmpty()) {
      return Optional.empty();
    }
    TOLD_AS_REVERSED.set(scope, all.stream().map(Reversal::change).toList());
    return Optional.of(untold.stream().map(Reversal::inWords).collect(Collectors.joining("; ")));
  }

  /** By their ids, since they are in the order of the clocks of the nodes that noted them. */
  private static List<String> told(VariableScope scope, List<Reversal> all) {
    return TOLD_AS_REVERSED
        .find(scope)
        .orElseGet(
            () ->
                all.stream()
                    .limit(REVERSALS_TOLD.find(scope).orElse(0))
                    .map(Reversal::change)
                    .toList());
  }
}
