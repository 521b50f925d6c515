package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.RunbookContract.*;

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

  /** What people call it. */
  static String spoken(String answer) {
    return Map.of("rootCause", "root cause", "notes", "note").getOrDefault(answer, answer);
  }

  /** By task definition key. */
  static final Map<String, Answers> OF =
      Map.of(
          CHOOSE_CAUSE,
          new Answers(List.of(), Set.of(""), Set.of(), List.of("reason")),
          APPROVE_CHANGE,
          new Answers(
              List.of("APPROVE", "REJECT", "CHOOSE_ANOTHER_CAUSE"),
              Set.of("CHOOSE_ANOTHER_CAUSE"),
              Set.of("REJECT", "CHOOSE_ANOTHER_CAUSE"),
              List.of()),
          DECIDE_NEXT_STEP,
          new Answers(
              List.of("TRY_ANOTHER_CAUSE", "KEEP_WATCHING", "UNDO_CHANGE", "HAND_OVER"),
              Set.of("TRY_ANOTHER_CAUSE"),
              Set.of(),
              List.of("reason")),
          CHANGE_BY_HAND,
          new Answers(List.of("DONE", "NOT_DONE"), Set.of(), Set.of(), List.of("output")),
          APPROVE_TAKE_BACK,
          new Answers(List.of("APPROVE", "REJECT"), Set.of(), Set.of("REJECT"), List.of()),
          SCHEDULE_POST_MORTEM,
          new Answers(
              List.of("SCHEDULED", "NOT_NEEDED"), Set.of(), Set.of("NOT_NEEDED"), List.of()),
          RECORD_ROOT_CAUSE,
          new Answers(List.of(), Set.of(), Set.of(), List.of("rootCause")),
          IMPROVE_RUNBOOK,
          new Answers(List.of(), Set.of(), Set.of(), List.of("notes")));
}
