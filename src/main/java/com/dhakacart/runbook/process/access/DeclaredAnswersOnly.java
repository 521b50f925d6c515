package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;

/**
 * Who may complete a task may by the engine's rules write any variable of its process. Here a
 * decision takes the answers that its task declares, and nothing else: a complete listener cannot
 * refuse the rest, because it does not see what came with the completion.
 *
 * <p>No step that changes something believes a variable all the same.
 */
class DeclaredAnswersOnly implements ContainerRequestFilter {

  /** Calls that carry variables with a decision. */
  private static final Set<String> DECIDE = Set.of("complete", "submit-form", "resolve");

  /** Calls that write variables around a decision. */
  private static final Set<String> WRITE =
      Set.of("variables", "localVariables", "bpmnError", "bpmnEscalation");

  /** How a task declares an answer: as an input that is empty. */
  private static final String EMPTY = "${''}";

  private final ProcessEngine engine;

  DeclaredAnswersOnly(ProcessEngine engine) {
    this.engine = engine;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    RestCall call = new RestCall(request);
    List<String> called = call.after("task");
    if (call.reads() || called.size() < 2) {
      return;
    }
    Set<String> declared = declaredBy(called.get(0));
    if (declared.isEmpty()) {
      return;
    }
    if (WRITE.contains(called.get(1))) {
      throw new DecisionRefused(
          "A decision is answered by completing its task; its variables are not written otherwise");
    }
    if (DECIDE.contains(called.get(1))) {
      refuseOthers(RestCall.variables(call.body(), declared), declared);
    }
  }

  private static void refuseOthers(Set<String> others, Set<String> declared) {
    if (!others.isEmpty()) {
      throw new DecisionRefused(
          "This task does not ask for %s; answer %s, and leave out the rest"
              .formatted(String.join(", ", others), String.join(", ", declared)));
    }
  }

  /** Empty for a task that is unknown, or no decision of a runbook. */
  private Set<String> declaredBy(String taskId) {
    Task task = engine.getTaskService().createTaskQuery().taskId(taskId).singleResult();
    if (task == null || task.getProcessDefinitionId() == null) {
      return Set.of();
    }
    UserTask drawn =
        engine
            .getRepositoryService()
            .getBpmnModelInstance(task.getProcessDefinitionId())
            .getModelElementById(task.getTaskDefinitionKey());
    return drawn.getExtensionElements() == null
        ? Set.of()
        : drawn
            .getExtensionElements()
            .getElementsQuery()
            .filterByType(CamundaInputOutput.class)
            .list()
            .stream()
            .flatMap(it -> it.getCamundaInputParameters().stream())
            .filter(it -> EMPTY.equals(it.getTextContent()))
            .map(CamundaInputParameter::getCamundaName)
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
