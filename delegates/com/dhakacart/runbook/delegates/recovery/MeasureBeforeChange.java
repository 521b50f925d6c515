package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.CHANGE_ROUNDS;
import static com.dhakacart.runbook.process.IncidentVariables.STILL_FAILING;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Nothing is changed while the fault goes away by itself, nor into a rollout of others, of which a
 * mere restart is no drift. What was begun is finished, and an undo is made whatever is measured.
 */
@Component
class MeasureBeforeChange implements JavaDelegate {

  private final Incidents incidents;
  private final MadeChanges changes;
  private final FaultTrend trend;
  private final ClusterView cluster;
  private final OtherRollouts rollouts;

  MeasureBeforeChange(
      Incidents incidents,
      MadeChanges changes,
      FaultTrend trend,
      ClusterView cluster,
      OtherRollouts rollouts) {
    this.incidents = incidents;
    this.changes = changes;
    this.trend = trend;
    this.cluster = cluster;
    this.rollouts = rollouts;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    boolean first = CHANGE_ROUNDS.find(step).orElse(0) == 0;
    // after an attempt whose answer was lost, the cluster knows; while it is away, nobody does
    boolean mustGoOn =
        changes.mustBeFinished(
            incident.key(),
            it -> !first && cluster.isMade(it, incident.key()).known().orElse(true));
    boolean stillFailing = mustGoOn || !trend.isGoingAway(step, incident);
    STILL_FAILING.set(step, stillFailing);
    if (stillFailing && !mustGoOn) {
      rollouts.mustNotMixIntoAnother(step, incident);
    }
  }
}
