package com.dhakacart.runbook.process;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

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
 * @param rolloutCheckEvery pause between two looks at a running rollout
 * @param rolloutAttempts how often in a row a rollout may be impossible to look at before it counts
 *     as failed
 * @param changeAttempts how often a change is tried on an unreachable cluster before a person is
 *     asked to make it
 */
@ConfigurationProperties("runbook.phases")
public record PhaseSettings(
    @DefaultValue("5m") Duration immediateActions,
    @DefaultValue("15m") Duration investigation,
    @DefaultValue("5m") Duration lookAgainEvery,
    @DefaultValue("10m") Duration recovery,
    @DefaultValue("15s") Duration askAgainAfter,
    @DefaultValue("15m") Duration rollout,
    @DefaultValue("5s") Duration rolloutCheckEvery,
    @DefaultValue("60") int rolloutAttempts,
    @DefaultValue("20") int changeAttempts) {

  public PhaseSettings {
    if (changeAttempts < 1 || rolloutAttempts < 1) {
      throw new IllegalArgumentException(
          "runbook.phases.change-attempts and runbook.phases.rollout-attempts must be 1 or more");
    }
  }
}
