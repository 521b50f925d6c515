package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.process.ledger.ChangeUses;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.Plans.KeptPlan;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What an approved plan is used for: its changes, one after the other. */
@Component
class PlanUses {

  private final MadeChanges changes;
  private final ChangeUses uses;

  PlanUses(MadeChanges changes, ChangeUses uses) {
    this.changes = changes;
    this.uses = uses;
  }

  /**
   * For the changes of it that match and were not made yet, whichever way they are.
   *
   * @throws ChangeRefused when a person has to make one of them
   */
  List<PlanUse> open(String incident, KeptPlan plan, Predicate<Change> matching) {
    Plan remaining = changes.remaining(incident, plan);
    return Stream.concat(remaining.changes().stream(), remaining.otherwise().stream())
        .filter(matching)
        .map(change -> new PlanUse(uses, changes, incident, plan, makable(change)))
        .toList();
  }

  private static Change makable(Change change) {
    if (change.isMadeByHandOnly()) {
      throw new ChangeRefused(
          "It could not be planned by the runbook, so a person makes it; type: "
              + change.command());
    }
    return change;
  }

  /** Notes what was made; says whether that was new. */
  boolean made(PlanUse use, AppliedChange made) {
    return changes.note(use.incident(), use.plan().number(), made);
  }

  boolean areAllMade(String incident, KeptPlan plan) {
    return changes.isMade(incident, plan);
  }
}
