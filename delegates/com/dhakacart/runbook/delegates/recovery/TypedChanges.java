package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a person has typed and not said yet: it may be what ended the alert. */
@Component
class TypedChanges {

  private static final String RESULT =
      "by hand: found made when the alert was over, before anybody had said so";

  private final ClusterView cluster;
  private final MadeChanges changes;

  TypedChanges(ClusterView cluster, MadeChanges changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /**
   * Notes what is there of what was to be typed; but a restart that somebody else makes leaves no
   * mark.
   *
   * @return false when that cannot be seen now, and nothing was noted
   */
  boolean note(String incident) {
    List<Change> found = new ArrayList<>();
    for (Change change : changes.leftToMake(incident)) {
      Answer<Boolean> made = cluster.isMade(change, incident);
      if (!made.answered()) {
        return false;
      }
      if (made.value()) {
        found.add(change);
      }
    }
    changes.madeByHand(incident, RESULT, found);
    return true;
  }
}
