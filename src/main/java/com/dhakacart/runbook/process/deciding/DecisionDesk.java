package com.dhakacart.runbook.process.deciding;

import com.dhakacart.runbook.process.DecisionRefused;
import java.util.List;
import java.util.Map;

/**
 * Puts the open decisions of an incident before whoever is logged in, and decides as that person:
 * what is refused in Tasklist is refused here.
 */
public interface DecisionDesk {

  /** Those that one may decide first, then the oldest. */
  List<OpenDecision> open(String incident);

  /**
   * Decides as whoever is logged in.
   *
   * @param answers by name; what the form does not ask with this decision, and what is empty, does
   *     not count
   * @throws DecisionRefused when the task does not wait any more or does not ask for that, when
   *     this person may not decide it, or by what the answer is; the task stays as it was
   * @throws RuntimeException of the engine, when it refuses ({@code access.RefusedInWords})
   */
  void decide(String incident, String task, Map<String, String> answers);

  /**
   * Takes a decision, so that others see that somebody is at it.
   *
   * @throws DecisionRefused as {@link #decide}
   */
  void claim(String incident, String task);
}
