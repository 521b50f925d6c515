package com.dhakacart.runbook.process.access;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.springframework.stereotype.Component;

/** The answers that a task of the model declares: no others are taken. */
@Component
public class DeclaredAnswers {

  /** How a task declares an answer: as an input that is empty, or the type's first value. */
  private static final Map<String, Scalars> DECLARED_BY =
      Map.of("${''}", Scalars.STRING, "${false}", Scalars.BOOLEAN, "${0}", Scalars.INTEGER);

  private final TaskService tasks;
  private final RepositoryService repository;

  DeclaredAnswers(TaskService tasks, RepositoryService repository) {
    this.tasks = tasks;
    this.repository = repository;
  }

  /** The names of an open task's answers; empty for a task that is no decision of a runbook. */
  public Set<String> names(Task task) {
    return of(task).keySet();
  }

  /**
   * By name. Empty for a task that is no decision of a runbook.
   *
   * @throws NotThere when the task is not open any more
   */
  Map<String, Scalars> of(String taskId) {
    Task task = tasks.createTaskQuery().taskId(taskId).singleResult();
    if (task == null) {
      throw new NotThere(NotThere.TASK);
    }
    return of(task);
  }

  private Map<String, Scalars> of(Task task) {
    Map<String, Scalars> declared = new TreeMap<>();
    if (task.getProcessDefinitionId() == null) {
      return declared;
    }
    UserTask drawn =
        repository
            .getBpmnModelInstance(task.getProcessDefinitionId())
            .getModelElementById(task.getTaskDefinitionKey());
    if (drawn.getExtensionElements() != null) {
      drawn
          .getExtensionElements()
          .getElementsQuery()
          .filterByType(CamundaInputOutput.class)
          .list()
          .stream()
          .flatMap(it -> it.getCamundaInputParameters().stream())
          .filter(it -> DECLARED_BY.containsKey(it.getTextContent()))
          .forEach(it -> declared.put(it.getCamundaName(), type(it)));
    }
    return declared;
  }

  private static Scalars type(CamundaInputParameter input) {
    return DECLARED_BY.get(input.getTextContent());
  }
}
