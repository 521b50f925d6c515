package com.dhakacart.runbook.process.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many plans may be made before a person has to decide; undo and take-back do not count. */
@Component
class ChangeBudget {

  private static final Duration DAY = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final ChangesSettings settings;
  private final Clock clock;

  ChangeBudget(JdbcClient jdbc, ChangesSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Why one more plan of this incident would be too many; empty when it is not.
   *
   * @param planNumber of the plan, which does not count against itself once it has begun
   */
  Optional<String> usedUp(String incident, int planNumber) {
    int ofIncident =
        jdbc.sql(
                """
                select count(distinct c.plan_number)
                from runbook_change c
                join runbook_plan p on p.incident_key = c.incident_key and p.plan_number = c.plan_number
                where c.incident_key = ? and c.plan_number <> ?
                  and p.remedy not in ('UNDO', 'TAKE_BACK')""")
            .params(incident, planNumber)
            .query(Integer.class)
            .single();
    if (ofIncident >= settings.perIncident()) {
      return Optional.of(
          "%d changes were made in this incident already, and runbook.changes.per-incident allows %d; a person has to decide"
              .formatted(ofIncident, settings.perIncident()));
    }
    int ofDay = ofDay(incident, planNumber);
    return ofDay < settings.perDay()
        ? Optional.empty()
        : Optional.of(
            "%d changes were made in the last 24 hours already, and runbook.changes.per-day allows %d; a person has to decide"
                .formatted(ofDay, settings.perDay()));
  }

  private int ofDay(String incident, int planNumber) {
    return jdbc.sql(
            """
            select count(*) from (
              select distinct c.incident_key, c.plan_number
              from runbook_change c
              join runbook_plan p on p.incident_key = c.incident_key and p.plan_number = c.plan_number
              where c.applied_at > ? and not (c.incident_key = ? and c.plan_number = ?)
                and p.remedy not in ('UNDO', 'TAKE_BACK')) made""")
        .params(Timestamp.from(clock.instant().minus(DAY)), incident, planNumber)
        .query(Integer.class)
        .single();
  }
}
