package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.Runbooks;
import com.dhakacart.runbook.process.ServiceSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What becomes of each alert, in the transaction of the caller. */
@Component
class AlertIntake {

  private static final Logger log = LoggerFactory.getLogger(AlertIntake.class);

  private final Openings openings;
  private final Episodes episodes;
  private final RisingSeverity severity;
  private final ServiceSettings services;
  private final RuntimeService runtime;
  private final Runbooks runbooks;

  AlertIntake(
      Openings openings,
      Episodes episodes,
      RisingSeverity severity,
      ServiceSettings services,
      RuntimeService runtime,
      Runbooks runbooks) {
    this.openings = openings;
    this.episodes = episodes;
    this.severity = severity;
    this.services = services;
    this.runtime = runtime;
    this.runbooks = runbooks;
  }

  /** The names of those that have a runbook of their own. */
  Set<String> runbooks(List<Alert> alerts) {
    return runbooks.among(alerts.stream().map(Alert::name).collect(Collectors.toSet()));
  }

  /**
   * What alerts have in common that come together.
   *
   * @param runbooks as {@link #runbooks}
   * @param delivered not, when they were asked for
   */
  record Delivery(Set<String> runbooks, boolean delivered) {}

  /** A receipt for each. */
  Map<Alert, AlertReceipt> take(List<Alert> alerts, Delivery delivery) {
    Known known = new Known(delivery, new HashMap<>(), new HashMap<>());
    Map<Alert, AlertReceipt> receipts = new HashMap<>();
    alerts.forEach(it -> receipts.put(it, take(it, known)));
    return receipts;
  }

  /**
   * What is asked once for all alerts of a transaction, of which there can be thousands.
   *
   * @param open incidents by service
   * @param said of how bad they are, by incident
   */
  private record Known(
      Delivery delivery,
      Map<String, Optional<String>> open,
      Map<String, RisingSeverity.Said> said) {}

  private AlertReceipt take(Alert alert, Known known) {
    Optional<Episodes.Episode> seen = episodes.of(alert);
    if (seen.isPresent()) {
      return again(alert, seen.get(), known.delivery());
    }
    return alert.firing() ? begins(alert, known) : ends(alert, known.delivery());
  }

  /** A repeat joins its incident, finished or not; an end is noted once. */
  private AlertReceipt again(Alert alert, Episodes.Episode seen, Delivery delivery) {
    if (delivery.delivered() && !seen.delivered()) {
      episodes.delivered(alert.fingerprint(), seen.startsAt());
    }
    if (seen.incident() == null) {
      return receipt(alert, null, Result.IGNORED);
    }
    if (alert.firing()) {
      return receipt(alert, seen.incident(), Result.JOINED);
    }
    episodes.resolved(alert.fingerprint(), seen.startsAt());
    return receipt(alert, seen.incident(), Result.RESOLVED);
  }

  private AlertReceipt ends(Alert alert, Delivery delivery) {
    Optional<Episodes.Episode> known = episodes.endedBy(alert);
    if (known.isPresent()) {
      return again(alert, known.get(), delivery);
    }
    // stored, since a late "firing" of the same episode must not start anything
    episodes.note(alert, null, delivery.delivered());
    return receipt(alert, null, Result.IGNORED);
  }

  private AlertReceipt begins(Alert alert, Known known) {
    boolean isNamed = known.delivery().runbooks().contains(alert.name());
    boolean hasRunbook = isNamed && services.workload(serviceOf(alert)).isPresent();
    Optional<String> open =
        (hasRunbook ? List.of(serviceOf(alert)) : services.concerned(serviceOf(alert)))
            .stream()
                .flatMap(it -> known.open().computeIfAbsent(it, openings::ofService).stream())
                .findFirst();
    if (open.isPresent()) {
      return joins(alert, open.get(), known);
    }
    if (hasRunbook) {
      String incident = start(alert);
      known.open().put(serviceOf(alert), Optional.of(incident));
      episodes.note(alert, incident, known.delivery().delivered());
      return receipt(alert, incident, Result.STARTED);
    }
    if (isNamed) {
      return unserved(alert);
    }
    log.info(
        "Ignored alert {} of service {}: no runbook of that name", alert.name(), alert.service());
    return receipt(alert, null, Result.IGNORED);
  }

  private AlertReceipt unserved(Alert alert) {
    String reason =
        "Nobody looks at alert %s of service %s: its runbook does not know the service; set runbook.services.%s.namespace and .deployment, or mend the label \"service\" of the alert's rule"
            .formatted(alert.name(), alert.service(), alert.service());
    return AlertReceipt.unserved(alert.fingerprint(), reason);
  }

  private AlertReceipt joins(Alert alert, String incident, Known known) {
    RisingSeverity.Said before = known.said().computeIfAbsent(incident, severity::said);
    known.said().put(incident, severity.joins(alert, incident, before));
    episodes.note(alert, incident, known.delivery().delivered());
    return receipt(alert, incident, Result.JOINED);
  }

  private String start(Alert alert) {
    String incident = started(alert).getBusinessKey();
    if (incident == null) {
      runbooks.forget(alert.name());
      throw new IllegalStateException("The first step of " + alert.name() + " opened nothing");
    }
    return incident;
  }

  private ProcessInstance started(Alert alert) {
    try {
      return runtime.startProcessInstanceByKey(
          alert.name(),
          Map.of(
              IncidentVariables.SERVICE.name(),
              serviceOf(alert),
              IncidentVariables.URGENCY.name(),
              severity.urgency(alert),
              IncidentVariables.OPENED_BY_ALERT.name(),
              true));
    } catch (NullValueException deleted) {
      runbooks.forget(alert.name());
      throw deleted;
    }
  }

  private String serviceOf(Alert alert) {
    return alert.service() == null ? services.defaultService() : alert.service();
  }

  private static AlertReceipt receipt(Alert alert, String incident, Result result) {
    return new AlertReceipt(alert.fingerprint(), incident, result);
  }
}
