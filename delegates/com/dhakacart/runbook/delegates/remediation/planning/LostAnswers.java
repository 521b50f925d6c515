package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.process.ledger.Plans.Begun;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What was taken back though nobody noted it, since the answer to it was lost. */
@Component
class LostAnswers {

  private final ClusterView cluster;
  private final Plans plans;
  private final Clock clock;

  LostAnswers(ClusterView cluster, Plans plans, Clock clock) {
    this.cluster = cluster;
    this.plans = plans;
    this.clock = clock;
  }

  /** Notes it, before anything is planned by what is in effect. */
  void note(String incident) {
    for (Begun begun : plans.undosBegun(incident)) {
      if (isInEffect(begun.change().undoes(), incident)
          && cluster.isMade(begun.change(), incident).known().orElse(false)) {
        plans.made(
            incident,
            begun.plan(),
            new AppliedChange(
                begun.change(), clock.instant(), "found made; its answer was lost", true));
      }
    }
  }

  /** Else another undo of it was noted; of a scale, which carries no mark, all look made. */
  private boolean isInEffect(String change, String incident) {
    return plans.changesInEffect(incident).stream().anyMatch(it -> it.id().equals(change));
  }
}
