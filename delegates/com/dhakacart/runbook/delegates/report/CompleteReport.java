package com.dhakacart.runbook.delegates.report;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The report once more, with the root cause, the take-back and the notes for the runbook. */
@Component
class CompleteReport implements JavaDelegate {

  private final Writing report;

  CompleteReport(Writing report) {
    this.report = report;
  }

  @Override
  public void execute(DelegateExecution step) {
    report.write(step);
  }
}
