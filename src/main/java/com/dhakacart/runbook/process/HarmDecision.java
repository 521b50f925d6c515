package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Remedy;
import java.util.List;
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

  /** Why the remedy must not be proposed, each in a sentence; empty when nothing speaks against. */
  public List<String> reasonsAgainst(Remedy remedy, List<Observation> observed) {
    return decisions
        .evaluateDecisionTableByKey(
            "findHarm",
            Variables.createVariables()
                .putValue("remedy", remedy.name())
                .putValue("observations", observed.stream().map(it -> it.kind().name()).toList()))
        .collectEntries("reason");
  }
}
