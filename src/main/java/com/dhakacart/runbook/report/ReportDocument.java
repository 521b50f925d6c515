package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.incident.IncidentHistory.Escalation;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.RefusedRequest;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON report's shape. Field names are a promise to programs: what is added here is kept, and a
 * golden file holds it. Instants are ISO 8601; durations are seconds; ratios are 0 to 1; what is
 * not known is null.
 */
record ReportDocument(
    @JsonUnwrapped Incident incident,
    boolean open,
    Outcome outcome,
    Cause cause,
    Moments times,
    List<RankedCause> rankedCauses,
    List<Decision> decisions,
    List<MadeChange> changes,
    List<Escalation> escalations,
    List<RefusedRequest> refused,
    List<RecoveryCheck> recoveryChecks,
    String rootCause,
    String runbookNotes,
    List<TimelineEntry> timeline,
    Evidence evidenceBefore,
    Evidence evidenceAfter,
    double errorThreshold,
    List<Sample> errorRates,
    Map<String, String> links,
    List<String> unreadable) {

  record Moments(
      Instant errorsBeganAt,
      Instant openedAt,
      Instant acknowledgedAt,
      Instant firstChangeAt,
      Instant recoveredAt,
      Instant closedAt,
      Double timeToAcknowledgeSeconds,
      Double timeToRecoverSeconds,
      Double timeToCloseSeconds) {

    static Moments of(Milestones milestones) {
      return new Moments(
          milestones.errorsBeganAt().orElse(null),
          milestones.openedAt(),
          milestones.acknowledgedAt().orElse(null),
          milestones.firstChangeAt().orElse(null),
          milestones.recoveredAt().orElse(null),
          milestones.closedAt().orElse(null),
          seconds(milestones.timeToAcknowledge()),
          seconds(milestones.timeToRecover()),
          seconds(milestones.timeToClose()));
    }
  }

  record TimelineEntry(Instant at, String what, String who, Double tookSeconds, String detail) {

    static TimelineEntry of(Entry entry) {
      return new TimelineEntry(
          entry.at(),
          entry.what(),
          entry.who(),
          seconds(Optional.ofNullable(entry.took())),
          entry.detail());
    }
  }

  static ReportDocument of(IncidentHistory history) {
    return new ReportDocument(
        history.incident(),
        history.outcome() == null,
        history.outcome(),
        history.cause(),
        Moments.of(Milestones.of(history)),
        history.rankedCauses(),
        history.decisions(),
        history.changes(),
        history.escalations(),
        history.refused(),
        history.recoveryChecks(),
        history.rootCause(),
        history.runbookNotes(),
        history.timeline().stream().map(TimelineEntry::of).toList(),
        history.evidence(),
        history.evidenceAfter(),
        history.errorThreshold(),
        history.errorRates() == null ? List.of() : history.errorRates().samples(),
        history.links(),
        history.unreadable());
  }

  private static Double seconds(Optional<Duration> duration) {
    return duration.map(time -> time.toMillis() / 1000.0).orElse(null);
  }
}
