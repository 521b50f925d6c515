package com.dhakacart.runbook.delegates.remediation.rollout;

import static com.dhakacart.runbook.incident.RolloutStatus.State.FAILED;
import static com.dhakacart.runbook.incident.RolloutStatus.State.RUNNING;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.process.PhaseSettings;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How long a rollout may run, or be impossible to look at, before a person is asked. Kubernetes'
 * own deadline does not end every wait: it holds for new templates, and not for added replicas.
 */
@Component
class RolloutPatience {

  private final MadeChanges changes;
  private final PhaseSettings phases;
  private final Clock clock;

  RolloutPatience(MadeChanges changes, PhaseSettings phases, Clock clock) {
    this.changes = changes;
    this.phases = phases;
    this.clock = clock;
  }

  RolloutStatus judge(Incident incident, RolloutStatus status) {
    Optional<Instant> made = changes.lastMadeAt(incident.key());
    if (status.state() == RUNNING && isOver(made, phases.rollout())) {
      return failed("is not over after %d min", phases.rollout().toMinutes(), status.message());
    }
    Optional<Instant> refused = RefusedPods.since(status, made);
    return status.state() == RUNNING && isOver(refused, phases.podsRefused())
        ? failed("has come no further for %d s", phases.podsRefused().toSeconds(), status.message())
        : status;
  }

  /** It may well be running, and is asked about again; but not for ever. */
  RolloutStatus judge(int unanswered, String because) {
    return unanswered < phases.rolloutAttempts()
        ? new RolloutStatus(RUNNING, "unknown")
        : failed("could not be looked at %d times in a row", unanswered, because);
  }

  private boolean isOver(Optional<Instant> since, Duration time) {
    return since.filter(it -> it.plus(time).isBefore(clock.instant())).isPresent();
  }

  private static RolloutStatus failed(String how, long many, String because) {
    return new RolloutStatus(FAILED, "the rollout " + how.formatted(many) + ": " + because);
  }
}
