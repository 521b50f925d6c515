package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.IncidentVariables.WhatChanged;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.OpenDecisions;
import com.dhakacart.runbook.process.RecoverySettings;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Looks whether an open decision is void because the alert is over, or other services fail, too. An
 * alert can resolve while nobody is served, and its end can get lost: both it and the rate must say
 * that it is over.
 */
@Component
class LookAgain implements JavaDelegate {

  private final Incidents incidents;
  private final Metrics metrics;
  private final OpenDecisions decisions;
  private final RecoverySettings settings;

  LookAgain(
      Incidents incidents, Metrics metrics, OpenDecisions decisions, RecoverySettings settings) {
    this.incidents = incidents;
    this.metrics = metrics;
    this.decisions = decisions;
    this.settings = settings;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = INCIDENT.from(step);
    List<FiringAlert> told = incidents.firing(incident);
    Answer<List<FiringAlert>> measured = metrics.firingAlerts();
    boolean over =
        decisions.wait(step)
            && (FiringAlert.noneOf(told, incident) || saysOver(measured, incident))
            && rateIsBack(incident);
    boolean several =
        ESCALATED_SEVERAL.find(step).isEmpty()
            && FiringAlert.severalServices(told, measured.known().orElse(List.of()));
    WHAT_CHANGED.set(
        step,
        over
            ? WhatChanged.ALERT_OVER
            : several ? WhatChanged.SEVERAL_SERVICES : WhatChanged.NOTHING);
  }

  private static boolean saysOver(Answer<List<FiringAlert>> measured, Incident incident) {
    return measured.known().filter(it -> FiringAlert.noneOf(it, incident)).isPresent();
  }

  private boolean rateIsBack(Incident incident) {
    return metrics
        .traffic(incident.workload())
        .known()
        .filter(it -> it.isBelow(settings.errorRatio()))
        .isPresent();
  }
}
