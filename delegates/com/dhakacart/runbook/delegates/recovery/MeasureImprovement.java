package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Error rate doesn't improve within 15 minutes": measures before anybody is called. */
@Component
class MeasureImprovement implements JavaDelegate {

  private final Incidents incidents;
  private final ErrorRate errorRate;

  MeasureImprovement(Incidents incidents, ErrorRate errorRate) {
    this.incidents = incidents;
    this.errorRate = errorRate;
  }

  @Override
  public void execute(DelegateExecution step) {
    RATE_IS_BACK.set(step, errorRate.isBack(incidents.of(step)));
  }
}
