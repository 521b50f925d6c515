package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * The true ratio of what customers ask, which the alert's own rule may not be, and what else fires.
 */
@Component
class MeasureErrorRate implements JavaDelegate {

  private final Metrics metrics;

  MeasureErrorRate(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = INCIDENT.from(step).workload();
    Looks.ask(step, TRAFFIC, () -> metrics.traffic(workload));
    Looks.ask(step, ALERTS, metrics::firingAlerts);
  }
}
