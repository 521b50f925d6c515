package com.dhakacart.runbook.delegates.remediation;

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
 */
record Draft(Function<List<Change>, String> summary, List<String> warnings, List<Change> changes) {

  Draft {
    warnings = List.copyOf(warnings);
    changes = List.copyOf(changes);
  }

  Plan plan(Cause cause, Instant at) {
    return new Plan(cause, summary.apply(changes), changes, warnings, at);
  }

  Draft(String summary, List<String> warnings, List<Change> changes) {
    this(any -> summary, warnings, changes);
  }
}
