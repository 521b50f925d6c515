package com.dhakacart.runbook.delegates.report;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Document the Incident": the report, before people add what only they know. */
@Component
class WriteReport implements JavaDelegate {

  private final Writing report;

  WriteReport(Writing report) {
    this.report = report;
  }

  @Override
  public void execute(DelegateExecution step) {
    report.keepErrorRates(step);
    report.write(step);
  }
}
