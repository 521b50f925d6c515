package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.process.ProcessVariable;
import com.dhakacart.runbook.process.SeenPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstanceQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The variables of one process instance, running or finished. One that cannot be read is left out
 * and named: whoever may write variables must not be able to take a report away from everybody.
 * Nothing is made of a class that a variable names.
 */
class HistoricVariables {

  private static final Logger log = LoggerFactory.getLogger(HistoricVariables.class);

  private final String process;
  private final List<HistoricVariableInstance> all;
  private final Set<String> unreadable = new TreeSet<>();

  private HistoricVariables(String process, HistoricVariableInstanceQuery query) {
    this.process = process;
    this.all =
        query
            .processInstanceId(process)
            .disableCustomObjectDeserialization()
            .disableBinaryFetching()
            .list();
  }

  static HistoricVariables of(HistoryService history, String process) {
    return new HistoricVariables(process, history.createHistoricVariableInstanceQuery());
  }

  /** Of this name alone. */
  static HistoricVariables of(HistoryService history, String process, ProcessVariable<?> variable) {
    return new HistoricVariables(
        process, history.createHistoricVariableInstanceQuery().variableName(variable.name()));
  }

  /** The value on the process itself. */
  <T> Optional<T> find(ProcessVariable<T> variable) {
    return find(variable, process);
  }

  /** A part of the evidence, whichever version kept it. */
  <T> Optional<Answer<T>> find(SeenPart<T> part) {
    return find(part.look()).map(it -> it.of(part.part())).or(() -> find(part.alone()));
  }

  /** The value in the scope of one activity, such as the answer given to one task. */
  <T> Optional<T> find(ProcessVariable<T> variable, String activityInstance) {
    return all.stream()
        .filter(it -> it.getName().equals(variable.name()))
        .filter(it -> activityInstance.equals(it.getActivityInstanceId()))
        .findFirst()
        .flatMap(it -> read(variable, it));
  }

  /** In a sentence each, of what was asked for so far. */
  List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  private <T> Optional<T> read(ProcessVariable<T> variable, HistoricVariableInstance stored) {
    try {
      Optional<T> value = variable.read(stored.getTypedValue());
      if (stored.getErrorMessage() != null) {
        throw new IllegalStateException(stored.getErrorMessage());
      }
      value.filter(List.class::isInstance).map(List.class::cast).ifPresent(List::copyOf);
      return value;
    } catch (RuntimeException e) {
      log.warn(
          "The variable {} of the process instance {} cannot be read",
          stored.getName(),
          process,
          e);
      unreadable.add(
          "%s: what is stored (as %s) is not what the runbook keeps there"
              .formatted(stored.getName(), stored.getTypeName()));
      return Optional.empty();
    }
  }
}
