package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.IncidentAlreadyOpen;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Json;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Opens incidents, one a service. Joins the transaction of its caller, which is the engine's, so
 * that an incident and its process exist together or not at all.
 */
@Component
public class Openings {

  private static final DateTimeFormatter KEY_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final JdbcClient jdbc;
  private final Incidents incidents;
  private final RuntimeService runtime;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final SecureRandom random = new SecureRandom();

  Openings(
      JdbcClient jdbc,
      Incidents incidents,
      RuntimeService runtime,
      Clock clock,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.incidents = incidents;
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
   * The open incident of a service, which stays open until the caller's transaction ends. One whose
   * process somebody deleted in Cockpit is over: people have it in hand, and alerts must not be
   * swallowed by it for ever.
   */
  Optional<String> ofService(String service) {
    Optional<String> open =
        jdbc.sql("select incident_key from runbook_open_service where service = ?")
            .param(service)
            .query(String.class)
            .optional()
            .filter(it -> staysOpen(service, it));
    if (open.isPresent() && !isRunning(open.get())) {
      incidents.close(open.get(), Outcome.HANDED_OVER);
      return Optional.empty();
    }
    return open;
  }

  /** Writes what is there: H2 has no other lock that whoever closes it waits for. */
  private boolean staysOpen(String service, String incident) {
    return jdbc.sql(
                "update runbook_open_service set incident_key = incident_key where service = ? and incident_key = ?")
            .params(service, incident)
            .update()
        > 0;
  }

  private boolean isRunning(String incident) {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(incident).count() > 0;
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
