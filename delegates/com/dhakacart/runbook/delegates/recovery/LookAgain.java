package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.IncidentVariables.WhatChanged;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.OpenDecisions;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Looks whether an open decision is void because the alert is over, or other services fail, too. An
 * alert can resolve while nobody is served, and its end can get lost: the rate must say it, too.
 */
@Component
class LookAgain implements JavaDelegate {

  private final Incidents incidents;
  private final Metrics metrics;
  private final ErrorRate errorRate;
  private final OpenDecisions decisions;

  LookAgain(Incidents incidents, Metrics metrics, ErrorRate errorRate, OpenDecisions decisions) {
    this.incidents = incidents;
    this.metrics = metrics;
    this.errorRate = errorRate;
    this.decisions = decisions;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    List<FiringAlert> told = incidents.firing(incident);
    Optional<List<FiringAlert>> measured = metrics.firingAlerts().known();
    boolean saidToBeOver =
        FiringAlert.noneOf(told, incident)
            || measured.filter(it -> FiringAlert.noneOf(it, incident)).isPresent();
    if (saidToBeOver && decisions.wait(step) && errorRate.isBack(incident)) {
      WHAT_CHANGED.set(step, WhatChanged.ALERT_OVER);
    } else if (ESCALATED_SEVERAL.find(step).isEmpty()
        && FiringAlert.severalServices(told, measured.orElse(List.of()))) {
      WHAT_CHANGED.set(step, WhatChanged.SEVERAL_SERVICES);
    } else {
      WHAT_CHANGED.set(step, WhatChanged.NOTHING);
    }
  }
}
