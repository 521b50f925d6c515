package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.RecoverySettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Whether the error rate is back under the threshold; unknown and "no traffic" are not. */
@Component
class ErrorRate {

  private final Metrics metrics;
  private final RecoverySettings settings;
  private final Clock clock;

  ErrorRate(Metrics metrics, RecoverySettings settings, Clock clock) {
    this.metrics = metrics;
    this.settings = settings;
    this.clock = clock;
  }

  boolean isBack(Incident incident) {
    return metrics
        .traffic(incident.workload())
        .known()
        .filter(traffic -> traffic.isBelow(settings.errorRatio()))
        .isPresent();
  }

  /** For the last minute: a rate of one moment may only dip. */
  boolean hasBeenBack(Incident incident) {
    Instant since = clock.instant().minus(Duration.ofMinutes(1));
    return metrics
        .errorRates(incident.workload(), since)
        .known()
        .filter(it -> it.staysUnder(settings.errorRatio(), since))
        .isPresent();
  }

  /** In the last three minutes, while requests arrive. */
  boolean isClearlyFalling(Incident incident) {
    Instant since = clock.instant().minus(Duration.ofMinutes(3));
    return metrics.traffic(incident.workload()).known().filter(Traffic::arrives).isPresent()
        && metrics
            .errorRates(incident.workload(), since)
            .known()
            .filter(ErrorRateHistory::fallsClearly)
            .isPresent();
  }
}
