package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterChanges;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Plans;
import com.dhakacart.runbook.process.Plans.ChangeInEffect;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plans the undo that a person decided on: what is in effect, newest first. */
@Component
class PrepareUndo implements JavaDelegate {

  private final ClusterChanges cluster;
  private final Plans plans;
  private final Planning planning;

  PrepareUndo(ClusterChanges cluster, Plans plans, Planning planning) {
    this.cluster = cluster;
    this.plans = plans;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = INCIDENT.from(step);
    List<ChangeInEffect> approved =
        plans.inEffect(incident.key()).stream().filter(it -> it.undoApprovedBy() != null).toList();
    planning.propose(
        step,
        Remedy.UNDO,
        "Undo what was changed",
        List.of(),
        number ->
            approved.stream()
                .map(it -> it.applied().change())
                .flatMap(made -> cluster.planUndo(made, number + "-undo-" + made.id()).stream())
                .toList());
    approved.stream()
        .map(ChangeInEffect::undoApprovedBy)
        .findFirst()
        .ifPresent(user -> plans.approve(incident.key(), user));
  }
}
