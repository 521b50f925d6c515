package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.Change;
import java.util.List;
import java.util.stream.Collectors;

/** How to get past what keeps a change from being proposed. */
final class ByHand {

  static final String NOTHING_TO_CHANGE =
      "Everything is already as the plan would make it; choose another cause, or raise what runbook.remediation sets";

  private ByHand() {}

  /** Whoever knows better than a setting is told what to type; the end of a sentence. */
  static String of(List<Change> planned) {
    return planned.stream()
        .map(Change::command)
        .collect(Collectors.joining(" && ", "; who decides so all the same, types: ", ""));
  }
}
