package com.dhakacart.runbook.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.PathSegment;
import java.io.ByteArrayInputStream;
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
  private final ObjectMapper json = new ObjectMapper();

  DeclaredAnswersOnly(ProcessEngine engine) {
    this.engine = engine;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    List<String> path =
        request.getUriInfo().getPathSegments().stream().map(PathSegment::getPath).toList();
    int at = path.indexOf("task");
    if (request.getMethod().equals("GET") || at < 0 || path.size() < at + 3) {
      return;
    }
    Set<String> declared = declaredBy(path.get(at + 1));
    String call = path.get(at + 2);
    if (declared.isEmpty()) {
      return;
    }
    if (WRITE.contains(call)) {
      throw new DecisionRefused(
          "A decision is answered by completing its task; its variables are not written otherwise");
    }
    if (DECIDE.contains(call)) {
      refuseOthers(variables(request), declared);
    }
  }

  private static void refuseOthers(Set<String> given, Set<String> declared) {
    Set<String> others = new TreeSet<>(given);
    others.removeAll(declared);
    if (!others.isEmpty()) {
      throw new DecisionRefused(
          "This task does not ask for %s; answer %s, and leave out the rest"
              .formatted(String.join(", ", others), String.join(", ", declared)));
    }
  }

  private Set<String> variables(ContainerRequestContext request) throws IOException {
    byte[] body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    Set<String> names = new TreeSet<>();
    if (body.length > 0) {
      read(body).path("variables").fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private JsonNode read(byte[] body) throws IOException {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new DecisionRefused("The answer is not JSON; send {\"variables\": {...}}");
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
