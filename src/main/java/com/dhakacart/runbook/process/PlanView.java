package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Plan;
import java.time.Instant;
import java.util.List;

/**
 * A plan as people and scripts read it in the variable {@code plannedChange}. What is applied is
 * never read from here, since whoever completes a task can rewrite a variable.
 *
 * @param number of the plan within its incident
 */
public record PlanView(
    int number,
    String summary,
    String command,
    String diff,
    List<String> warnings,
    String undo,
    Instant plannedAt) {

  /** What a person is shown of a plan. */
  public static PlanView of(int number, Plan plan) {
    return new PlanView(
        number,
        plan.summary(),
        plan.command(),
        plan.diff(),
        plan.warnings(),
        plan.undo(),
        plan.plannedAt());
  }
}
