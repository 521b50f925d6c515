package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.util.List;
import org.springframework.stereotype.Component;

/** Notices that somebody writes over what was changed. */
@Component
class ReversalWatch {

  private final ClusterView cluster;
  private final MadeChanges changes;

  ReversalWatch(ClusterView cluster, MadeChanges changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /** Looks at what is in effect, and notes what is not any more; on-call is told of it. */
  void look(Incident incident) {
    List<Change> inEffect = changes.changesInEffect(incident.key());
    if (!inEffect.isEmpty()) {
      cluster.reversed(inEffect).known().ifPresent(it -> changes.reverted(incident.key(), it));
    }
  }
}
