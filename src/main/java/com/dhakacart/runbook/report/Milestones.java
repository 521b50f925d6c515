package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The moments of an incident that are counted from its opening; each is empty until it has come.
 * The clock starts when the alert reached us, not when the errors began: that is what MTTA and MTTR
 * mean here.
 */
record Milestones(
    Instant openedAt,
    Optional<Instant> errorsBeganAt,
    Optional<Instant> acknowledgedAt,
    Optional<Instant> firstChangeAt,
    Optional<Instant> recoveredAt,
    Optional<Instant> closedAt) {

  static Milestones of(IncidentHistory history) {
    return new Milestones(
        history.incident().openedAt(),
        errorsBeganAt(history),
        Optional.ofNullable(history.acknowledgedAt()),
        history.changes().stream().map(MadeChange::at).min(Comparator.naturalOrder()),
        // while it is watched it may fail again
        Optional.ofNullable(history.recoveredAt()).filter(it -> history.outcome() != null),
        Optional.ofNullable(history.closedAt()));
  }

  /** As the evidence saw it, so that all of the report says the same; else as of the opening. */
  private static Optional<Instant> errorsBeganAt(IncidentHistory history) {
    double threshold = history.errorThreshold();
    return Optional.ofNullable(history.evidence())
        .flatMap(evidence -> evidence.known(EvidencePart.ERROR_RATES))
        .or(() -> untilOpened(history))
        .flatMap(rates -> rates.errorsBeganAt(threshold));
  }

  private static Optional<ErrorRateHistory> untilOpened(IncidentHistory history) {
    return Optional.ofNullable(history.errorRates())
        .map(it -> it.until(history.incident().openedAt()));
  }

  Optional<Duration> timeToAcknowledge() {
    return sinceOpened(acknowledgedAt);
  }

  Optional<Duration> timeToRecover() {
    return sinceOpened(recoveredAt);
  }

  Optional<Duration> timeToClose() {
    return sinceOpened(closedAt);
  }

  private Optional<Duration> sinceOpened(Optional<Instant> moment) {
    return moment.map(at -> Duration.between(openedAt, at));
  }
}
