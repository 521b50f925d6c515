package com.dhakacart.runbook.process;

import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/**
 * The outcomes of a step that the model draws as errors. Anything else a step throws is retried.
 */
public final class ProcessErrors {

  private ProcessErrors() {}

  /** The change cannot be made by us: a person gets the command to type. */
  public static BpmnError changeRefused(String because) {
    return new BpmnError(RunbookContract.CHANGE_REFUSED, because);
  }

  /** What was approved is no longer what would be changed: plan and ask again, and say why. */
  public static BpmnError changeDrifted(DelegateExecution step, String because) {
    IncidentVariables.DRIFT.set(step, because);
    return new BpmnError(RunbookContract.CHANGE_DRIFTED, because);
  }
}
