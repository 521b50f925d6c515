package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.process.ledger.MadeChanges.Begun;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** What was taken back though nobody noted it, since the answer to it was lost. */
@Component
public class LostAnswers {

  private final MadeChanges changes;
  private final Clock clock;

  LostAnswers(MadeChanges changes, Clock clock) {
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * Notes it, before anything is planned or looked for by what is in effect.
   *
   * @param isThere whether the cluster shows a change to be made; not where nobody can say
   */
  public void note(String incident, Predicate<Change> isThere) {
    for (Begun begun : changes.undosBegun(incident)) {
      if (isInEffect(begun.change().undoes(), incident) && isThere.test(begun.change())) {
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
