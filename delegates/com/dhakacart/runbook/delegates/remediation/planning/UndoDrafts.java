package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import java.util.List;
import org.springframework.stereotype.Component;

/** What an undo would make. */
@Component
class UndoDrafts {

  private final ClusterChanges cluster;

  UndoDrafts(ClusterChanges cluster) {
    this.cluster = cluster;
  }

  /**
   * Where it cannot be planned, it stays decided: what was noted when the changes were made is
   * typed by a person.
   *
   * @param made newest first
   * @param idPrefix what the ids of the changes begin with
   */
  Draft of(List<Change> made, String idPrefix) {
    try {
      return new Draft(UndoDrafts::summary, List.of(), cluster.planUndo(made, idPrefix));
    } catch (ChangeRefused | ClusterUnavailable e) {
      List<Change> byHand = made.stream().map(it -> it.undoneByHand(idPrefix + it.id())).toList();
      return new Draft(UndoDrafts::summary, List.of(e.getMessage()), byHand);
    }
  }

  private static String summary(List<Change> undos) {
    return undos.isEmpty() ? "Everything is as it was before already" : "Undo what was changed";
  }
}
