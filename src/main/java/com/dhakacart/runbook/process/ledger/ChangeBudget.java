package com.dhakacart.runbook.process.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many plans may be made before a person has to decide; undo and take-back do not count. A plan
 * counts once a change of it is made, and already while one is being written.
 */
@Component
class ChangeBudget {

  private static final Duration DAY = Duration.ofDays(1);

  /** Longer than a write takes, with what is asked before it; what came to nothing is free then. */
  private static final Duration LONGEST_WRITE = Duration.ofMinutes(5);

  private final JdbcClient jdbc;
  private final ChangesSettings settings;
  private final Clock clock;

  ChangeBudget(JdbcClient jdbc, ChangesSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /** Until the caller's transaction ends nobody else begins a change, on whichever node. */
  void hold() {
    jdbc.sql("update runbook_budget set name = name where name = 'changes'").update();
  }

  /**
   * Why one more plan of this incident would be too many; empty when it is not.
   *
   * @param planNumber of the plan, which does not count against itself once it has begun
   */
  Optional<String> usedUp(String incident, int planNumber) {
    int ofIncident = others(incident, planNumber, Instant.EPOCH, false);
    if (ofIncident >= settings.perIncident()) {
      return Optional.of(
          "%d changes were made in this incident already, and runbook.changes.per-incident allows %d; a person has to decide"
              .formatted(ofIncident, settings.perIncident()));
    }
    int ofDay = others(incident, planNumber, clock.instant().minus(DAY), true);
    return ofDay < settings.perDay()
        ? Optional.empty()
        : Optional.of(
            "%d changes were made in the last 24 hours already, and runbook.changes.per-day allows %d; a person has to decide"
                .formatted(ofDay, settings.perDay()));
  }

  /** How many other plans were made since a moment, or are being made. */
  private int others(String incident, int planNumber, Instant since, boolean everywhere) {
    return jdbc.sql(
            """
            select count(*) from (
              select u.incident_key, u.plan_number from (
                select incident_key, plan_number from runbook_change where applied_at > :since
                union
                select incident_key, plan_number from runbook_use where begun_at > :writing) u
              join runbook_plan p on p.incident_key = u.incident_key and p.plan_number = u.plan_number
              where p.remedy not in %s
                and (:everywhere or u.incident_key = :incident)
                and not (u.incident_key = :incident and u.plan_number = :plan)) made"""
                .formatted(Plans.RESTORING))
        .param("since", Timestamp.from(since))
        .param("writing", Timestamp.from(clock.instant().minus(LONGEST_WRITE)))
        .param("everywhere", everywhere)
        .param("incident", incident)
        .param("plan", planNumber)
        .query(Integer.class)
        .single();
  }
}
