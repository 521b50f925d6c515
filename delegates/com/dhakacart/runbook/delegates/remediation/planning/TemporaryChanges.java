package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.process.ledger.LostAnswers;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.util.List;
import org.springframework.stereotype.Component;

/** What was changed only for the time of the incident. */
@Component
class TemporaryChanges {

  private final ClusterView cluster;
  private final MadeChanges changes;
  private final LostAnswers lost;

  TemporaryChanges(ClusterView cluster, MadeChanges changes, LostAnswers lost) {
    this.cluster = cluster;
    this.changes = changes;
    this.lost = lost;
  }

  /** Those in effect, newest first; of one that was taken back the answer may have been lost. */
  List<Change> of(String incident) {
    lost.note(incident, it -> cluster.isMade(it, incident).known().orElse(false));
    return changes.changesInEffect(incident).stream().filter(Change::temporary).toList();
  }
}
