package com.dhakacart.runbook.delegates.report;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.process.IncidentClosed;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Says how it ended, and frees the service for its next incident. */
@Component
class CloseIncident implements JavaDelegate {

  private final Incidents incidents;
  private final MadeChanges changes;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  CloseIncident(
      Incidents incidents, MadeChanges changes, ApplicationEventPublisher events, Clock clock) {
    this.incidents = incidents;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Outcome outcome = outcome(step, incident);
    List<RecoveryCheck> checks = RECOVERY_CHECKS.find(step).orElse(List.of());
    Instant end = RecoveryCheck.wellSince(checks).orElseGet(clock::instant);
    OUTCOME.set(step, outcome);
    MINUTES_TO_RECOVER.set(
        step, (int) Math.max(0, Duration.between(incident.openedAt(), end).toMinutes()));
    ESCALATED.set(step, ESCALATED.find(step).orElse(false));
    incidents.close(incident.key(), outcome);
    events.publishEvent(new IncidentClosed(incident.key(), outcome));
  }

  private Outcome outcome(DelegateExecution step, Incident incident) {
    if (!RECOVERY_HELD.find(step).orElse(false)) {
      return Outcome.HANDED_OVER;
    }
    if (CHANGED_BY_HAND.find(step).orElse(false) || changes.anyMade(incident.key())) {
      return Outcome.RECOVERED;
    }
    return ALERT_IS_REAL.from(step) ? Outcome.RECOVERED_BY_ITSELF : Outcome.FALSE_ALARM;
  }
}
