package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** How many people must approve a change: the decision table {@code approvalsNeeded}. */
@Component
public class ApprovalDecision {

  private final DecisionService decisions;
  private final Severities severities;
  private final ApprovalSettings settings;

  ApprovalDecision(DecisionService decisions, Severities severities, ApprovalSettings settings) {
    this.decisions = decisions;
    this.severities = severities;
    this.settings = settings;
  }

  /** One or more. */
  public int needed(Incident incident, Cause cause, Remedy remedy) {
    Number needed =
        decisions
            .evaluateDecisionTableByKey(
                "approvalsNeeded",
                Variables.createVariables()
                    .putValue("cause", cause.name())
                    .putValue("remedy", remedy.name())
                    .putValue("severity", severities.of(incident).orElse("unknown"))
                    .putValue("fourEyes", settings.needsTwo(remedy)))
            .getSingleEntry();
    return Math.max(1, needed.intValue());
  }
}
