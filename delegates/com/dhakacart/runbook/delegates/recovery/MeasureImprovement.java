package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Error rate doesn't improve within 15 minutes": measures before anybody is called. A low rate is
 * no improvement while nobody is served: who gets no answer is no error that is counted.
 */
@Component
class MeasureImprovement implements JavaDelegate {

  private final Incidents incidents;
  private final AlertEnd alertEnd;

  MeasureImprovement(Incidents incidents, AlertEnd alertEnd) {
    this.incidents = incidents;
    this.alertEnd = alertEnd;
  }

  @Override
  public void execute(DelegateExecution step) {
    RATE_IS_BACK.set(step, alertEnd.isSeen(incidents.of(step)));
  }
}
