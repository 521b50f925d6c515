package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.incident.EvidencePart.TRAFFIC;
import static com.dhakacart.runbook.process.EvidenceParts.seenAfter;
import static com.dhakacart.runbook.process.IncidentVariables.NEWEST_BEFORE_ERROR_RATE;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Watch Error Rate": samples from before the change do not count. */
@Component
class WatchErrorRate implements JavaDelegate {

  private final Incidents incidents;
  private final Metrics metrics;
  private final MadeChanges changes;
  private final Arrivals arrivals;

  WatchErrorRate(Incidents incidents, Metrics metrics, MadeChanges changes, Arrivals arrivals) {
    this.incidents = incidents;
    this.metrics = metrics;
    this.changes = changes;
    this.arrivals = arrivals;
  }

  @Override
  public void execute(DelegateExecution step) {
    arrivals.note(step, NEWEST_BEFORE_ERROR_RATE);
    Incident incident = incidents.of(step);
    seenAfter(TRAFFIC)
        .set(
            step,
            changes
                .lastMadeAt(incident.key())
                .map(change -> metrics.trafficSince(incident.workload(), change))
                .orElseGet(() -> metrics.traffic(incident.workload())));
  }
}
