package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.process.intake.AlertDesk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.client.RestClientException;

/**
 * Asks Alertmanager at the start and now and then what fires, and takes it as if it were delivered,
 * by the same rule: an episode that is known joins its incident and starts nothing, whoever asks or
 * delivers in the same moment, on whichever node. So an alert whose notification got lost starts
 * its runbook after all.
 */
@Component
class LostAlerts {

  private static final Logger log = LoggerFactory.getLogger(LostAlerts.class);

  /** In one transaction, for which a delivery of the same alerts may have to wait. */
  private static final int AT_ONCE = 500;

  private final AlertmanagerApi alertmanager;
  private final AlertDesk desk;
  private final Clock clock;
  private final Counter found;
  private final Counter unanswered;

  /** Of those that fired when Alertmanager was last asked. */
  private volatile int undelivered;

  LostAlerts(AlertmanagerApi alertmanager, AlertDesk desk, Clock clock, MeterRegistry meters) {
    this.alertmanager = alertmanager;
    this.desk = desk;
    this.clock = clock;
    this.found =
        Counter.builder("runbook.alerts.found")
            .description("Alerts that started a runbook since they were asked for")
            .register(meters);
    Gauge.builder("runbook.alerts.undelivered", () -> undelivered)
        .description("Alerts that fire, were found by asking, and were not delivered since")
        .register(meters);
    this.unanswered =
        Counter.builder("runbook.alertmanager.unanswered")
            .description("Questions that Alertmanager did not answer, or with more than is read")
            .register(meters);
  }

  @Scheduled(fixedDelayString = "${runbook.alertmanager.ask-every:5m}")
  void ask() {
    if (alertmanager.isConfigured()) {
      try {
        take(alertmanager.firing());
      } catch (RestClientException | NotANotification e) {
        unanswered.increment();
        log.warn(
            "Alertmanager could not be asked what fires: {}; look whether runbook.alertmanager.url is its address. Its webhook is taken as ever",
            e.getMessage());
      } catch (DataAccessException | TransactionException e) {
        log.warn("What fires could not be stored now, and is asked for again: {}", e.toString());
      }
    }
  }

  private void take(Firing firing) {
    List<Alert> alerts = firing.alerts();
    for (int from = 0; from < alerts.size(); from += AT_ONCE) {
      take(alerts.subList(from, Math.min(alerts.size(), from + AT_ONCE)));
    }
    warnOf(desk.undelivered(alerts, clock.instant().minus(alertmanager.deliveredWithin())));
    if (!firing.whole()) {
      unanswered.increment();
      log.warn(
          "Alertmanager says that more fires than can be read at once: the first {} alerts were looked at, one of the others whose notification gets lost starts nothing. Route only what has a runbook to its receiver {}",
          alerts.size(),
          alertmanager.receiver());
    }
  }

  private void take(List<Alert> firing) {
    List<AlertReceipt> receipts = desk.find(firing);
    for (int i = 0; i < receipts.size(); i++) {
      if (receipts.get(i).result() == Result.STARTED) {
        found.increment();
        log.info(
            "Alert {} of {} fires and was not delivered yet; found by asking, it started {}",
            firing.get(i).name(),
            firing.get(i).service(),
            receipts.get(i).incident());
      }
    }
  }

  private void warnOf(List<Alert> lost) {
    undelivered = lost.size();
    if (!lost.isEmpty()) {
      log.warn(
          "Alertmanager has not delivered {} of the alerts that fire within {}: the first is {} of {}. They were found by asking; look at Alertmanager's log for why",
          lost.size(),
          alertmanager.deliveredWithin(),
          lost.get(0).name(),
          lost.get(0).service());
    }
  }
}
