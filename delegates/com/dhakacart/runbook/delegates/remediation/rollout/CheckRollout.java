package com.dhakacart.runbook.delegates.remediation.rollout;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** {@code kubectl rollout status}: one look; the model waits between two. */
@Component
class CheckRollout implements JavaDelegate {

  private final ClusterView cluster;
  private final Incidents incidents;
  private final RolloutPatience patience;
  private final StillStands stands;

  CheckRollout(
      ClusterView cluster, Incidents incidents, RolloutPatience patience, StillStands stands) {
    this.stands = stands;
    this.cluster = cluster;
    this.incidents = incidents;
    this.patience = patience;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Answer<RolloutStatus> answer = cluster.rolloutStatus(incident.workload());
    int unanswered = answer.answered() ? 0 : ROLLOUT_ROUNDS.find(step).orElse(0) + 1;
    RolloutStatus status =
        stands
            .not(step, incident.key())
            .map(it -> new RolloutStatus(RolloutStatus.State.FAILED, it))
            .or(() -> answer.known().map(it -> patience.judge(incident, it)))
            .orElseGet(() -> patience.judge(unanswered, answer.unknownBecause()));
    boolean failed = status.state() == RolloutStatus.State.FAILED;
    ROLLOUT_ROUNDS.set(step, failed ? 0 : unanswered);
    ROLLOUT.set(step, status.state());
    if (failed) {
      PROBLEM.set(step, status.message());
    }
  }
}
