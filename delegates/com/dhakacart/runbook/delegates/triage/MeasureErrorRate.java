package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * The true ratio of what customers ask, which the alert's own rule may not be, and what else fires.
 */
@Component
class MeasureErrorRate implements JavaDelegate {

  private final Incidents incidents;
  private final Metrics metrics;
  private final Looks looks;

  MeasureErrorRate(Incidents incidents, Metrics metrics, Looks looks) {
    this.incidents = incidents;
    this.metrics = metrics;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = incidents.of(step).workload();
    looks.ask(
        step, look(TRAFFIC, () -> metrics.traffic(workload)), look(ALERTS, metrics::firingAlerts));
  }
}
