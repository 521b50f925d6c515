package com.dhakacart.runbook.process.deciding;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.access.Deciders;
import com.dhakacart.runbook.process.access.DeclaredAnswers;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.springframework.stereotype.Component;

/** Completes the tasks in the engine. */
@Component
class EngineDecisionDesk implements DecisionDesk {

  private final TaskService tasks;
  private final RepositoryService repository;
  private final IdentityService identities;
  private final TaskForms forms;
  private final Deciders deciders;
  private final DeclaredAnswers declared;

  EngineDecisionDesk(
      TaskService tasks,
      RepositoryService repository,
      IdentityService identities,
      TaskForms forms,
      Deciders deciders,
      DeclaredAnswers declared) {
    this.tasks = tasks;
    this.repository = repository;
    this.identities = identities;
    this.forms = forms;
    this.deciders = deciders;
    this.declared = declared;
  }

  @Override
  public List<OpenDecision> open(String incident) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(incident)
        .initializeFormKeys()
        .list()
        .stream()
        .map(this::put)
        .sorted(
            Comparator.comparing(OpenDecision::mine)
                .reversed()
                .thenComparing(OpenDecision::since)
                .thenComparing(OpenDecision::task))
        .toList();
  }

  private OpenDecision put(Task task) {
    Set<String> groups = deciders.of(task);
    return new OpenDecision(
        task.getId(),
        task.getTaskDefinitionKey(),
        drawnName(task),
        task.getCreateTime().toInstant(),
        groups,
        task.getAssignee(),
        IncidentVariables.BRIEFING
            .read(
                tasks.getVariableLocalTyped(task.getId(), IncidentVariables.BRIEFING.name(), false))
            .orElse(Map.of()),
        forms.of(task.getId()),
        !Collections.disjoint(groups, mine()));
  }

  private String drawnName(Task task) {
    FlowElement drawn =
        repository
            .getBpmnModelInstance(task.getProcessDefinitionId())
            .getModelElementById(task.getTaskDefinitionKey());
    return drawn.getName();
  }

  private List<String> mine() {
    return Optional.ofNullable(identities.getCurrentAuthentication())
        .map(Authentication::getGroupIds)
        .orElse(List.of());
  }

  @Override
  public void decide(String incident, String task, Map<String, String> answers) {
    Task open = find(incident, task);
    Set<String> names = declared.names(open);
    for (String name : answers.keySet()) {
      if (!names.contains(name)) {
        throw new DecisionRefused(
            "This task does not ask for %s; answer %s, and leave out the rest"
                .formatted(name, String.join(", ", names)));
      }
    }
    String decision = answers.getOrDefault("decision", "");
    Map<String, Object> counted = new HashMap<>();
    for (Question question : forms.of(task)) {
      String answer = answers.getOrDefault(question.name(), "");
      if (question.isAskedFor(decision) && !answer.isBlank()) {
        counted.put(question.name(), answer);
      }
    }
    tasks.complete(task, counted);
  }

  @Override
  public void claim(String incident, String task) {
    find(incident, task);
    tasks.claim(task, identities.getCurrentAuthentication().getUserId());
  }

  private Task find(String incident, String task) {
    return Optional.ofNullable(
            tasks
                .createTaskQuery()
                .taskId(task)
                .processInstanceBusinessKey(incident)
                .singleResult())
        .orElseThrow(
            () ->
                new DecisionRefused(
                    "This was decided or withdrawn meanwhile, and what you sent was not counted;"
                        + " see below how it goes on"));
  }
}
