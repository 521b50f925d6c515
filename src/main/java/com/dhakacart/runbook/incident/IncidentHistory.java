package com.dhakacart.runbook.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that happened in one incident, as the engine's history has it; the source of the report.
 *
 * @param timeline oldest first
 * @param decisions oldest first
 * @param evidence as it was before the first change; null while it is not assembled
 * @param evidenceAfter what the last look at recovery saw; null before that
 * @param rankedCauses best first
 * @param cause the one acted upon; null while undecided
 * @param outcome null while the incident is open
 * @param closedAt when the outcome was set; null while open
 * @param acknowledgedAt when a person first claimed or decided; null before that
 * @param recoveredAt since when the service is measured well without a break; null while it is not.
 *     While the incident is open it may fail again
 * @param watched how recovery is watched at this moment; null while it is not
 * @param errorRates over the incident's time, for the chart
 * @param errorThreshold ratio, 0 to 1
 * @param rootCause what a person recorded; null before that
 * @param runbookNotes what a person noted for the runbook; null before that
 * @param links name to address, with the incident's time range
 * @param refused what somebody tried concerning this incident and was refused, oldest first
 * @param unreadable what is stored and cannot be read, in a sentence each; the report does without
 */
public record IncidentHistory(
    Incident incident,
    List<Entry> timeline,
    List<Decision> decisions,
    Evidence evidence,
    Evidence evidenceAfter,
    List<RankedCause> rankedCauses,
    Cause cause,
    List<MadeChange> changes,
    List<Escalation> escalations,
    List<RecoveryCheck> recoveryChecks,
    Outcome outcome,
    Instant closedAt,
    Instant acknowledgedAt,
    Instant recoveredAt,
    RecoveryWatch watched,
    ErrorRateHistory errorRates,
    double errorThreshold,
    String rootCause,
    String runbookNotes,
    Map<String, String> links,
    List<RefusedRequest> refused,
    List<String> unreadable) {

  public IncidentHistory {
    timeline = List.copyOf(timeline);
    decisions = List.copyOf(decisions);
    rankedCauses = List.copyOf(rankedCauses);
    changes = List.copyOf(changes);
    escalations = List.copyOf(escalations);
    recoveryChecks = List.copyOf(recoveryChecks);
    refused = List.copyOf(refused);
    unreadable = List.copyOf(unreadable);
    // keeps the order in which people need them
    links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
  }

  /**
   * A step, a task, a timer or an alert.
   *
   * @param what the name of the model's element, or of the alert
   * @param who the person who did it; null when nobody did
   * @param took null when it took no time or is not over
   */
  public record Entry(Instant at, String what, String who, Duration took, String detail) {}

  /**
   * @param task the task's name
   * @param decision the contract's word, such as {@code APPROVE}; empty where the task has none
   * @param cause the one that was chosen; null where none was asked for
   * @param reason may be empty
   */
  public record Decision(
      Instant at, String task, String who, String decision, Cause cause, String reason) {

    /** {@code TRY_ANOTHER_CAUSE} is {@code Try another cause: External service}. */
    public String inWords() {
      if (decision == null || decision.isBlank()) {
        return "";
      }
      String lower = decision.replace('_', ' ').toLowerCase(Locale.ROOT);
      String spoken = Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
      return cause == null || cause.name().equals(decision)
          ? spoken
          : spoken + ": " + cause.title();
    }
  }

  /**
   * Recovery as it is being watched.
   *
   * @param until when the phase's time is up, and the next step is decided
   * @param holdFor how long the service must stay well
   */
  public record RecoveryWatch(Instant until, Duration holdFor) {}

  /**
   * @param approvedBy who approved exactly this change
   * @param result in kubectl's words
   * @param revertedAt when it was noticed that somebody wrote over it; null while it stands
   * @param reverted who wrote over it, and what; null as above
   */
  public record MadeChange(
      Instant at,
      String command,
      String undoCommand,
      String diff,
      String approvedBy,
      String result,
      Instant revertedAt,
      String reverted) {

    /** One that stands. */
    public MadeChange(
        Instant at,
        String command,
        String undoCommand,
        String diff,
        String approvedBy,
        String result) {
      this(at, command, undoCommand, diff, approvedBy, result, null, null);
    }
  }

  /**
   * @param sent how it went out; null when it did not
   */
  public record Escalation(Instant at, String stage, Team team, String summary, String sent) {}
}
