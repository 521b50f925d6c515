package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.process.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/** Counts rows of the engine's history. */
@Component
class EngineRevisions implements IncidentRevisions {

  private final HistoryService history;
  private final TaskService tasks;
  private final StoredIncidents incidents;

  EngineRevisions(HistoryService history, TaskService tasks, StoredIncidents incidents) {
    this.history = history;
    this.tasks = tasks;
    this.incidents = incidents;
  }

  @Override
  public String of(String incident) {
    return history
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKey(incident)
        .list()
        .stream()
        .map(it -> mark(it.getId()))
        .collect(Collectors.joining());
  }

  private String mark(String process) {
    return "%d-%d-%d-%s"
        .formatted(
            history.createHistoricActivityInstanceQuery().processInstanceId(process).count(),
            history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(process)
                .finished()
                .count(),
            history.createUserOperationLogQuery().processInstanceId(process).count(),
            mark(tasks.createTaskQuery().processInstanceId(process)));
  }

  @Override
  public String ofAll() {
    List<String> phases =
        history
            .createHistoricActivityInstanceQuery()
            .activityType("subProcess")
            .unfinished()
            .list()
            .stream()
            .map(HistoricActivityInstance::getId)
            .sorted()
            .toList();
    return incidents.counted()
        + "-"
        + shortened(String.join(" ", phases))
        + "-"
        + mark(tasks.createTaskQuery().active());
  }

  private static String mark(TaskQuery open) {
    return shortened(
        open.list().stream()
            .sorted(Comparator.comparing(Task::getId))
            .map(it -> it.getId() + it.getAssignee())
            .collect(Collectors.joining(" ")));
  }

  private static String shortened(String text) {
    return Sha256.hex(text).substring(0, 12);
  }
}
