package com.dhakacart.runbook.process;

import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Where an incident is in its picture. */
@Component
public class Phases {

  private final RuntimeService runtime;

  Phases(RuntimeService runtime) {
    this.runtime = runtime;
  }

  /** Whether its change is being made: by a step, between two attempts, or by a person. */
  public boolean isChanging(DelegateExecution step) {
    return runtime
            .getActivityInstance(step.getProcessInstanceId())
            .getActivityInstances(RunbookContract.MAKE_CHANGE)
            .length
        > 0;
  }
}
