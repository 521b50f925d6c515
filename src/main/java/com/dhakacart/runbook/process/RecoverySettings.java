package com.dhakacart.runbook.process;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When a service counts as well; heading "Monitoring Recovery".
 *
 * @param holdFor how long it must stay well
 * @param measureEvery pause between two measurements, also of open decisions
 * @param failsAgainAfter so many bad measurements in a row after a good one, while nothing was
 *     changed, are a fault that came back
 * @param errorRatio 5xx over all, 0 to 1, that must not be reached; the alert's threshold
 * @param p95 response time that must not be reached
 */
@Validated
@ConfigurationProperties("runbook.recovery")
public record RecoverySettings(
    @DefaultValue("2m") @NotNull @DurationMin(millis = 1) Duration holdFor,
    @DefaultValue("30s") @NotNull @DurationMin(millis = 1) Duration measureEvery,
    @DefaultValue("3") int failsAgainAfter,
    @DefaultValue("0.05") double errorRatio,
    @DefaultValue("2s") @NotNull @DurationMin(millis = 1) Duration p95) {

  public RecoverySettings {
    if (errorRatio <= 0 || errorRatio >= 1) {
      throw new IllegalArgumentException(
          "runbook.recovery.error-ratio is a ratio between 0 and 1, not " + errorRatio);
    }
    if (failsAgainAfter < 1) {
      throw new IllegalArgumentException(
          "runbook.recovery.fails-again-after must be 1 or more, not " + failsAgainAfter);
    }
  }

  /** What may lie between two measurements of one run: one of them may fail. */
  public Duration longestPause() {
    Duration oneIsMissing = measureEvery.multipliedBy(2);
    return oneIsMissing.compareTo(holdFor) > 0 ? oneIsMissing : holdFor;
  }
}
