package com.dhakacart.runbook.delegates.remediation.rollout;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.process.ledger.LostAnswers;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.UntoldReversals;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** A rollout that somebody has turned round is none to wait for. */
@Component
class StillStands {

  private final ClusterView cluster;
  private final MadeChanges changes;
  private final LostAnswers lost;
  private final UntoldReversals reversals;

  StillStands(
      ClusterView cluster, MadeChanges changes, LostAnswers lost, UntoldReversals reversals) {
    this.cluster = cluster;
    this.changes = changes;
    this.lost = lost;
    this.reversals = reversals;
  }

  /** Notes which changes somebody wrote over; says so where it was not said before. */
  Optional<String> not(DelegateExecution step, String incident) {
    lost.note(incident, it -> cluster.isMade(it, incident).known().orElse(false));
    cluster
        .reversed(changes.changesInEffect(incident))
        .known()
        .ifPresent(it -> changes.reverted(incident, it));
    return reversals.tell(step, incident);
  }
}
