package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Plan;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A plan before it is known what of it may be proposed.
 *
 * @param summary of the changes that are left, one sentence without its full stop
 * @param warnings what a person must know before approving
 * @param otherwise see {@link Plan#otherwise}; where there is another way, the changes are one, and
 *     none of them is left out
 */
record Draft(
    Function<List<Change>, String> summary,
    List<String> warnings,
    List<Change> changes,
    List<Change> otherwise) {

  Draft {
    warnings = List.copyOf(warnings);
    changes = List.copyOf(changes);
    otherwise = List.copyOf(otherwise);
  }

  Plan plan(Cause cause, Instant at) {
    return new Plan(cause, summary.apply(changes), changes, otherwise, warnings, at);
  }

  /** With the changes of it that are possible, and what is known of them. */
  Draft with(List<String> warnings, List<Change> possible) {
    return new Draft(summary, warnings, possible, otherwise);
  }

  boolean isAllOrNothing() {
    return !otherwise.isEmpty();
  }

  Draft(Function<List<Change>, String> summary, List<String> warnings, List<Change> changes) {
    this(summary, warnings, changes, List.of());
  }

  Draft(String summary, List<String> warnings, List<Change> changes) {
    this(any -> summary, warnings, changes);
  }
}
