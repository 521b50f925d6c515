package com.dhakacart.runbook.delegates.approval;

import com.dhakacart.runbook.incident.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each decision may be answered with.
 *
 * @param decisions the words that {@code decision} may be; empty where the task has none
 * @param causeFor the decisions that need a {@code cause}; for a task without decisions always
 * @param reasonFor the decisions that need a {@code reason}
 * @param texts answers that must not be empty
 */
record Answers(
    List<String> decisions, Set<String> causeFor, Set<String> reasonFor, List<String> texts) {

  static final List<String> CAUSES = Arrays.stream(Cause.values()).map(Cause::name).toList();

  /** By task definition key. */
  static final Map<String, Answers> OF =
      Map.of(
          "userTask_chooseCause",
          new Answers(List.of(), Set.of(""), Set.of(), List.of("reason")),
          "userTask_approveChange",
          new Answers(
              List.of("APPROVE", "REJECT", "CHOOSE_ANOTHER_CAUSE"),
              Set.of("CHOOSE_ANOTHER_CAUSE"),
              Set.of("REJECT", "CHOOSE_ANOTHER_CAUSE"),
              List.of()),
          "userTask_decideNextStep",
          new Answers(
              List.of("TRY_ANOTHER_CAUSE", "KEEP_WATCHING", "UNDO_CHANGE", "HAND_OVER"),
              Set.of("TRY_ANOTHER_CAUSE"),
              Set.of(),
              List.of("reason")),
          "userTask_changeByHand",
          new Answers(List.of("DONE", "NOT_DONE"), Set.of(), Set.of(), List.of("output")),
          "userTask_approveTakeBack",
          new Answers(List.of("APPROVE", "REJECT"), Set.of(), Set.of("REJECT"), List.of()),
          "userTask_schedulePostMortem",
          new Answers(
              List.of("SCHEDULED", "NOT_NEEDED"), Set.of(), Set.of("NOT_NEEDED"), List.of()),
          "userTask_recordRootCause",
          new Answers(List.of(), Set.of(), Set.of(), List.of("rootCause")),
          "userTask_improveRunbook",
          new Answers(List.of(), Set.of(), Set.of(), List.of("notes")));
}
