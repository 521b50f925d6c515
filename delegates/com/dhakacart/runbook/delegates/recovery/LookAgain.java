package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.OpenDecisions;
import com.dhakacart.runbook.process.Severities;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks whether the alert is over, somebody writes over what was changed, or others fail, too. */
@Component
class LookAgain implements JavaDelegate {

  private final Incidents incidents;
  private final Metrics metrics;
  private final AlertEnd end;
  private final OpenDecisions decisions;
  private final ReversalWatch reversals;
  private final Severities severities;

  LookAgain(
      Incidents incidents,
      Metrics metrics,
      AlertEnd end,
      OpenDecisions decisions,
      ReversalWatch reversals,
      Severities severities) {
    this.reversals = reversals;
    this.severities = severities;
    this.incidents = incidents;
    this.metrics = metrics;
    this.end = end;
    this.decisions = decisions;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    reversals.look(step, incident.key());
    List<FiringAlert> told = incidents.firing(incident);
    Optional<List<FiringAlert>> measured = metrics.firingAlerts().known();
    if (end.isSaid(step, incident, told, measured)
        && decisions.anyWaits(step)
        && end.isSeen(incident)) {
      WHAT_CHANGED.set(step, WhatChanged.ALERT_OVER);
    } else if (ESCALATED_SEVERAL.find(step).isEmpty()
        && severities.severalServices(told, measured.orElse(List.of()))) {
      WHAT_CHANGED.set(step, WhatChanged.SEVERAL_SERVICES);
    } else {
      WHAT_CHANGED.set(step, WhatChanged.NOTHING);
    }
  }
}
