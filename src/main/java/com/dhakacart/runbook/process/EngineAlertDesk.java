package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts and joins incidents. Accepting an alert and starting its process is one transaction, so
 * nothing that was answered with 2xx can be lost.
 */
@Component
class EngineAlertDesk implements AlertDesk {

  private static final Logger log = LoggerFactory.getLogger(EngineAlertDesk.class);

  /** A delivery that loses a race finds on its next try what the winner has stored. */
  private static final int ATTEMPTS = 5;

  private final Incidents incidents;
  private final ServiceSettings services;
  private final RuntimeService runtime;
  private final RepositoryService repository;
  private final TransactionOperations transaction;

  EngineAlertDesk(
      Incidents incidents,
      ServiceSettings services,
      RuntimeService runtime,
      RepositoryService repository,
      TransactionOperations transaction) {
    this.incidents = incidents;
    this.services = services;
    this.runtime = runtime;
    this.repository = repository;
    this.transaction = transaction;
  }

  @Override
  public List<AlertReceipt> receive(List<Alert> alerts) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.execute(status -> receiveAll(alerts));
      } catch (DuplicateKeyException | ConcurrencyFailureException | IncidentAlreadyOpen e) {
        if (attempt == ATTEMPTS) {
          throw e instanceof IncidentAlreadyOpen
              ? new ConcurrencyFailureException(e.getMessage(), e)
              : e;
        }
      }
    }
  }

  private List<AlertReceipt> receiveAll(List<Alert> alerts) {
    Map<Alert, AlertReceipt> receipts = new HashMap<>();
    // always in the same order, so that two deliveries never wait for each other's rows
    alerts.stream()
        .distinct()
        .sorted(
            Comparator.comparing((Alert it) -> it.firing() ? 0 : 1)
                .thenComparing(it -> hasRunbook(it.name()) ? 0 : 1)
                .thenComparing(Alert::fingerprint)
                .thenComparing(Alert::startsAt))
        .forEach(alert -> receipts.put(alert, receive(alert)));
    List<AlertReceipt> inOrder = new ArrayList<>();
    alerts.forEach(alert -> inOrder.add(receipts.get(alert)));
    return inOrder;
  }

  private AlertReceipt receive(Alert alert) {
    Optional<Incidents.Episode> seen = incidents.episode(alert);
    if (seen.isPresent()) {
      return again(alert, seen.get());
    }
    if (!alert.firing()) {
      // stored, since a late "firing" of the same episode must not start anything
      incidents.note(alert, null);
      return receipt(alert, null, Result.IGNORED);
    }
    Optional<String> open =
        services.concerned(serviceOf(alert)).stream()
            .flatMap(service -> incidents.ofService(service).stream())
            .findFirst();
    if (open.isPresent()) {
      incidents.note(alert, open.get());
      return receipt(alert, open.get(), Result.JOINED);
    }
    if (hasRunbook(alert.name()) && services.workload(serviceOf(alert)).isPresent()) {
      String incident = start(alert);
      incidents.note(alert, incident);
      return receipt(alert, incident, Result.STARTED);
    }
    log.info(
        "Ignored alert {} of service {}: no runbook of that name, or no settings runbook.services.{}",
        alert.name(),
        alert.service(),
        alert.service());
    return receipt(alert, null, Result.IGNORED);
  }

  /** A repeat joins its incident, finished or not; an end is noted once. */
  private AlertReceipt again(Alert alert, Incidents.Episode seen) {
    if (seen.incident() == null) {
      return receipt(alert, null, Result.IGNORED);
    }
    if (alert.firing()) {
      return receipt(alert, seen.incident(), Result.JOINED);
    }
    incidents.resolved(alert);
    return receipt(alert, seen.incident(), Result.RESOLVED);
  }

  private String start(Alert alert) {
    String service = serviceOf(alert);
    runtime.startProcessInstanceByKey(
        alert.name(), Map.of(IncidentVariables.SERVICE.name(), service));
    return incidents
        .ofService(service)
        .orElseThrow(
            () ->
                new IllegalStateException("The first step of " + alert.name() + " opened nothing"));
  }

  private String serviceOf(Alert alert) {
    return alert.service() == null ? services.defaultService() : alert.service();
  }

  private boolean hasRunbook(String alertName) {
    return repository.createProcessDefinitionQuery().processDefinitionKey(alertName).count() > 0;
  }

  private static AlertReceipt receipt(Alert alert, String incident, Result result) {
    return new AlertReceipt(alert.fingerprint(), incident, result);
  }
}
