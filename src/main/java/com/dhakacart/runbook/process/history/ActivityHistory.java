package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.process.IncidentVariables;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricTaskInstance;

/**
 * What the engine's history says of the phases and steps, the clocks and the decisions of one
 * process.
 */
class ActivityHistory {

  /** In a sentence for people, who do not need milliseconds. */
  static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final Set<String> PHASES_AND_STEPS =
      Set.of("subProcess", "serviceTask", "businessRuleTask");
  private static final Set<String> CLOCKS_AND_ERRORS =
      Set.of("boundaryTimer", "boundaryError", "boundaryMessage", "errorStartEvent");

  /**
   * The clocks on the border fire again and again; what they found shows in their steps. That a
   * change is made by hand shows in its task.
   */
  private static final Set<String> SHOWN_BY_WHAT_IS_INSIDE =
      Set.of("event_lookAgain", "subProcess_lookAgain", "subProcess_changeByHand");

  /** What is decided with a cause; with another decision, one that was sent does not count. */
  private static final Set<String> CHOOSE_A_CAUSE =
      Set.of("CHOOSE_ANOTHER_CAUSE", "TRY_ANOTHER_CAUSE");

  /** The engine's word for a task that a person completed; a withdrawn one is "deleted". */
  static final String COMPLETED = "completed";

  private final List<HistoricActivityInstance> activities;
  private final List<HistoricTaskInstance> tasks;

  ActivityHistory(HistoryService history, String process) {
    activities =
        history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(process)
            .orderPartiallyByOccurrence()
            .asc()
            .list();
    tasks = history.createHistoricTaskInstanceQuery().processInstanceId(process).list();
  }

  /**
   * @param decisions that were made in it
   */
  List<Entry> entries(List<Decision> decisions) {
    List<Entry> entries = new ArrayList<>(phasesAndSteps());
    activities.stream()
        .filter(it -> CLOCKS_AND_ERRORS.contains(it.getActivityType()))
        .filter(it -> !SHOWN_BY_WHAT_IS_INSIDE.contains(it.getActivityId()))
        .map(it -> entry(it, null, ""))
        .forEach(entries::add);
    tasks.forEach(task -> entries.add(asked(task)));
    decisions.forEach(decision -> entries.add(decided(decision)));
    return entries;
  }

  /** A step that was repeated, as those that wait for something are, is one line. */
  private List<Entry> phasesAndSteps() {
    Map<String, List<HistoricActivityInstance>> byStep = new LinkedHashMap<>();
    activities.stream()
        .filter(it -> PHASES_AND_STEPS.contains(it.getActivityType()))
        .filter(it -> !SHOWN_BY_WHAT_IS_INSIDE.contains(it.getActivityId()))
        .forEach(it -> byStep.computeIfAbsent(it.getActivityId(), id -> new ArrayList<>()).add(it));
    return byStep.values().stream()
        .map(
            times -> {
              HistoricActivityInstance last = times.get(times.size() - 1);
              String detail =
                  times.size() == 1
                      ? ""
                      : "%d times, last at %s"
                          .formatted(times.size(), SECOND.format(last.getStartTime().toInstant()));
              return entry(times.get(0), null, detail);
            })
        .toList();
  }

  private static Entry entry(HistoricActivityInstance it, String who, String detail) {
    Duration took =
        it.getDurationInMillis() == null ? null : Duration.ofMillis(it.getDurationInMillis());
    return new Entry(it.getStartTime().toInstant(), it.getActivityName(), who, took, detail);
  }

  /** That it was asked; what was decided is an entry of its own, at its own time. */
  private Entry asked(HistoricTaskInstance task) {
    Duration took =
        task.getDurationInMillis() == null ? null : Duration.ofMillis(task.getDurationInMillis());
    return new Entry(task.getStartTime().toInstant(), drawnName(task), null, took, became(task));
  }

  private static String became(HistoricTaskInstance task) {
    if (task.getEndTime() == null) {
      return task.getAssignee() == null
          ? "waits for a person"
          : "waits for a person; %s is on it".formatted(task.getAssignee());
    }
    return "asked, and %s at %s"
        .formatted(
            COMPLETED.equals(task.getDeleteReason()) ? "decided" : "withdrawn",
            SECOND.format(task.getEndTime().toInstant()));
  }

  private static Entry decided(Decision decision) {
    String words = decision.inWords();
    return new Entry(
        decision.at(),
        decision.task() + ": " + (words.isEmpty() ? "done" : words),
        decision.who(),
        null,
        decision.reason());
  }

  /** In the report of one incident a task needs no more than the name that is drawn. */
  private String drawnName(HistoricTaskInstance task) {
    return activities.stream()
        .filter(it -> task.getId().equals(it.getTaskId()))
        .map(HistoricActivityInstance::getActivityName)
        .findFirst()
        .orElseGet(task::getName);
  }

  List<Decision> decisions(HistoricVariables variables) {
    return tasks.stream()
        .filter(task -> COMPLETED.equals(task.getDeleteReason()))
        .sorted(Comparator.comparing(HistoricTaskInstance::getEndTime))
        .map(task -> decision(task, variables))
        .toList();
  }

  private Decision decision(HistoricTaskInstance task, HistoricVariables variables) {
    String scope = task.getActivityInstanceId();
    String decision =
        Stream.of(IncidentVariables.DECISION, IncidentVariables.CHOSEN_CAUSE)
            .flatMap(it -> variables.find(it, scope).stream())
            .filter(it -> !it.isBlank())
            .findFirst()
            .orElse("");
    String reason =
        Stream.of(
                IncidentVariables.REASON,
                IncidentVariables.OUTPUT,
                IncidentVariables.ROOT_CAUSE,
                IncidentVariables.NOTES)
            .flatMap(it -> variables.find(it, scope).stream())
            .filter(it -> !it.isBlank())
            .findFirst()
            .orElse("");
    Instant at = task.getEndTime().toInstant();
    Cause cause =
        variables.find(IncidentVariables.CHOSEN_CAUSE, scope).stream()
            .filter(it -> it.equals(decision) || CHOOSE_A_CAUSE.contains(decision))
            .flatMap(it -> Arrays.stream(Cause.values()).filter(one -> one.name().equals(it)))
            .findFirst()
            .orElse(null);
    return new Decision(at, drawnName(task), task.getAssignee(), decision, cause, reason);
  }
}
