package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.simulation.Fault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A way through the runbook: what is broken, and what people decide. */
enum CrashPath {
  ROLLED_BACK(Fault.BAD_RELEASE),
  RESTARTED(Fault.POOL_EXHAUSTED),
  MORE_CAPACITY(Fault.OUT_OF_MEMORY),
  DATABASE_TEAM_CALLED(Fault.DATABASE_DOWN),
  DEGRADED_AND_UNDONE(Fault.EXTERNAL_TIMEOUT) {
    @Override
    Map<String, String> decideNextStep(boolean firstTime) {
      return firstTime
          ? Map.of("decision", "UNDO_CHANGE", "reason", "It did not help.")
          : super.decideNextStep(false);
    }
  },
  FALSE_ALARM(Fault.FALSE_ALARM),
  NOBODY_ANSWERS(Fault.BAD_RELEASE),
  OVER_BY_ITSELF(Fault.BAD_RELEASE),
  BY_HAND(Fault.BAD_RELEASE),
  CLUSTER_SILENT_AT_FIRST(Fault.BAD_RELEASE),
  SEVERAL_SERVICES(Fault.REDIS_DOWN),
  /** New pods fail as the old ones do: what a probe finds, and takes back. */
  RESTART_DOES_NOT_HELP(Fault.POOL_EXHAUSTED),
  /** Prometheus alone answers, so that no cause is clear and a person chooses. */
  CLUSTER_STAYS_SILENT(Fault.BAD_RELEASE),
  SCALED_BY_NOBODY_ELSE(Fault.OUT_OF_MEMORY);

  private static final Map<String, Map<String, String>> DOCUMENTED =
      Map.of(
          "userTask_chooseCause", Map.of("cause", "NONE_OF_THEM", "reason", "Nothing fits."),
          "userTask_changeByHand", Map.of("decision", "DONE", "output", "done"),
          "userTask_recordRootCause", Map.of("rootCause", "Found."),
          "userTask_approveTakeBack", Map.of("decision", "APPROVE", "reason", "It is over."),
          "userTask_schedulePostMortem", Map.of("decision", "NOT_NEEDED", "reason", "A drill."),
          "userTask_improveRunbook", Map.of("notes", "None."));

  final Fault fault;

  /**
   * The first next step that was asked for, by incident: whoever is killed is asked for it again.
   */
  private final Map<String, String> first = new ConcurrentHashMap<>();

  CrashPath(Fault fault) {
    this.fault = fault;
  }

  /** That of a world. */
  static CrashPath of(int world) {
    return values()[world % values().length];
  }

  /** Empty: it is left open. */
  Map<String, String> decide(Episodes.Asked asked) {
    return switch (asked.step()) {
      case "userTask_approveChange" ->
          this == NOBODY_ANSWERS || this == OVER_BY_ITSELF
              ? Map.of()
              : Map.of("decision", "APPROVE", "reason", "seen");
      case "userTask_decideNextStep" ->
          decideNextStep(
              !asked.refused()
                  && first
                      .computeIfAbsent(asked.incident(), incident -> asked.task())
                      .equals(asked.task()));
      default -> DOCUMENTED.get(asked.step());
    };
  }

  /**
   * @param firstTime whether the incident has not asked for one before, nor refused it
   */
  Map<String, String> decideNextStep(boolean firstTime) {
    return Map.of("decision", "HAND_OVER", "reason", "People take over.");
  }
}
