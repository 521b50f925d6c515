package com.dhakacart.runbook.process;

import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** The decisions that wait for a person. */
@Component
public class OpenDecisions {

  /** The message that open decisions, and nothing else, listen to. */
  public static final String ALERT_OVER = "AlertOver";

  private final RuntimeService runtime;
  private final TaskService tasks;

  OpenDecisions(RuntimeService runtime, TaskService tasks) {
    this.runtime = runtime;
    this.tasks = tasks;
  }

  /** Whether a decision waits that the end of the alert would make void. */
  public boolean wait(DelegateExecution step) {
    return runtime
            .createExecutionQuery()
            .processInstanceId(step.getProcessInstanceId())
            .messageEventSubscriptionName(ALERT_OVER)
            .count()
        > 0;
  }

  /**
   * Withdraws them: their tasks end, and recovery is verified. Only tasks listen to this message,
   * so no running step is cut off.
   */
  public void withdraw(DelegateExecution step) {
    runtime
        .createMessageCorrelation(ALERT_OVER)
        .processInstanceId(step.getProcessInstanceId())
        .correlateAll();
  }

  /** Whether one waits that nobody is reminded of by a clock of its own. */
  public boolean waitWithoutReminder(DelegateExecution step) {
    return tasks
            .createTaskQuery()
            .processInstanceId(step.getProcessInstanceId())
            .taskDefinitionKeyIn(
                RunbookContract.CHOOSE_CAUSE,
                RunbookContract.CHANGE_BY_HAND,
                RunbookContract.DECIDE_NEXT_STEP)
            .count()
        > 0;
  }

  /** Lets a group take the open decisions, too. */
  public void offerTo(DelegateExecution step, String group) {
    List<Task> open = tasks.createTaskQuery().processInstanceId(step.getProcessInstanceId()).list();
    open.forEach(task -> tasks.addCandidateGroup(task.getId(), group));
  }
}
