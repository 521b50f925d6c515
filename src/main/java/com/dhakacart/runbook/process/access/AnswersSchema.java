package com.dhakacart.runbook.process.access;

import com.fasterxml.jackson.databind.JsonNode;
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

/**
 * Who may complete a task may by the engine's rules write any variable of its process. Here a
 * decision takes the answers that its task declares, and nothing else: a complete listener cannot
 * refuse the rest, because it does not see what came with the completion.
 */
@Component
class AnswersSchema implements BodySchema {

  /** How a task declares an answer: as an input that is empty, or the type's first value. */
  private static final Map<String, Scalars> DECLARED_BY =
      Map.of("${''}", Scalars.STRING, "${false}", Scalars.BOOLEAN, "${0}", Scalars.INTEGER);

  private static final Set<String> FIELDS = Set.of("variables", "withVariablesInReturn");

  private final TaskService tasks;
  private final RepositoryService repository;

  AnswersSchema(TaskService tasks, RepositoryService repository) {
    this.tasks = tasks;
    this.repository = repository;
  }

  @Override
  public Holds kind() {
    return Holds.ANSWERS;
  }

  @Override
  public void check(JsonNode body, Asked asked) {
    Fields.only(body, FIELDS);
    Scalars.check(body.path("variables"), declaredBy(asked.of("id")), "This task");
  }

  /** By name. Empty for a task that is no decision of a runbook, or not open any more. */
  private Map<String, Scalars> declaredBy(String taskId) {
    Map<String, Scalars> declared = new TreeMap<>();
    Task task = tasks.createTaskQuery().taskId(taskId).singleResult();
    if (task == null) {
      throw new NotThere(NotThere.TASK);
    }
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
