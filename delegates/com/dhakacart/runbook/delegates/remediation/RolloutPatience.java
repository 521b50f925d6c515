package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.incident.RolloutStatus.State.FAILED;
import static com.dhakacart.runbook.incident.RolloutStatus.State.RUNNING;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.process.PhaseSettings;
import com.dhakacart.runbook.process.ledger.Plans;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * How long a rollout may run, or be impossible to look at, before a person is asked. Kubernetes'
 * own deadline does not end every wait: it holds for new templates, and not for added replicas.
 */
@Component
class RolloutPatience {

  private final Plans plans;
  private final PhaseSettings phases;
  private final Clock clock;

  RolloutPatience(Plans plans, PhaseSettings phases, Clock clock) {
    this.plans = plans;
    this.phases = phases;
    this.clock = clock;
  }

  RolloutStatus judge(Incident incident, RolloutStatus status) {
    boolean tooLong =
        plans
            .lastMadeAt(incident.key())
            .filter(it -> it.plus(phases.rollout()).isBefore(clock.instant()))
            .isPresent();
    return status.state() == RUNNING && tooLong
        ? new RolloutStatus(
            FAILED,
            "the rollout is not over after %d min: %s"
                .formatted(phases.rollout().toMinutes(), status.message()))
        : status;
  }

  /** It may well be running, and is asked about again; but not for ever. */
  RolloutStatus judge(int unanswered, String because) {
    return unanswered < phases.rolloutAttempts()
        ? new RolloutStatus(RUNNING, "unknown")
        : new RolloutStatus(
            FAILED,
            "the rollout could not be looked at %d times in a row: %s"
                .formatted(unanswered, because));
  }
}
