package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.incident.EvidencePart.ALERTS;
import static com.dhakacart.runbook.process.EvidenceParts.seen;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.Incidents;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Whether an alert is over, where there was one: who starts the runbook without is asked until they
 * decide. It can resolve while nobody is served, and its end can get lost: the rate must say it,
 * too, and so must the pods, since exhausted memory leaves no error behind.
 */
@Component
class AlertEnd {

  private final Incidents incidents;
  private final ErrorRate errorRate;
  private final Serving serving;

  AlertEnd(Incidents incidents, ErrorRate errorRate, Serving serving) {
    this.incidents = incidents;
    this.errorRate = errorRate;
    this.serving = serving;
  }

  /**
   * By Alertmanager, or by Prometheus.
   *
   * @param told as Alertmanager told us
   * @param measured as Prometheus says now
   */
  boolean isSaid(
      DelegateExecution step,
      Incident incident,
      List<FiringAlert> told,
      Optional<List<FiringAlert>> measured) {
    // one that never had the alert is not the one that fires it, and cannot end it
    boolean prometheusKnewIt =
        seen(ALERTS)
            .find(step)
            .flatMap(Answer::known)
            .filter(it -> !FiringAlert.noneOf(it, incident))
            .isPresent();
    boolean endWasTold = FiringAlert.noneOf(told, incident) && incidents.hadAlert(incident);
    return endWasTold
        || prometheusKnewIt && measured.filter(it -> FiringAlert.noneOf(it, incident)).isPresent();
  }

  /** By what is measured of the service now; unknown is not over. */
  boolean isSeen(Incident incident) {
    return errorRate.isBack(incident) && serving.isSeen(incident);
  }
}
