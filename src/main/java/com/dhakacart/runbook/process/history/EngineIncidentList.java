package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.incident.IncidentSummary.Waiting;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.IncidentVariables;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Reads the runbook's own table, and where each process is from the engine's history. */
@Component
class EngineIncidentList implements IncidentList {

  private final StoredIncidents incidents;
  private final HistoryService history;
  private final RuntimeService runtime;
  private final TaskService tasks;
  private final EngineResponseTimes times;
  private final IncidentLinks links;

  EngineIncidentList(
      StoredIncidents incidents,
      HistoryService history,
      RuntimeService runtime,
      TaskService tasks,
      EngineResponseTimes times,
      IncidentLinks links) {
    this.times = times;
    this.incidents = incidents;
    this.history = history;
    this.runtime = runtime;
    this.tasks = tasks;
    this.links = links;
  }

  @Override
  public List<IncidentSummary> newest(int most) {
    return incidents.newest(most).stream().flatMap(it -> summary(it).stream()).toList();
  }

  @Override
  public List<IncidentSummary> openFirst(
      Optional<String> service, Optional<Outcome> outcome, int most) {
    return incidents.openFirst(service, outcome, most).stream()
        .flatMap(it -> summary(it).stream())
        .toList();
  }

  @Override
  public List<String> services() {
    return incidents.services();
  }

  @Override
  public ResponseTimes responseTimes(Instant since) {
    return times.of(incidents.since(since));
  }

  @Override
  public Optional<IncidentSummary> find(String incident) {
    return incidents.find(incident).flatMap(this::summary);
  }

  private Optional<IncidentSummary> summary(StoredIncidents.StoredIncident stored) {
    return Optional.ofNullable(
            history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(stored.key())
                .singleResult())
        .map(process -> summary(stored, process));
  }

  private IncidentSummary summary(
      StoredIncidents.StoredIncident stored, HistoricProcessInstance process) {
    List<HistoricActivityInstance> present =
        history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(process.getId())
            .unfinished()
            .list();
    boolean running = process.getEndTime() == null;
    List<Waiting> waiting = running ? waiting(present) : List.of();
    return new IncidentSummary(
        stored.key(),
        stored.service(),
        stored.alertName(),
        stored.openedAt(),
        stored.closedAt(),
        running ? phase(process, present) : end(stored.outcome()),
        running ? since(present) : null,
        waiting.stream().flatMap(it -> it.groups().stream()).distinct().sorted().toList(),
        waiting,
        stored.outcome(),
        cause(process),
        links.toList(
            stored.key(),
            Optional.of(process.getId()).filter(it -> running),
            ofType("userTask", present).map(HistoricActivityInstance::getTaskId).findFirst()));
  }

  /** Null when nothing is left to do. */
  private static String end(Outcome outcome) {
    return outcome == null ? "its process was deleted in Cockpit" : null;
  }

  private String phase(HistoricProcessInstance process, List<HistoricActivityInstance> present) {
    String tasks =
        ofType("userTask", present)
            .map(HistoricActivityInstance::getActivityName)
            .collect(Collectors.joining(", "));
    return tasks.isEmpty()
        ? innermostPhases(present).orElseGet(() -> next(process))
        : "waits for a person: " + tasks;
  }

  /** Between two phases: what is about to begin, the first of them right after the alert. */
  private String next(HistoricProcessInstance process) {
    return Optional.ofNullable(runtime.getActivityInstance(process.getId())).stream()
        .flatMap(it -> Stream.of(it.getChildTransitionInstances()))
        .map(TransitionInstance::getActivityName)
        .findFirst()
        .orElse("between two phases");
  }

  /** When the oldest open task was opened; without one, when the innermost phase began. */
  private static Instant since(List<HistoricActivityInstance> present) {
    return ofType("userTask", present)
        .map(HistoricActivityInstance::getStartTime)
        .min(Comparator.naturalOrder())
        .or(
            () ->
                ofType("subProcess", present)
                    .map(HistoricActivityInstance::getStartTime)
                    .max(Comparator.naturalOrder()))
        .map(Date::toInstant)
        .orElse(null);
  }

  private List<Waiting> waiting(List<HistoricActivityInstance> present) {
    return ofType("userTask", present)
        .flatMap(
            it ->
                tasks.createTaskQuery().taskId(it.getTaskId()).list().stream()
                    .map(task -> waiting(it.getActivityName(), task)))
        .toList();
  }

  private Waiting waiting(String name, Task task) {
    List<String> groups =
        tasks.getIdentityLinksForTask(task.getId()).stream()
            .filter(it -> IdentityLinkType.CANDIDATE.equals(it.getType()))
            .map(IdentityLink::getGroupId)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    return new Waiting(name, groups, task.getAssignee());
  }

  /** More than one where a clock on the border of a phase has begun another beside it. */
  private static Optional<String> innermostPhases(List<HistoricActivityInstance> present) {
    Set<String> around =
        ofType("subProcess", present)
            .map(HistoricActivityInstance::getParentActivityInstanceId)
            .collect(Collectors.toSet());
    return ofType("subProcess", present)
        .filter(it -> !around.contains(it.getId()))
        .sorted(Comparator.comparing(HistoricActivityInstance::getStartTime))
        .map(HistoricActivityInstance::getActivityName)
        .reduce((first, next) -> first + ", " + next);
  }

  private static Stream<HistoricActivityInstance> ofType(
      String type, List<HistoricActivityInstance> present) {
    return present.stream()
        .filter(it -> it.getActivityType().equals(type))
        .sorted(Comparator.comparing(HistoricActivityInstance::getActivityName));
  }

  private Cause cause(HistoricProcessInstance process) {
    return HistoricVariables.of(history, process.getId(), IncidentVariables.CAUSE)
        .find(IncidentVariables.CAUSE)
        .filter(it -> it != Cause.NONE_OF_THEM)
        .orElse(null);
  }
}
