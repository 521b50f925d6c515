package com.dhakacart.runbook.delegates.escalation;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.MadeChanges.KeptChange;
import com.dhakacart.runbook.report.Briefings;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What was changed in an incident, in words: what is undone since, too, which did not help. */
@Component
class Tried {

  private final MadeChanges changes;
  private final Briefings briefings;

  Tried(MadeChanges changes, Briefings briefings) {
    this.changes = changes;
    this.briefings = briefings;
  }

  String inWords(Incident incident) {
    String results =
        changes.all(incident.key()).stream()
            .filter(it -> it.applied().change().undoes() == null)
            .map(it -> briefings.text(it.result()) + whatBecameOf(it))
            .collect(Collectors.joining("; "));
    return results.isEmpty() ? "no change was made so far" : results;
  }

  private String whatBecameOf(KeptChange made) {
    if (made.undoneAt() != null) {
      return " (undone at " + briefings.minute(made.undoneAt()) + ")";
    }
    return made.reversal() == null ? "" : " (" + briefings.text(made.reversal().inShort()) + ")";
  }
}
