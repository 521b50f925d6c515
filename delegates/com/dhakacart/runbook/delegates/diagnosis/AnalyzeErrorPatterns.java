package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import com.dhakacart.runbook.process.watch.Usuals;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Analyze Error Patterns": which messages, which endpoints, since when, and what is usual. */
@Component
class AnalyzeErrorPatterns implements JavaDelegate {

  private final Incidents incidents;
  private final Logs logs;
  private final Metrics metrics;
  private final Usuals usuals;
  private final Looks looks;

  AnalyzeErrorPatterns(
      Incidents incidents, Logs logs, Metrics metrics, Usuals usuals, Looks looks) {
    this.incidents = incidents;
    this.logs = logs;
    this.metrics = metrics;
    this.usuals = usuals;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Instant from = incident.lookedAtFrom();
    looks.ask(
        step,
        look(ERROR_RATES, () -> metrics.errorRates(incident.workload(), from)),
        look(ROUTES, () -> metrics.routes(incident.workload())),
        look(ROUTE_LATENCIES, () -> metrics.latencies(incident.workload())),
        look(USUAL, () -> usuals.of(incident.workload())),
        look(LOG_PATTERNS, () -> logs.errors(incident.workload(), from)),
        look(LOG_READING, () -> logs.reading(incident.workload(), from)));
  }
}
