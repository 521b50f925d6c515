package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.process.HistorySettings;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the runbook itself recorded of an incident goes when the engine has cleaned up its history
 * of it, after {@code runbook.history.keep-for}; the report stays, and refusals have a time of
 * their own. Pages that belong to no incident, such as those of a silent cluster, go after the same
 * time, and episodes that belong to none (the ends of alerts that started nothing) as soon as their
 * beginning can no longer come.
 */
@Component
class RecordKeeping {

  private static final Logger log = LoggerFactory.getLogger(RecordKeeping.class);

  /** In one transaction: a storm's incidents end, and go, on the same day. */
  private static final int AT_ONCE = 200;

  /**
   * An end whose beginning was not seen is known for as long as the beginning may still be on its
   * way, where it must start nothing: no queue between Alertmanager and us keeps a message longer
   * (Google Pub/Sub up to 31 days, Amazon SQS up to 14).
   */
  static final Duration LATEST_DELIVERY = Duration.ofDays(31);

  /** Whoever refers to a row goes before it. */
  private static final List<String> OF_AN_INCIDENT =
      List.of(
          "runbook_use",
          "runbook_shown_plan",
          "runbook_shown_change",
          "runbook_approval",
          "runbook_change",
          "runbook_plan",
          "runbook_chosen_cause",
          "runbook_page",
          "runbook_episode",
          "runbook_incident");

  private final HistorySettings settings;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;

  RecordKeeping(
      HistorySettings settings, JdbcClient jdbc, TransactionTemplate transactions, Clock clock) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** On each node; whoever comes second finds nothing left to remove. */
  @Scheduled(initialDelayString = "PT15M", fixedDelayString = "P1D")
  void removeWhatHistoryHasForgotten() {
    Timestamp old = Timestamp.from(clock.instant().minus(settings.keepFor()));
    int removed = 0;
    List<String> forgotten = forgotten(old);
    while (!forgotten.isEmpty()) {
      remove(forgotten);
      removed += forgotten.size();
      forgotten = forgotten(old);
    }
    jdbc.sql(
            """
            delete from runbook_page where recorded_at < ? and not exists (
              select 1 from runbook_incident i where i.incident_key = runbook_page.incident_key)""")
        .param(old)
        .update();
    removeEndsWithoutBeginning();
    if (removed > 0) {
      log.info("Removed what was recorded of {} incidents that the history has forgotten", removed);
    }
  }

  private void removeEndsWithoutBeginning() {
    Duration keep = Collections.min(List.of(LATEST_DELIVERY, settings.keepFor()));
    jdbc.sql("delete from runbook_episode where incident_key is null and received_at < ?")
        .param(Timestamp.from(clock.instant().minus(keep)))
        .update();
  }

  private List<String> forgotten(Timestamp old) {
    return jdbc.sql(
            """
            select incident_key from runbook_incident i where closed_at < ? and not exists (
              select 1 from ACT_HI_PROCINST h where h.BUSINESS_KEY_ = i.incident_key)
            order by closed_at fetch first ? rows only""")
        .params(old, AT_ONCE)
        .query(String.class)
        .list();
  }

  private void remove(List<String> incidents) {
    transactions.executeWithoutResult(
        status ->
            OF_AN_INCIDENT.forEach(
                table ->
                    jdbc.sql("delete from " + table + " where incident_key in (:incidents)")
                        .param("incidents", incidents)
                        .update()));
  }
}
