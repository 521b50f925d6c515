package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.process.IncidentVariables.BRIEFING;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** In a task's briefing: the groups that may decide it, in the order of the alphabet. */
  public static final String ASKED_OF = "askedOf";

  private final RuntimeService runtime;
  private final TaskService tasks;

  OpenDecisions(RuntimeService runtime, TaskService tasks) {
    this.runtime = runtime;
    this.tasks = tasks;
  }

  /** Whether a decision waits that the end of the alert would make void. */
  public boolean anyWaits(DelegateExecution step) {
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

  /** Whether a person is to type a change, and to say so. */
  public boolean changeIsToBeTyped(DelegateExecution step) {
    return anyIsOpen(step, RunbookContract.CHANGE_BY_HAND);
  }

  /** Whether one waits that nobody is reminded of by a clock of its own. */
  public boolean anyWaitsWithoutReminder(DelegateExecution step) {
    return anyIsOpen(
        step,
        RunbookContract.CHOOSE_CAUSE,
        RunbookContract.CHANGE_BY_HAND,
        RunbookContract.DECIDE_NEXT_STEP);
  }

  private boolean anyIsOpen(DelegateExecution step, String... decisions) {
    return tasks
            .createTaskQuery()
            .processInstanceId(step.getProcessInstanceId())
            .taskDefinitionKeyIn(decisions)
            .count()
        > 0;
  }

  /** The approval of a change that waits: its task's id, another one each time that it is asked. */
  public Optional<String> waitingApproval(DelegateExecution step) {
    return tasks
        .createTaskQuery()
        .processInstanceId(step.getProcessInstanceId())
        .taskDefinitionKey(RunbookContract.APPROVE_CHANGE)
        .list()
        .stream()
        .map(Task::getId)
        .findFirst();
  }

  /** Lets a group take the open decisions, too, and says so in them. */
  public void offerTo(DelegateExecution step, String group) {
    List<Task> open = tasks.createTaskQuery().processInstanceId(step.getProcessInstanceId()).list();
    for (Task task : open) {
      tasks.addCandidateGroup(task.getId(), group);
      BRIEFING
          .read(tasks.getVariableLocalTyped(task.getId(), BRIEFING.name(), false))
          .ifPresent(it -> BRIEFING.setLocal(tasks, task.getId(), askedOf(it, group)));
    }
  }

  private static Map<String, Object> askedOf(Map<String, Object> briefing, String group) {
    Set<String> groups = new TreeSet<>(Set.of(group));
    if (briefing.get(ASKED_OF) instanceof Collection<?> before) {
      before.forEach(it -> groups.add(it.toString()));
    }
    Map<String, Object> widened = new HashMap<>(briefing);
    widened.put(ASKED_OF, List.copyOf(groups));
    return widened;
  }
}
