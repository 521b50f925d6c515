package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.RecoverySettings;
import org.springframework.stereotype.Component;

/** Whether the error rate is back under the threshold; unknown and "no traffic" are not. */
@Component
class ErrorRate {

  private final Metrics metrics;
  private final RecoverySettings settings;

  ErrorRate(Metrics metrics, RecoverySettings settings) {
    this.metrics = metrics;
    this.settings = settings;
  }

  boolean isBack(Incident incident) {
    return metrics
        .traffic(incident.workload())
        .known()
        .filter(traffic -> traffic.isBelow(settings.errorRatio()))
        .isPresent();
  }
}
