package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.TRAFFIC;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import com.dhakacart.runbook.incident.IncidentHistory.RecoveryWatch;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.report.IncidentView.Sentence;
import java.time.Instant;
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

  Stream<Sentence> sentences(Instant now) {
    return Stream.of(
            open() ? customersGet() : customersGot(now),
            open() ? errorsSince() : Optional.<Sentence>empty(),
            Optional.of(cause()),
            Optional.of(whatWasDone()),
            well(),
            patience())
        .flatMap(Optional::stream);
  }

  /** What was measured last, and when: it stands there until the next measurement. */
  private Optional<Sentence> customersGet() {
    Evidence newest = newest();
    return Optional.ofNullable(newest)
        .map(it -> it.of(TRAFFIC))
        .map(
            asked ->
                Sentence.of("At ")
                    .at(asked.askedAt())
                    .and(
                        EvidenceText.errorRateNow(newest)
                            .map(words -> " customers got: " + words + ".")
                            .orElseGet(
                                () ->
                                    " it was not known what customers get: "
                                        + Markdown.oneLine(asked.unknownBecause())
                                        + ".")));
  }

  private Evidence newest() {
    return history.evidence() == null || history.evidenceAfter() == null
        ? Optional.ofNullable(history.evidenceAfter()).orElse(history.evidence())
        : history.evidence().withNewer(history.evidenceAfter());
  }

  private Optional<Sentence> customersGot(Instant now) {
    return Optional.of(
            briefings
                .happened(history.incident(), history.evidence(), 0, history.closedAt(), now)
                .get("happened"))
        .map(Object::toString)
        .filter(it -> !it.isEmpty())
        .map(it -> Sentence.of(it + "."));
  }

  private Optional<Sentence> errorsSince() {
    return Milestones.of(history)
        .errorsBeganAt()
        .map(at -> Sentence.of("Errors began at ").at(at).and("."));
  }

  private Sentence cause() {
    if (history.cause() == null) {
      return Sentence.of(open() ? "The cause is not settled yet." : "No cause was acted upon.");
    }
    return Sentence.of(
        Markdown.oneLine(
            "Cause: " + history.cause().title() + new CauseActedUpon(history).why() + "."));
  }

  private Sentence whatWasDone() {
    if (history.changes().isEmpty()) {
      return Sentence.of(
          open() ? "The runbook has changed nothing so far." : "The runbook changed nothing.");
    }
    MadeChange last = history.changes().get(history.changes().size() - 1);
    return Sentence.of(
            Figures.count(history.changes().size(), "change") + " of production, the last at ")
        .at(last.at())
        .and(
            last.approvedBy() == null
                ? "."
                : ", approved by " + Markdown.oneLine(last.approvedBy()) + ".");
  }

  private Optional<Sentence> well() {
    if (history.recoveredAt() == null) {
      return RecoveryCheck.last(history.recoveryChecks())
          .filter(it -> open() && !it.well())
          .map(IncidentInWords::notWell);
    }
    Sentence since =
        Sentence.of(open() ? "Well since " : "Well again since ").at(history.recoveredAt());
    return Optional.of(
        Optional.ofNullable(history.watched())
            .map(it -> mustHold(since, it))
            .orElseGet(() -> since.and(".")));
  }

  private Sentence mustHold(Sentence since, RecoveryWatch watched) {
    return since
        .and(", and has to stay so until ")
        .at(history.recoveredAt().plus(watched.holdFor()))
        .and(".");
  }

  private static Sentence notWell(RecoveryCheck check) {
    return Sentence.of("Not well at ")
        .at(check.at())
        .and(": " + Markdown.oneLine(String.join("; ", check.complaints())) + ".");
  }

  private Optional<Sentence> patience() {
    return Optional.ofNullable(history.watched())
        .map(
            it ->
                Sentence.of("Recovery is watched until ")
                    .at(it.until())
                    .and(": if it does not hold by then, a person decides the next step."));
  }

  private boolean open() {
    return history.outcome() == null;
  }
}
