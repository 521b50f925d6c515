package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.process.AlertDesk;
import com.dhakacart.runbook.process.Groups;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;

/** Walks one incident through the picture: jobs run when told to, timers fire when told to. */
class RunbookWalk {

  static final String KEY = "DhakaCartHighErrorRate";

  private static final Map<String, String> GROUP_OF =
      Map.of("oncall", Groups.ON_CALL, "senior", Groups.SENIOR_ENGINEERS);

  private final ProcessEngine engine;
  private final AlertDesk alerts;
  private final Clock clock;

  private Alert alert;
  private String incident;
  private String process;

  RunbookWalk(ProcessEngine engine, AlertDesk alerts, Clock clock) {
    this.engine = engine;
    this.alerts = alerts;
    this.clock = clock;
  }

  // ---- alerts

  RunbookWalk alertFires() {
    alert = alert(KEY, "dhakacart-backend", true, clock.instant().minusSeconds(60));
    AlertReceipt receipt = alerts.receive(List.of(alert)).get(0);
    assertThat(receipt.result()).isEqualTo(AlertReceipt.Result.STARTED);
    return follow(receipt.incident());
  }

  RunbookWalk follow(String incident) {
    this.incident = incident;
    this.process =
        engine
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processInstanceBusinessKey(incident)
            .singleResult()
            .getId();
    return this;
  }

  RunbookWalk alertResolves() {
    alerts.receive(
        List.of(
            new Alert(
                alert.fingerprint(),
                alert.name(),
                alert.service(),
                alert.severity(),
                false,
                alert.startsAt(),
                clock.instant(),
                alert.labels(),
                alert.annotations())));
    return this;
  }

  AlertReceipt alsoFires(String name, String service) {
    return alerts.receive(List.of(alert(name, service, true, clock.instant()))).get(0);
  }

  private static Alert alert(String name, String service, boolean firing, Instant startsAt) {
    return new Alert(
        UUID.randomUUID().toString().substring(0, 16),
        name,
        service,
        "critical",
        firing,
        startsAt,
        null,
        Map.of("alertname", name, "service", service),
        Map.of());
  }

  // ---- moving

  /** Runs every job that waits for nothing but a thread, until only people and clocks are left. */
  RunbookWalk goOn() {
    ManagementService management = engine.getManagementService();
    List<Job> ready;
    while (!(ready =
            management
                .createJobQuery()
                .processInstanceId(process)
                .messages()
                .withRetriesLeft()
                .list())
        .isEmpty()) {
      management.executeJob(ready.get(0).getId());
    }
    return this;
  }

  /** Fires the timer of an element, whatever its time is, and runs what follows. */
  RunbookWalk fire(String element) {
    Job timer =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceId(process)
            .timers()
            .activityId(element)
            .singleResult();
    assertThat(timer).as("timer at %s", element).isNotNull();
    engine.getManagementService().executeJob(timer.getId());
    return goOn();
  }

  boolean waitsAt(String timerElement) {
    return engine
            .getManagementService()
            .createJobQuery()
            .processInstanceId(process)
            .timers()
            .activityId(timerElement)
            .count()
        > 0;
  }

  RunbookWalk decide(String taskKey, String user, Map<String, Object> answers) {
    Task task = task(taskKey);
    engine.getIdentityService().setAuthentication(user, List.of(GROUP_OF.get(user)));
    try {
      engine.getTaskService().complete(task.getId(), new HashMap<>(answers));
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
    return goOn();
  }

  // ---- looking

  Task task(String taskKey) {
    Task task =
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceId(process)
            .taskDefinitionKey(taskKey)
            .singleResult();
    assertThat(task).as("task %s; open are %s", taskKey, openTasks()).isNotNull();
    return task;
  }

  List<String> openTasks() {
    return engine.getTaskService().createTaskQuery().processInstanceId(process).list().stream()
        .map(Task::getTaskDefinitionKey)
        .toList();
  }

  List<String> passed() {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(process)
        .finished()
        .list()
        .stream()
        .map(HistoricActivityInstance::getActivityId)
        .distinct()
        .toList();
  }

  boolean isEnded() {
    return engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(process)
            .count()
        == 0;
  }

  Object variable(String name) {
    HistoricVariableInstance variable =
        engine
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processInstanceId(process)
            .variableName(name)
            .activityInstanceIdIn(process)
            .disableCustomObjectDeserialization()
            .singleResult();
    return variable == null ? null : variable.getValue();
  }

  String incident() {
    return incident;
  }

  String process() {
    return process;
  }
}
