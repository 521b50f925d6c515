package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.model.ElementIds.known;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.process.intake.AlertDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;

/** Walks one incident through the picture: jobs run when told to, timers fire when told to. */
class RunbookWalk {

  static final String KEY = "DhakaCartHighErrorRate";
  static final String SERVICE = "dhakacart-backend";

  private static final Map<String, String> GROUP_OF =
      Map.of(
          "oncall", Groups.ON_CALL,
          "colleague", Groups.ON_CALL,
          "senior", Groups.SENIOR_ENGINEERS);

  private final ProcessEngine engine;
  private final AlertDesk alerts;
  private final SteppedClock clock;

  private final List<String> jobsDone = new ArrayList<>();

  private Alert alert;
  private ProcessInstance instance;

  RunbookWalk(ProcessEngine engine, AlertDesk alerts, SteppedClock clock) {
    this.engine = engine;
    this.alerts = alerts;
    this.clock = clock;
  }

  // ---- alerts

  RunbookWalk alertFires() {
    alert = alert(KEY, SERVICE, clock.instant().minusSeconds(60));
    AlertReceipt receipt = alerts.receive(List.of(alert)).get(0);
    assertThat(receipt.result()).isEqualTo(AlertReceipt.Result.STARTED);
    return follow(receipt.incident());
  }

  RunbookWalk follow(String incident) {
    instance =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(incident)
            .singleResult();
    return this;
  }

  RunbookWalk alertResolves() {
    alerts.receive(List.of(resolved(alert, clock.instant())));
    return this;
  }

  AlertReceipt alsoFires(String name, String service) {
    return alerts.receive(List.of(alert(name, service, clock.instant()))).get(0);
  }

  /** A new episode of an alert that fires. */
  static Alert alert(String name, String service, Instant startsAt) {
    return new Alert(
        UUID.randomUUID().toString().substring(0, 16),
        name,
        service,
        "critical",
        true,
        startsAt,
        null,
        Map.of("alertname", name, "service", service),
        Map.of());
  }

  static Alert resolved(Alert alert, Instant at) {
    return new Alert(
        alert.fingerprint(),
        alert.name(),
        alert.service(),
        alert.severity(),
        false,
        alert.startsAt(),
        at,
        alert.labels(),
        alert.annotations());
  }

  // ---- moving

  /** Runs every job that waits for nothing but a thread, until only people and clocks are left. */
  RunbookWalk goOn() {
    List<Job> ready;
    while (!(ready = ready()).isEmpty()) {
      run(ready.get(0));
    }
    return this;
  }

  /** The same, but only until this element is the next. */
  RunbookWalk goOnTo(String element) {
    known(element);
    List<Job> ready;
    while ((ready = ready()).stream().noneMatch(it -> element.equals(elementOf(it)))) {
      assertThat(ready).as("on the way to %s", element).isNotEmpty();
      run(ready.get(0));
    }
    return this;
  }

  /** Runs this element alone, of those that are ready. */
  RunbookWalk run(String element) {
    known(element);
    List<Job> jobs = ready().stream().filter(it -> element.equals(elementOf(it))).toList();
    assertThat(jobs).as("ready at %s", element).hasSize(1);
    run(jobs.get(0));
    return this;
  }

  /** Fires the timer of an element, whatever its time is, and runs what follows. */
  RunbookWalk fire(String element) {
    return fireOnly(element).goOn();
  }

  /** The same, but what follows waits. */
  RunbookWalk fireOnly(String element) {
    known(element);
    List<Job> timers = jobs().timers().activityId(element).list();
    assertThat(timers).as("timers at %s; open are %s", element, openTasks()).hasSize(1);
    run(timers.get(0));
    return this;
  }

  boolean waitsAt(String timerElement) {
    known(timerElement);
    return jobs().timers().activityId(timerElement).count() > 0;
  }

  /** Measures recovery until it has held long enough, if the world is well. */
  RunbookWalk recovers() {
    for (int i = 0; i < 6 && waitsAt("event_measureAgain"); i++) {
      clock.forward(Duration.ofSeconds(30));
      fire("event_measureAgain");
    }
    return this;
  }

  RunbookWalk approveAndGoOnTo(String element) {
    complete("userTask_approveChange", "oncall", Map.of("decision", "APPROVE"));
    return goOnTo(element);
  }

  RunbookWalk approve() {
    return decide("userTask_approveChange", "oncall", Map.of("decision", "APPROVE"));
  }

  /** What people still do when the incident is over. */
  RunbookWalk documentIt() {
    if (openTasks().contains("userTask_recordRootCause")) {
      recordRootCause();
    }
    if (openTasks().contains("userTask_schedulePostMortem")) {
      decide("userTask_schedulePostMortem", "senior", Map.of("decision", "SCHEDULED"));
    }
    return decide("userTask_improveRunbook", "oncall", Map.of("notes", "Nothing new."));
  }

  RunbookWalk recordRootCause() {
    return decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A bad release."));
  }

  RunbookWalk decide(String taskKey, String user, Map<String, Object> answers) {
    complete(taskKey, user, answers);
    return goOn();
  }

  /** What follows waits. */
  void complete(String taskKey, String user, Map<String, Object> answers) {
    Task task = task(taskKey);
    as(user, () -> engine.getTaskService().complete(task.getId(), new HashMap<>(answers)));
  }

  void claim(String taskKey, String user) {
    Task task = task(taskKey);
    as(user, () -> engine.getTaskService().claim(task.getId(), user));
  }

  private void as(String user, Runnable call) {
    engine.getIdentityService().setAuthentication(user, List.of(GROUP_OF.get(user)));
    try {
      call.run();
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  /**
   * The elements before which a job was stored and then run, as often as it was. Each is a
   * transaction; the start is one more.
   */
  List<String> jobsDone() {
    return List.copyOf(jobsDone);
  }

  /** The names of variables that belong to neither the incident nor a task. */
  List<String> variablesOfPhases() {
    Set<String> tasks =
        engine
            .getHistoryService()
            .createHistoricActivityInstanceQuery()
            .processInstanceId(instance.getProcessInstanceId())
            .activityType("userTask")
            .list()
            .stream()
            .map(HistoricActivityInstance::getId)
            .collect(Collectors.toSet());
    return engine
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance.getProcessInstanceId())
        .disableCustomObjectDeserialization()
        .list()
        .stream()
        .filter(it -> !it.getActivityInstanceId().equals(instance.getProcessInstanceId()))
        .filter(it -> !tasks.contains(it.getActivityInstanceId()))
        .map(HistoricVariableInstance::getName)
        .toList();
  }

  private JobQuery jobs() {
    return engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(instance.getProcessInstanceId());
  }

  private List<Job> ready() {
    return jobs().messages().withRetriesLeft().list();
  }

  private void run(Job job) {
    String element = elementOf(job);
    engine.getManagementService().executeJob(job.getId());
    jobsDone.add(element);
  }

  private String elementOf(Job job) {
    ManagementService management = engine.getManagementService();
    return management
        .createJobDefinitionQuery()
        .jobDefinitionId(job.getJobDefinitionId())
        .singleResult()
        .getActivityId();
  }

  // ---- looking

  Task task(String taskKey) {
    known(taskKey);
    Task task = tasks().taskDefinitionKey(taskKey).singleResult();
    assertThat(task)
        .as("task %s; open are %s; planned was %s", taskKey, openTasks(), variable("plannedChange"))
        .isNotNull();
    return task;
  }

  List<String> openTasks() {
    return tasks().list().stream().map(Task::getTaskDefinitionKey).toList();
  }

  private TaskQuery tasks() {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(instance.getProcessInstanceId());
  }

  List<String> groupsThatMayDecide(String taskKey) {
    return engine.getTaskService().getIdentityLinksForTask(task(taskKey).getId()).stream()
        .map(IdentityLink::getGroupId)
        .toList();
  }

  /** What the person who decides is shown, as JSON. */
  String briefing(String taskKey) {
    return String.valueOf(
        engine.getTaskService().getVariableLocal(task(taskKey).getId(), "briefing"));
  }

  Object variable(String name) {
    HistoricVariableInstance variable =
        engine
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processInstanceId(instance.getProcessInstanceId())
            .variableName(name)
            .activityInstanceIdIn(instance.getProcessInstanceId())
            .disableCustomObjectDeserialization()
            .singleResult();
    return variable == null ? null : variable.getValue();
  }

  String incident() {
    return instance.getBusinessKey();
  }

  ProcessInstance instance() {
    return instance;
  }
}
