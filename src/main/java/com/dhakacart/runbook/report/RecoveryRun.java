package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.RecoveryCheck;
import java.util.ArrayList;
import java.util.List;

/** Consecutive checks of recovery that came to the same verdict; the last one speaks for them. */
record RecoveryRun(RecoveryCheck first, RecoveryCheck last, int checks) {

  static List<RecoveryRun> runs(List<RecoveryCheck> checks) {
    List<RecoveryRun> runs = new ArrayList<>();
    for (RecoveryCheck check : checks) {
      RecoveryRun current = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (current != null && current.last().well() == check.well()) {
        runs.set(runs.size() - 1, new RecoveryRun(current.first(), check, current.checks() + 1));
      } else {
        runs.add(new RecoveryRun(check, check, 1));
      }
    }
    return runs;
  }
}
