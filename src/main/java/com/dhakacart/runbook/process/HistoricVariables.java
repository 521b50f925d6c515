package com.dhakacart.runbook.process;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricVariableInstance;

/** The variables of one process instance, running or finished. */
record HistoricVariables(String process, List<HistoricVariableInstance> all) {

  static HistoricVariables of(HistoryService history, String process) {
    return new HistoricVariables(
        process,
        history
            .createHistoricVariableInstanceQuery()
            .processInstanceId(process)
            .disableCustomObjectDeserialization()
            .disableBinaryFetching()
            .list());
  }

  /** The value on the process itself. */
  <T> Optional<T> find(ProcessVariable<T> variable) {
    return find(variable, process);
  }

  /** The value in the scope of one activity, such as the answer given to one task. */
  <T> Optional<T> find(ProcessVariable<T> variable, String activityInstance) {
    return all.stream()
        .filter(it -> it.getName().equals(variable.name()))
        .filter(it -> activityInstance.equals(it.getActivityInstanceId()))
        .findFirst()
        .flatMap(it -> variable.read(it.getTypedValue()));
  }
}
