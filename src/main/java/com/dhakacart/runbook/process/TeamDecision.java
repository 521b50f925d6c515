package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Team;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Which team is called for which cause: the decision table {@code teamToCall}. */
@Component
public class TeamDecision {

  private final DecisionService decisions;

  TeamDecision(DecisionService decisions) {
    this.decisions = decisions;
  }

  /**
   * @param databaseAway whether the database takes no new connection, or somebody else holds a lock
   *     in it: only its team can help
   */
  public Team teamFor(Cause cause, boolean databaseAway) {
    return Team.valueOf(
        decisions
            .evaluateDecisionTableByKey(
                "teamToCall",
                Variables.createVariables()
                    .putValue("cause", cause.name())
                    .putValue("databaseAway", databaseAway))
            .getSingleEntry());
  }
}
