package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.StorageFailure;
import com.dhakacart.runbook.process.intake.AlertIntake.Delivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts and joins incidents. Accepting an alert and starting its process is one transaction, so
 * nothing that was answered with 2xx can be lost. Where one alert of many cannot be taken, the
 * others are: they are tried in halves until it stands alone.
 */
@Component
class EngineAlertDesk implements AlertDesk {

  private static final Logger log = LoggerFactory.getLogger(EngineAlertDesk.class);

  /** A delivery that loses a race finds on its next try what the winner has stored. */
  private static final int ATTEMPTS = 5;

  private final AlertIntake intake;
  private final Episodes episodes;
  private final TransactionOperations transaction;
  private final Heartbeat heartbeat;

  EngineAlertDesk(
      AlertIntake intake,
      Episodes episodes,
      TransactionOperations transaction,
      Heartbeat heartbeat) {
    this.intake = intake;
    this.episodes = episodes;
    this.transaction = transaction;
    this.heartbeat = heartbeat;
  }

  @Override
  public void heard() {
    heartbeat.heard();
  }

  @Override
  public List<AlertReceipt> receive(List<Alert> alerts) {
    return take(alerts, true);
  }

  @Override
  public List<AlertReceipt> find(List<Alert> alerts) {
    return take(alerts, false);
  }

  @Override
  public List<Alert> undelivered(List<Alert> alerts, Instant foundBefore) {
    return episodes.undelivered(alerts, foundBefore);
  }

  private List<AlertReceipt> take(List<Alert> alerts, boolean delivered) {
    Set<String> runbooks = intake.runbooks(alerts);
    // always in the same order, so that two deliveries never wait for each other's rows
    List<Alert> inOrder =
        alerts.stream()
            .distinct()
            .sorted(
                Comparator.comparing((Alert it) -> it.firing() ? 0 : 1)
                    .thenComparing(it -> runbooks.contains(it.name()) ? 0 : 1)
                    // whichever came first opens the incident
                    .thenComparing(Alert::startsAt)
                    .thenComparing(Alert::fingerprint))
            .toList();
    Map<Alert, AlertReceipt> receipts = take(inOrder, new Delivery(runbooks, delivered));
    return alerts.stream().map(receipts::get).toList();
  }

  private Map<Alert, AlertReceipt> take(List<Alert> alerts, Delivery delivery) {
    try {
      return takeTogether(alerts, delivery);
    } catch (RuntimeException e) {
      if (StorageFailure.isAboutTheDatabase(e)) {
        throw e;
      }
      if (alerts.size() == 1) {
        return Map.of(alerts.get(0), refused(alerts.get(0), e));
      }
      int half = alerts.size() / 2;
      Map<Alert, AlertReceipt> receipts = new HashMap<>();
      receipts.putAll(take(alerts.subList(0, half), delivery));
      receipts.putAll(take(alerts.subList(half, alerts.size()), delivery));
      return receipts;
    }
  }

  private Map<Alert, AlertReceipt> takeTogether(List<Alert> alerts, Delivery delivery) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.execute(status -> intake.take(alerts, delivery));
      } catch (RuntimeException e) {
        if (!StorageFailure.isRace(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new ConcurrencyFailureException("Lost every race for these alerts", e);
        }
      }
    }
  }

  private static AlertReceipt refused(Alert alert, RuntimeException failure) {
    if (failure instanceof DecisionRefused) {
      return AlertReceipt.refused(alert.fingerprint(), failure.getMessage());
    }
    if (StorageFailure.isAboutTheData(failure)) {
      log.error("The database refuses alert {}; check its labels", alert.name(), failure);
      return AlertReceipt.refused(
          alert.fingerprint(), "the database refuses what it says; shorten or correct its labels");
    }
    log.error("Alert {} could not be taken; mend its runbook", alert.name(), failure);
    return AlertReceipt.refused(
        alert.fingerprint(),
        "its runbook could not be started (%s); the log says where it failed"
            .formatted(failure.getClass().getSimpleName()));
  }
}
