package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Workload;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The incidents and the alerts that belong to them. Joins the transaction of its caller, which is
 * the engine's, so that an incident and its process exist together or not at all.
 */
@Component
public class Incidents {

  private static final DateTimeFormatter KEY_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final String STORED =
      "select incident_key, service, alert_name, opened_at, closed_at, outcome from runbook_incident";

  private final JdbcClient jdbc;
  private final RuntimeService runtime;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final SecureRandom random = new SecureRandom();

  Incidents(
      JdbcClient jdbc, RuntimeService runtime, Clock clock, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.runtime = runtime;
    this.clock = clock;
    this.events = events;
  }

  /**
   * Opens an incident and claims its service.
   *
   * @throws IncidentAlreadyOpen when the service has an open one; a key in the database decides
   */
  public Incident open(Workload workload, String alertName) {
    ofService(workload.service())
        .ifPresent(
            open -> {
              throw new IncidentAlreadyOpen(workload.service(), open);
            });
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Incident incident = new Incident(newKey(workload, now), workload, alertName, now);
    jdbc.sql(
            """
            insert into runbook_incident
              (incident_key, service, alert_name, opened_at, body, namespace, deployment)
            values (?, ?, ?, ?, ?, ?, ?)""")
        .params(
            incident.key(),
            workload.service(),
            alertName,
            Timestamp.from(now),
            Json.write(incident),
            workload.namespace(),
            workload.deployment())
        .update();
    try {
      jdbc.sql("insert into runbook_open_service (service, incident_key) values (?, ?)")
          .params(workload.service(), incident.key())
          .update();
    } catch (DuplicateKeyException e) {
      throw new IncidentAlreadyOpen(workload.service(), "opened at this very moment");
    }
    events.publishEvent(new IncidentOpened(incident));
    return incident;
  }

  /**
   * The incident of a step, by the key of its process, from a table: who completes a task can
   * rewrite the variable {@code incident}, and what is changed in production must not follow it.
   */
  public Incident of(DelegateExecution step) {
    return find(step.getProcessBusinessKey())
        // opened by a version that did not keep it
        .orElseGet(() -> ofVariable(step));
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

  Optional<Incident> find(String incident) {
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

  /** The worst severity among the alerts of an incident; empty where none said any. */
  public Optional<String> severity(Incident incident) {
    List<String> severities =
        episodes(incident.key()).stream()
            .map(StoredEpisode::severity)
            .filter(Objects::nonNull)
            .toList();
    return severities.contains("critical")
        ? Optional.of("critical")
        : severities.stream().findFirst();
  }

  /** Sets the outcome and frees the service; from now on its next episode is a new incident. */
  public void close(Incident incident, Outcome outcome) {
    close(incident.key(), outcome);
  }

  private void close(String incident, Outcome outcome) {
    jdbc.sql(
            "update runbook_incident set closed_at = ?, outcome = ? where incident_key = ? and closed_at is null")
        .params(Timestamp.from(clock.instant()), outcome.name(), incident)
        .update();
    jdbc.sql("delete from runbook_open_service where incident_key = ?").param(incident).update();
  }

  List<StoredIncident> newest(int most) {
    return jdbc.sql(STORED + " order by opened_at desc, incident_key fetch first ? rows only")
        .param(most)
        .query(Incidents::stored)
        .list();
  }

  Optional<StoredIncident> stored(String incident) {
    return jdbc.sql(STORED + " where incident_key = ?")
        .param(incident)
        .query(Incidents::stored)
        .optional();
  }

  private static StoredIncident stored(ResultSet row, int number) throws SQLException {
    String outcome = row.getString(6);
    return new StoredIncident(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getTimestamp(4).toInstant(),
        row.getTimestamp(5) == null ? null : row.getTimestamp(5).toInstant(),
        outcome == null ? null : Outcome.valueOf(outcome));
  }

  /**
   * @param closedAt null while it is open, as the outcome is
   */
  record StoredIncident(
      String key,
      String service,
      String alertName,
      Instant openedAt,
      Instant closedAt,
      Outcome outcome) {}

  /** How and when an incident ended; empty while it is open or unknown. */
  public Optional<End> endOf(String incident) {
    return jdbc.sql(
            "select outcome, closed_at from runbook_incident where incident_key = ? and closed_at is not null")
        .param(incident)
        .query(
            (row, n) -> new End(Outcome.valueOf(row.getString(1)), row.getTimestamp(2).toInstant()))
        .optional();
  }

  /** The outcome, and when it was set. */
  public record End(Outcome outcome, Instant at) {}

  /**
   * The open incident of a service. One whose process somebody deleted in Cockpit is over: people
   * have it in hand, and alerts must not be swallowed by it for ever.
   */
  Optional<String> ofService(String service) {
    Optional<String> open =
        jdbc.sql("select incident_key from runbook_open_service where service = ?")
            .param(service)
            .query(String.class)
            .optional();
    open.filter(it -> !isRunning(it)).ifPresent(it -> close(it, Outcome.HANDED_OVER));
    return open.filter(this::isRunning);
  }

  private boolean isRunning(String incident) {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(incident).count() > 0;
  }

  /** What is known of an episode; empty when it was never seen. */
  Optional<Episode> episode(Alert alert) {
    return jdbc.sql(
            "select incident_key, starts_at from runbook_episode where fingerprint = ? and starts_at = ?")
        .params(alert.fingerprint(), startOf(alert))
        .query(Incidents::episode)
        .optional();
  }

  /**
   * The episode that an end belongs to whose {@code startsAt} is none that was seen: some senders
   * give an end a beginning of its own. It is the newest one of the fingerprint, if it had begun by
   * then and was not over before.
   */
  Optional<Episode> episodeEndedBy(Alert end) {
    Timestamp at =
        Timestamp.from(
            Objects.requireNonNullElse(end.endsAt(), end.startsAt())
                .truncatedTo(ChronoUnit.MILLIS));
    return jdbc.sql(
            """
            select incident_key, starts_at from runbook_episode
            where fingerprint = ? and incident_key is not null and starts_at <= ?
              and (resolved_at is null or resolved_at >= ?)
            order by starts_at desc fetch first 1 rows only""")
        .params(end.fingerprint(), at, at)
        .query(Incidents::episode)
        .optional();
  }

  private static Episode episode(ResultSet row, int number) throws SQLException {
    return new Episode(row.getString(1), row.getTimestamp(2).toInstant());
  }

  /**
   * @param incident null when it came before any incident, or belongs to none
   */
  record Episode(String incident, Instant startsAt) {}

  /**
   * Notes an episode.
   *
   * @param incident null for an end whose beginning was never seen
   * @throws DuplicateKeyException when the same episode is noted at this very moment
   */
  void note(Alert alert, String incident) {
    jdbc.sql(
            """
            insert into runbook_episode
              (fingerprint, starts_at, incident_key, alert_name, service, severity, received_at, resolved_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)""")
        .params(
            alert.fingerprint(),
            startOf(alert),
            incident,
            alert.name(),
            alert.service(),
            alert.severity(),
            Timestamp.from(clock.instant()),
            alert.firing() ? null : Timestamp.from(clock.instant()))
        .update();
  }

  void resolved(String fingerprint, Instant startsAt) {
    jdbc.sql(
            "update runbook_episode set resolved_at = ? where fingerprint = ? and starts_at = ? and resolved_at is null")
        .params(Timestamp.from(clock.instant()), fingerprint, Timestamp.from(startsAt))
        .update();
  }

  /** The alerts of an incident that fire still, as far as Alertmanager told us. */
  public List<FiringAlert> firing(Incident incident) {
    return episodes(incident.key()).stream()
        .filter(it -> it.resolvedAt() == null)
        .map(it -> new FiringAlert(it.name(), it.service(), it.severity(), it.startedAt()))
        .toList();
  }

  /** When the first of its firing alerts began; without one, when the incident was opened. */
  public Instant alertStartedAt(Incident incident) {
    return firing(incident).stream()
        .map(FiringAlert::startedAt)
        .min(Instant::compareTo)
        .orElse(incident.openedAt());
  }

  List<StoredEpisode> episodes(String incident) {
    return jdbc.sql(
            """
            select alert_name, service, severity, starts_at, received_at, resolved_at
            from runbook_episode where incident_key = ? order by received_at, fingerprint""")
        .param(incident)
        .query(
            (row, n) ->
                new StoredEpisode(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getTimestamp(4).toInstant(),
                    row.getTimestamp(5).toInstant(),
                    row.getTimestamp(6) == null ? null : row.getTimestamp(6).toInstant()))
        .list();
  }

  record StoredEpisode(
      String name,
      String service,
      String severity,
      Instant startedAt,
      Instant receivedAt,
      Instant resolvedAt) {}

  /** The column keeps milliseconds; what is compared with it must, too. */
  private static Timestamp startOf(Alert alert) {
    return Timestamp.from(alert.startsAt().truncatedTo(ChronoUnit.MILLIS));
  }

  /** Such as {@code dhakacart-backend-20261124-061503-3fa2}: speaks, sorts by time, is unique. */
  private String newKey(Workload workload, Instant now) {
    String service = workload.service().replaceAll("[^A-Za-z0-9-]", "-");
    return "%s-%s-%04x"
        .formatted(
            service.substring(0, Math.min(service.length(), 40)),
            KEY_TIME.format(now),
            random.nextInt(0x10000));
  }
}
