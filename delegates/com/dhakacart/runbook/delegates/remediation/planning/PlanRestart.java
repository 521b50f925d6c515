package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.incident.EvidencePart.DATABASE_ACTIVITY;
import static com.dhakacart.runbook.incident.Observation.isSeen;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;

import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.RunbookContract;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Restart backend pods to reset connection pools"; when it would do harm is in findHarm. Where the
 * database did not say who waits for whom, a lock looks like dead connections, and a restart of all
 * pods would make it worse: then one pod is restarted first.
 */
@Component
class PlanRestart implements JavaDelegate {

  private final RestartDrafts drafts;
  private final Planning planning;
  private final SeenNow now;

  PlanRestart(RestartDrafts drafts, Planning planning, SeenNow now) {
    this.drafts = drafts;
    this.planning = planning;
    this.now = now;
  }

  @Override
  public void execute(DelegateExecution step) {
    List<String> warnings = new ArrayList<>();
    if (isSeen(OBSERVED.find(step).orElse(List.of()), Kind.DATABASE_LOCK_SUSPECTED)) {
      warnings.add("Locks are suspected: new connections would wait for the same lock");
    }
    var workload = planning.incidentOf(step).workload();
    var asked = seen(DATABASE_ACTIVITY).find(step);
    // it may have fallen silent since it was asked
    if (asked.flatMap(it -> it.known()).filter(it -> it.access() == Access.ACCEPTS).isPresent()
        && !isSeen(now.observed(step), Kind.DATABASE_SILENT)) {
      planning.propose(step, Remedy.RESTART, n -> drafts.ofAll(workload, warnings, n));
      return;
    }
    warnings.add(LockQuestion.bothReadings(asked));
    warnings.add(LockQuestion.inWords());
    // an incident may have begun by a model that cannot
    if (step.getBpmnModelInstance().getModelElementById(RunbookContract.START_PROBE) == null) {
      planning.propose(step, Remedy.RESTART, n -> drafts.ofAll(workload, warnings, n));
    } else {
      planning.propose(step, Remedy.PROBE, n -> drafts.ofOneFirst(workload, warnings, n));
    }
  }
}
