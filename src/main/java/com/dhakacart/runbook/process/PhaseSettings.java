package com.dhakacart.runbook.process;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long each phase of the runbook may take before it escalates.
 *
 * @param immediateActions heading "Immediate Actions (0-5 minutes)"
 * @param investigation heading "Escalation": no improvement within 15 minutes of the alert
 * @param lookAgainEvery how often the investigation's clock looks again after that
 * @param recovery heading "Monitoring Recovery": 5 to 10 minutes
 * @param askAgainAfter pause before a question that could not be asked is asked again
 * @param rollout how long a rollout may run before it counts as failed; longer than the
 *     Deployment's {@code progressDeadlineSeconds} (10 min), which says more
 * @param podsRefused how long new pods may be refused, by a policy or a quota, while the rollout
 *     comes no further, before it counts as failed; longer than old pods take to end, which frees a
 *     quota again
 * @param probe how long the new pod of a probe must be well before the rest is restarted: as long
 *     as a pool takes to fill again where a restart does not help
 * @param probeStart how long that pod may take to become well
 * @param probeCheckEvery pause between two looks for the new pod, until the rollout is paused
 * @param rolloutCheckEvery pause between two looks at a running rollout
 * @param rolloutAttempts how often in a row a rollout may be impossible to look at before it counts
 *     as failed
 * @param changeAttempts how often a change is tried on an unreachable cluster before a person is
 *     asked to make it
 */
@Validated
@ConfigurationProperties("runbook.phases")
public record PhaseSettings(
    @DefaultValue("5m") @NotNull @DurationMin(millis = 1) Duration immediateActions,
    @DefaultValue("15m") @NotNull @DurationMin(millis = 1) Duration investigation,
    @DefaultValue("5m") @NotNull @DurationMin(millis = 1) Duration lookAgainEvery,
    @DefaultValue("10m") @NotNull @DurationMin(millis = 1) Duration recovery,
    @DefaultValue("15s") @NotNull @DurationMin(millis = 1) Duration askAgainAfter,
    @DefaultValue("15m") @NotNull @DurationMin(millis = 1) Duration rollout,
    @DefaultValue("2m") @NotNull @DurationMin(millis = 1) Duration podsRefused,
    @DefaultValue("1m") @NotNull @DurationMin(millis = 1) Duration probe,
    @DefaultValue("2m") @NotNull @DurationMin(millis = 1) Duration probeStart,
    @DefaultValue("1s") @NotNull @DurationMin(millis = 1) Duration probeCheckEvery,
    @DefaultValue("5s") @NotNull @DurationMin(millis = 1) Duration rolloutCheckEvery,
    @DefaultValue("60") int rolloutAttempts,
    @DefaultValue("20") int changeAttempts) {

  public PhaseSettings {
    if (changeAttempts < 1 || rolloutAttempts < 1) {
      throw new IllegalArgumentException(
          "runbook.phases.change-attempts and runbook.phases.rollout-attempts must be 1 or more");
    }
  }
}
