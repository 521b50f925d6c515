package com.dhakacart.runbook.process;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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

  /** Whether a version is one, by its id: a version never changes. */
  private final Map<String, Boolean> versions = new ConcurrentHashMap<>();

  private final Set<String> known = ConcurrentHashMap.newKeySet();

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

  /**
   * Those of some alerts, by their names, that have a runbook. Whether it is there still, and in
   * which version, the engine sees when it is started; the database is asked for new ones only.
   */
  public Set<String> among(Set<String> alerts) {
    if (!known.containsAll(alerts)) {
      known.addAll(keys());
    }
    return alerts.stream().filter(known::contains).collect(Collectors.toSet());
  }

  /** It could not be started: whoever asks {@link #among} next is told by the database. */
  public void forget(String alert) {
    known.remove(alert);
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
    return versions.computeIfAbsent(definition.getId(), id -> beginsWithAnAlert(definition));
  }

  private boolean beginsWithAnAlert(ProcessDefinition definition) {
    return repository
                .getBpmnModelInstance(definition.getId())
                .getModelElementById(RunbookContract.ALERT_FIRED)
            instanceof StartEvent start
        && start.getParentElement() instanceof Process of
        && of.getId().equals(definition.getKey());
  }
}
