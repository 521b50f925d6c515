package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.MadeChanges.Begun;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What was taken back though nobody noted it, since the answer to it was lost. */
@Component
class LostAnswers {

  private final ClusterView cluster;
  private final MadeChanges changes;
  private final Clock clock;

  LostAnswers(ClusterView cluster, MadeChanges changes, Clock clock) {
    this.cluster = cluster;
    this.changes = changes;
    this.clock = clock;
  }

  /** Notes it, before anything is planned by what is in effect. */
  void note(String incident) {
    for (Begun begun : changes.undosBegun(incident)) {
      if (isInEffect(begun.change().undoes(), incident)
          && cluster.isMade(begun.change(), incident).known().orElse(false)) {
        changes.note(
            incident,
            begun.plan(),
            new AppliedChange(
                begun.change(), clock.instant(), "found made; its answer was lost", true));
      }
    }
  }

  /** Else another undo of it was noted; of a scale, which carries no mark, all look made. */
  private boolean isInEffect(String change, String incident) {
    return changes.changesInEffect(incident).stream().anyMatch(it -> it.id().equals(change));
  }
}
