package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.process.Phases;
import com.dhakacart.runbook.process.ledger.LostAnswers;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Notices that somebody writes over what was changed. */
@Component
class ReversalWatch {

  private final ClusterView cluster;
  private final MadeChanges changes;
  private final LostAnswers lost;
  private final Phases phases;

  ReversalWatch(ClusterView cluster, MadeChanges changes, LostAnswers lost, Phases phases) {
    this.cluster = cluster;
    this.changes = changes;
    this.lost = lost;
    this.phases = phases;
  }

  /**
   * Looks at what is in effect, and notes what is not any more; on-call is told of it. While it is
   * being undone, that is what was decided: a person who types it may not have said so yet.
   */
  void look(DelegateExecution step, String incident) {
    if (changes.changesInEffect(incident).isEmpty()
        || changes.isToBeUndone(incident) && phases.isChanging(step)) {
      return;
    }
    lost.note(incident, it -> cluster.isMade(it, incident).known().orElse(false));
    List<Change> inEffect = changes.changesInEffect(incident);
    cluster.reversed(inEffect).known().ifPresent(it -> changes.reverted(incident, it));
  }
}
