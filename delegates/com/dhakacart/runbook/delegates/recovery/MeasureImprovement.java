package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.RecoverySettings;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Error rate doesn't improve within 15 minutes": measures before anybody is called. */
@Component
class MeasureImprovement implements JavaDelegate {

  private final Metrics metrics;
  private final RecoverySettings settings;

  MeasureImprovement(Metrics metrics, RecoverySettings settings) {
    this.metrics = metrics;
    this.settings = settings;
  }

  @Override
  public void execute(DelegateExecution step) {
    RATE_IS_BACK.set(
        step,
        metrics
            .traffic(INCIDENT.from(step).workload())
            .known()
            .filter(traffic -> traffic.isBelow(settings.errorRatio()))
            .isPresent());
  }
}
