package com.dhakacart.runbook.process;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.springframework.stereotype.Component;

/**
 * Which of the deployed processes are runbooks: those that begin with an alert ({@link
 * RunbookContract#ALERT_FIRED}). A part that runbooks call, or whatever else is deployed, begins no
 * incident: it would have none to work on.
 */
@Component
public class Runbooks {

  private final RepositoryService repository;

  public Runbooks(RepositoryService repository) {
    this.repository = repository;
  }

  /** The keys of all runbooks, which are the names of the alerts that start them. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    repository.createProcessDefinitionQuery().latestVersion().list().stream()
        .filter(this::isOne)
        .forEach(it -> keys.add(it.getKey()));
    return keys;
  }

  /** Whether this is the id of a version of a runbook, be it the newest or not. */
  public boolean hasVersion(String definitionId) {
    return Optional.ofNullable(
            repository
                .createProcessDefinitionQuery()
                .processDefinitionId(definitionId)
                .singleResult())
        .filter(this::isOne)
        .isPresent();
  }

  private boolean isOne(ProcessDefinition definition) {
    // the engine keeps what it has read of a version
    return repository
                .getBpmnModelInstance(definition.getId())
                .getModelElementById(RunbookContract.ALERT_FIRED)
            instanceof StartEvent start
        && start.getParentElement() instanceof Process of
        && of.getId().equals(definition.getKey());
  }
}
