package com.dhakacart.runbook.delegates.remediation.probing;

import static com.dhakacart.runbook.incident.ChangeKind.PAUSE_ROLLOUT;
import static com.dhakacart.runbook.process.IncidentVariables.PROBE;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.delegates.remediation.making.ApprovedChanges;
import com.dhakacart.runbook.incident.ProbeState;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * {@code kubectl rollout pause}, as soon as the one new pod exists: the model looks every second.
 */
@Component
class PauseRollout implements JavaDelegate {

  private final ClusterView cluster;
  private final Incidents incidents;
  private final ProbeProgress progress;
  private final ProbeTime time;
  private final ApprovedChanges changes;

  PauseRollout(
      ClusterView cluster,
      Incidents incidents,
      ProbeProgress progress,
      ProbeTime time,
      ApprovedChanges changes) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.progress = progress;
    this.time = time;
    this.changes = changes;
  }

  @Override
  public void execute(DelegateExecution step) {
    if (PROBE.find(step).filter(it -> it != ProbeState.STARTED).isPresent()) {
      return; // by an earlier round, which may have come further
    }
    if (isDue(step)) {
      changes.make(step, Remedy.PROBE, it -> ProbeProgress.goesOn(it, PAUSE_ROLLOUT));
    }
    if (progress.isMade(step, PAUSE_ROLLOUT)) {
      PROBE.set(step, ProbeState.PAUSED);
    }
  }

  /** One that no pod comes of, for want of room, is paused too, and then taken back. */
  private boolean isDue(DelegateExecution step) {
    var made = cluster.updatedPods(incidents.of(step).workload()).known();
    return time.isLateToStart(step) || made.filter(it -> !it.isEmpty()).isPresent();
  }
}
