package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.STILL_FAILING;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Plans;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Nothing is changed while the fault goes away by itself. What was begun is finished, and an undo
 * is made whatever is measured: a person decided so.
 */
@Component
class MeasureBeforeChange implements JavaDelegate {

  private final Incidents incidents;
  private final Plans plans;
  private final FaultTrend trend;

  MeasureBeforeChange(Incidents incidents, Plans plans, FaultTrend trend) {
    this.incidents = incidents;
    this.plans = plans;
    this.trend = trend;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    boolean mustGoOn =
        plans
            .latest(incident.key())
            .filter(it -> it.remedy().restores() || plans.isBegun(incident.key(), it))
            .isPresent();
    STILL_FAILING.set(step, mustGoOn || !trend.isGoingAway(step, incident));
  }
}
