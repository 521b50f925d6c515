package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.PhaseSettings;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout status}: one look; the model waits between two. */
@Component
class CheckRollout implements JavaDelegate {

  private final ClusterView cluster;
  private final Incidents incidents;
  private final PhaseSettings phases;

  CheckRollout(ClusterView cluster, Incidents incidents, PhaseSettings phases) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.phases = phases;
  }

  @Override
  public void execute(DelegateExecution step) {
    Answer<RolloutStatus> answer = cluster.rolloutStatus(incidents.of(step).workload());
    RolloutStatus status = answer.known().orElseGet(() -> unknown(step, answer));
    if (answer.answered()) {
      ROLLOUT_ROUNDS.set(step, 0);
    }
    ROLLOUT.set(step, status.state());
    if (status.state() == RolloutStatus.State.FAILED) {
      ROLLOUT_ROUNDS.set(step, 0);
      PROBLEM.set(step, status.message());
    }
  }

  /** It may well be running, and is asked about again; but not for ever. */
  private RolloutStatus unknown(DelegateExecution step, Answer<RolloutStatus> answer) {
    int rounds = ROLLOUT_ROUNDS.find(step).orElse(0) + 1;
    ROLLOUT_ROUNDS.set(step, rounds);
    return rounds < phases.rolloutAttempts()
        ? new RolloutStatus(RolloutStatus.State.RUNNING, "unknown")
        : new RolloutStatus(
            RolloutStatus.State.FAILED,
            "the rollout could not be looked at %d times in a row: %s"
                .formatted(rounds, answer.unknownBecause()));
  }
}
