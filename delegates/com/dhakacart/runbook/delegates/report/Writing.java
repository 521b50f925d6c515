package com.dhakacart.runbook.delegates.report;

import static com.dhakacart.runbook.incident.EvidencePart.ERROR_RATES;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.REPORT;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.report.ReportArchive;
import com.dhakacart.runbook.report.Reports;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes the report from the history, with the error rate of the whole incident, and keeps it. */
@Component
class Writing {

  private static final Duration BEFORE = Duration.ofMinutes(15);

  private final Incidents incidents;
  private final IncidentArchive history;
  private final Metrics metrics;
  private final Reports reports;
  private final ReportArchive archive;

  Writing(
      Incidents incidents,
      IncidentArchive history,
      Metrics metrics,
      Reports reports,
      ReportArchive archive) {
    this.incidents = incidents;
    this.history = history;
    this.metrics = metrics;
    this.reports = reports;
    this.archive = archive;
  }

  /** Once the samples are asked for they are kept: Prometheus forgets, a report must not. */
  void keepErrorRates(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Answer<ErrorRateHistory> rates =
        metrics.errorRates(incident.workload(), incident.openedAt().minus(BEFORE));
    if (rates.answered()) {
      seen(ERROR_RATES).set(step, rates);
    }
  }

  void write(DelegateExecution step) {
    String key = incidents.of(step).key();
    REPORT.set(step, archive.keep(key, reports.write(history.find(key).orElseThrow())));
  }
}
