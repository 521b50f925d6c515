package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.incident.RankedCause;
import java.util.Optional;

/** How the cause that is acted upon came to be that one: by the ranking, or by a person. */
final class CauseActedUpon {

  private final IncidentHistory history;

  CauseActedUpon(IncidentHistory history) {
    this.history = history;
  }

  /** To be said after its title; plain text, empty where there is nothing to say. */
  String why() {
    Optional<RankedCause> clearlyFirst =
        history.rankedCauses().stream().filter(it -> it.confidence() > 0).findFirst();
    return chosenBy()
        .map(who -> ", chosen by " + who + clearlyFirst.map(this::theRankingSays).orElse(""))
        .or(() -> clearlyFirst.filter(this::isIt).map(it -> ", " + confidence(it)))
        .orElse("");
  }

  private String theRankingSays(RankedCause first) {
    return isIt(first)
        ? ", as the ranking says: " + confidence(first)
        : "; the ranking says " + first.cause().title();
  }

  private boolean isIt(RankedCause ranked) {
    return ranked.cause() == history.cause();
  }

  private static String confidence(RankedCause ranked) {
    return MarkdownBriefings.confidence(ranked);
  }

  /** Empty where nobody was asked, or the cause was ranked anew since. */
  private Optional<String> chosenBy() {
    return history.decisions().stream()
        .filter(it -> it.cause() != null)
        .reduce((earlier, later) -> later)
        .filter(it -> it.cause() == history.cause())
        .map(Decision::who);
  }
}
