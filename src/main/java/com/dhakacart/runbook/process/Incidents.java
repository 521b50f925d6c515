package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Outcome;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The incidents that were opened and the alerts that belong to them. Joins the transaction of its
 * caller, which is the engine's.
 */
@Component
public class Incidents {

  /** Whoever reads more has a storm before them, and not an incident. */
  static final int MOST_EPISODES = 500;

  /** More have no steps at work at once. */
  private static final int MOST_AT_WORK = 500;

  private final JdbcClient jdbc;
  private final Clock clock;

  /**
   * Every step asks for its incident, and what was opened never changes: how it ended is written
   * beside it.
   */
  private final Cache<String, Incident> atWork =
      Caffeine.newBuilder().maximumSize(MOST_AT_WORK).build();

  Incidents(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The incident of a step, by the key of its process, from a table: who completes a task can
   * rewrite the variable {@code incident}, and what is changed in production must not follow it.
   */
  public Incident of(DelegateExecution step) {
    String key = step.getProcessBusinessKey();
    Incident known = atWork.getIfPresent(key);
    if (known != null) {
      return known;
    }
    Optional<Incident> stored = find(key);
    stored.ifPresent(it -> atWork.put(key, it));
    // opened by a version that did not keep it
    return stored.orElseGet(() -> ofVariable(step));
  }

  /** What the variable says of this incident may be old; of another one it is a forgery. */
  private static Incident ofVariable(DelegateExecution step) {
    Incident incident = IncidentVariables.INCIDENT.from(step);
    if (!incident.key().equals(step.getProcessBusinessKey())) {
      throw new IllegalStateException(
          "The variable incident names %s in a process of %s; nothing is done for it"
              .formatted(incident.key(), step.getProcessBusinessKey()));
    }
    return incident;
  }

  /** What was opened under a key; empty when nothing was, or by a version that did not keep it. */
  public Optional<Incident> find(String incident) {
    return jdbc.sql("select body from runbook_incident where incident_key = ? and body is not null")
        .param(incident)
        .query(String.class)
        .optional()
        .map(body -> Json.read(body, Incident.class));
  }

  /** The incident that a decision is about. */
  public Incident of(DelegateTask task) {
    return of(task.getExecution());
  }

  /**
   * Sets the outcome and frees the service; from now on its next episode is a new incident. Waits
   * for deliveries that are joining it: their alerts are there afterwards.
   */
  public void close(String incident, Outcome outcome) {
    jdbc.sql("delete from runbook_open_service where incident_key = ?").param(incident).update();
    jdbc.sql(
            "update runbook_incident set closed_at = ?, outcome = ? where incident_key = ? and"
                + " closed_at is null")
        .params(Timestamp.from(clock.instant()), outcome.name(), incident)
        .update();
  }

  /** Which of its alerts came last, as the database counts them; 0 where none came. */
  public long newestArrival(Incident incident) {
    return jdbc.sql("select coalesce(max(arrival), 0) from runbook_episode where incident_key = ?")
        .param(incident.key())
        .query(Long.class)
        .single();
  }

  /**
   * Notes which of its alerts had come when it was measured: later ones are not over with it.
   *
   * @param newest of them, before the first question was asked
   */
  public void measured(Incident incident, long newest) {
    jdbc.sql("update runbook_incident set measured_arrival = ? where incident_key = ?")
        .params(newest, incident.key())
        .update();
  }

  /** How many are open. */
  public int open() {
    return jdbc.sql("select count(*) from runbook_open_service").query(Integer.class).single();
  }

  /** How and when an incident ended; empty while it is open or unknown. */
  public Optional<End> endOf(String incident) {
    return jdbc.sql(
            "select outcome, closed_at from runbook_incident where incident_key = ? and closed_at"
                + " is not null")
        .param(incident)
        .query(
            (row, n) -> new End(Outcome.valueOf(row.getString(1)), row.getTimestamp(2).toInstant()))
        .optional();
  }

  /** The outcome, and when it was set. */
  public record End(Outcome outcome, Instant at) {}

  /** Whether an incident of this service is open. */
  public boolean hasOpen(String service) {
    return jdbc.sql("select count(*) from runbook_open_service where service = ?")
            .param(service)
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Another incident that is open and whose service is the same Deployment. */
  public Optional<String> alsoOpen(String incident) {
    return jdbc.sql(
            """
            select other.incident_key from runbook_open_service open
            join runbook_incident other on other.incident_key = open.incident_key
            join runbook_incident mine on mine.incident_key = ?
            where other.incident_key <> mine.incident_key
              and other.namespace = mine.namespace and other.deployment = mine.deployment
            order by other.opened_at fetch first 1 rows only""")
        .param(incident)
        .query(String.class)
        .optional();
  }

  /**
   * The alerts of an incident that fire still, as far as Alertmanager told us; one with many series
   * once, since the first of them began.
   */
  public List<FiringAlert> firing(Incident incident) {
    return jdbc.sql(
            """
            select alert_name, service, severity, min(starts_at)
            from runbook_episode where incident_key = ? and resolved_at is null
            group by alert_name, service, severity order by min(received_at), alert_name, service\
            """)
        .param(incident.key())
        .query(
            (row, n) ->
                new FiringAlert(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getTimestamp(4).toInstant()))
        .list();
  }

  /** Whether any alert was ever part of it, also one that came later or is over. */
  public boolean hadAlert(Incident incident) {
    return jdbc.sql("select count(*) from runbook_episode where incident_key = ?")
            .param(incident.key())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** When the first of its firing alerts began; without one, when the incident was opened. */
  public Instant alertStartedAt(Incident incident) {
    return firing(incident).stream()
        .map(FiringAlert::startedAt)
        .min(Instant::compareTo)
        .orElse(incident.openedAt());
  }

  /** How many episodes of its alerts came. */
  public int countEpisodes(String incident) {
    return jdbc.sql("select count(*) from runbook_episode where incident_key = ?")
        .param(incident)
        .query(Integer.class)
        .single();
  }

  /** The episodes of its alerts, in the order in which they came, the first 500. */
  public List<StoredEpisode> episodes(String incident) {
    return jdbc.sql(
            """
            select alert_name, service, severity, starts_at, received_at, resolved_at
            from runbook_episode where incident_key = ? order by received_at, fingerprint fetch first ? rows only\
            """)
        .params(incident, MOST_EPISODES)
        .query(Incidents::episode)
        .list();
  }

  /** The first episode of each severity, in the order in which they came: few, in a storm too. */
  public List<StoredEpisode> firstOfEachSeverity(String incident) {
    return firstOfEachSeverity(incident, "");
  }

  /**
   * The first episode of each severity, and where others came in the same moment that of this alert
   * as well, in the order in which they came.
   */
  List<StoredEpisode> firstOfEachSeverity(String incident, String alertName) {
    return jdbc.sql(
            """
            select alert_name, service, severity, starts_at, received_at, resolved_at from (
              select e.*, row_number() over (
                partition by severity, case when alert_name = ? then 0 else 1 end
                order by received_at, fingerprint) as place
              from runbook_episode e where incident_key = ?) firsts
            where place = 1 order by received_at, fingerprint\
            """)
        .params(alertName, incident)
        .query(Incidents::episode)
        .list();
  }

  private static StoredEpisode episode(ResultSet row, int number) throws SQLException {
    return new StoredEpisode(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getTimestamp(4).toInstant(),
        row.getTimestamp(5).toInstant(),
        row.getTimestamp(6) == null ? null : row.getTimestamp(6).toInstant());
  }

  /**
   * @param severity null where the alert says none
   * @param resolvedAt null while it fires
   */
  public record StoredEpisode(
      String name,
      String service,
      String severity,
      Instant startedAt,
      Instant receivedAt,
      Instant resolvedAt) {}
}
