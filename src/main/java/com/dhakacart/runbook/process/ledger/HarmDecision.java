package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Remedy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Which remedy would do harm, by what was seen: the decision table {@code findHarm}. */
@Component
public class HarmDecision {

  private final DecisionService decisions;

  HarmDecision(DecisionService decisions) {
    this.decisions = decisions;
  }

  /**
   * Why the remedy must not be proposed, each in a sentence with what was seen; empty when nothing
   * speaks against it.
   */
  public List<String> reasonsAgainst(Remedy remedy, List<Observation> observed) {
    Map<String, String> details =
        observed.stream()
            .collect(
                Collectors.toMap(it -> it.kind().name(), Observation::detail, (one, other) -> one));
    return decisions
        .evaluateDecisionTableByKey(
            "findHarm",
            Variables.createVariables()
                .putValue("remedy", remedy.name())
                .putValue("observations", List.copyOf(details.keySet())))
        .getResultList()
        .stream()
        .map(
            rule ->
                "%s Seen: %s."
                    .formatted(
                        rule.get("reason"), details.get(String.valueOf(rule.get("observation")))))
        .toList();
  }
}
