package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Nobody is asked to approve a change against a fault that goes away by itself. */
@Component
class MeasureBeforeAsking implements JavaDelegate {

  private final Incidents incidents;
  private final FaultTrend trend;

  MeasureBeforeAsking(Incidents incidents, FaultTrend trend) {
    this.incidents = incidents;
    this.trend = trend;
  }

  @Override
  public void execute(DelegateExecution step) {
    STILL_FAILING.set(step, !trend.isGoingAway(step, incidents.of(step)));
    REMINDERS.set(step, 0);
  }
}
