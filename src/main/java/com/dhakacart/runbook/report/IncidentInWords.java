package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What happened so far, for somebody who has seen nothing of it yet. */
final class IncidentInWords {

  private final IncidentHistory history;
  private final TaskBriefings briefings;

  IncidentInWords(IncidentHistory history, TaskBriefings briefings) {
    this.history = history;
    this.briefings = briefings;
  }

  List<String> sentences(Instant now) {
    return Stream.of(customers(now), cause(), whatWasDone(), recovery(now))
        .filter(it -> !it.isEmpty())
        .toList();
  }

  private String customers(Instant now) {
    Object happened =
        briefings
            .happened(history.incident(), history.evidence(), 0, history.closedAt(), now)
            .get("happened");
    return "".equals(happened) ? "" : happened + ".";
  }

  private String cause() {
    if (history.cause() == null) {
      return open() ? "The cause is not settled yet." : "No cause was acted upon.";
    }
    return "Cause: "
        + history.cause().title()
        + history.rankedCauses().stream()
            .filter(it -> it.cause() == history.cause())
            .findFirst()
            .map(it -> ", " + MarkdownBriefings.confidence(it))
            .orElse("")
        + ".";
  }

  private String whatWasDone() {
    if (history.changes().isEmpty()) {
      return open() ? "Nothing has been changed so far." : "Nothing was changed.";
    }
    MadeChange last = history.changes().get(history.changes().size() - 1);
    return "%s of production, the last at %s UTC%s."
        .formatted(
            Figures.count(history.changes().size(), "change"),
            Times.clock(last.at()),
            last.approvedBy() == null
                ? ""
                : ", approved by " + Markdown.oneLine(last.approvedBy()));
  }

  private String recovery(Instant now) {
    return Optional.ofNullable(history.recoveredAt())
        .map(
            at ->
                "Well again since %s UTC (%s)."
                    .formatted(Times.clock(at), PlainIncidentViews.ago(at, now)))
        .orElse("");
  }

  private boolean open() {
    return history.outcome() == null;
  }
}
