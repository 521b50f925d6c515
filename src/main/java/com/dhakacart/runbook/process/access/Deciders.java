package com.dhakacart.runbook.process.access;

import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricIdentityLinkLog;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;

/**
 * The groups that decide a task, as the model says, and the process where it offers an open
 * decision to a further group; what a person adds to a task does not count.
 */
@Component
public class Deciders {

  private final HistoryService history;
  private final RepositoryService repository;

  Deciders(HistoryService history, RepositoryService repository) {
    this.history = history;
    this.repository = repository;
  }

  /** Of an open task of a runbook, in the order of the alphabet. */
  public Set<String> of(Task task) {
    UserTask drawn =
        repository
            .getBpmnModelInstance(task.getProcessDefinitionId())
            .getModelElementById(task.getTaskDefinitionKey());
    return of(task.getId(), drawn);
  }

  /**
   * @param drawn null for a task of no model, which nobody decides
   */
  Set<String> of(String task, UserTask drawn) {
    Set<String> groups = new TreeSet<>();
    if (drawn != null) {
      groups.addAll(drawn.getCamundaCandidateGroupsList());
      history
          .createHistoricIdentityLinkLogQuery()
          .taskId(task)
          .type(IdentityLinkType.CANDIDATE)
          .operationType("add")
          .list()
          .stream()
          .filter(it -> it.getAssignerId() == null && it.getGroupId() != null)
          .map(HistoricIdentityLinkLog::getGroupId)
          .forEach(groups::add);
    }
    return groups;
  }
}
